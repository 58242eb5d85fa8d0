"""Where the command line begins. Only the chosen command's module is imported: a check pays for none of the others."""

import signal
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn, Protocol

from asynclings.cli.screen import say, take_any_text
from asynclings.trouble import Trouble, of_the_machine

COMMANDS = {
    "list": "show the exercises",
    "check": "check your work on exercises",
    "grade": "grade a folder of work and write reports",
    "regrade": "grade clones of learners' repositories with your own kit",
    "hint": "show a hint for an exercise",
    "doctor": "say what works on this machine, and what does not",
    "demo": "scaffold an assignment, solve some of it, grade it",
    "author": "begin an exercise, and prove that it does what it must",
    "template": "print the folder that copier scaffolds assignments from",
}

USAGE_OR_ENVIRONMENT = 2
FAULT = 3
INTERRUPTED = 130  # 128 + SIGINT, as shells report it
BROKEN_PIPE = 141  # 128 + SIGPIPE: whoever read the output has left before its end


class Command(Protocol):
    """What a module in this package offers. ``EXAMPLE`` is shown by ``--help``; ``run`` returns the exit code."""

    EXAMPLE: str

    def arguments(self, parser: ArgumentParser) -> None: ...
    def run(self, arguments: Namespace) -> int: ...


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 2 for usage or environment, 3 for a fault of the kit."""
    take_any_text(sys.stdout, sys.stderr)
    words = list(sys.argv[1:] if argv is None else argv)
    parser, command = _parser(words)
    arguments = parser.parse_args(words)
    if arguments.version:
        from asynclings.kit import kit_version

        say(f"asynclings {kit_version()}")
        return 0
    if command is None:
        parser.error("name a command; `asynclings --help` shows them")
    # SIGTERM is how CI ends what takes too long; by itself it would leave processes' folders behind.
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        code = command.run(arguments)
        sys.stdout.flush()  # here, where a reader who has left can be dealt with
        return code
    except Trouble as trouble:
        _complain(str(trouble))
        return USAGE_OR_ENVIRONMENT
    except KeyboardInterrupt:
        _complain("Stopped.")
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return BROKEN_PIPE
    except Exception as fault:
        if isinstance(fault, OSError) and of_the_machine(fault):
            _complain(f"This machine lets nothing more be done: {fault}. Free some of its disk or end other programs.")
            _forget_stdout()
            return USAGE_OR_ENVIRONMENT
        import traceback

        say(traceback.format_exc(), error=True)
        what = str(fault).partition("\n")[0].rstrip(".") or type(fault).__name__
        _complain(f"This is a fault of the kit, not of the work it looked at: {what}. Please report it with the above.")
        return FAULT
    finally:
        signal.signal(signal.SIGTERM, before)


class _Parser(ArgumentParser):
    """Says what is wrong with the words it was given: they may be names of files, so without whatever acts in them."""

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        if message:
            say(message.rstrip("\n"), error=True)
        super().exit(status)


def _terminate(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


def _parser(words: Sequence[str]) -> tuple[ArgumentParser, Command | None]:
    parser = _Parser(
        prog="asynclings",
        description="Graded exercises that teach concurrency in Python.",
        epilog="Start with `asynclings demo`. `asynclings COMMAND --help` shows an example of each.",
    )
    parser.add_argument("--version", action="store_true", help="print the version of the kit")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    chosen = next((word for word in words if not word.startswith("-")), None)
    module: Command | None = None
    for name, summary in COMMANDS.items():
        own = commands.add_parser(name, help=summary, formatter_class=RawDescriptionHelpFormatter)
        if name == chosen:
            module = _command(name)
            own.description = (module.__doc__ or "").strip()
            own.epilog = f"example:\n{module.EXAMPLE.rstrip()}"
            module.arguments(own)
    return parser, module


def _command(name: str) -> Command:
    module: Command = import_module(f"asynclings.cli.{name}")
    return module


def _complain(sentence: str) -> None:
    say(f"asynclings: {sentence}", error=True)


def _forget_stdout() -> None:
    # Its reader has left (`asynclings list | head -1`), or there is no room. Else the interpreter complains at exit.
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
