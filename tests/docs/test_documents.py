"""Every document does what it says: its blocks are carried out from top to bottom, in a copy of the checkout.

* ``console``: a line after ``$ `` is a command and must succeed (``asynclings check`` may also say 1: not all passed).
  Lines below a command are what it prints, ``...`` standing for anything; no such lines, nothing is compared.
* A block of another language whose first line is a comment with nothing but a file's name is put into that file
  (without that line if it is Markdown, where this is no comment).
* ``python`` without a name is run, and must succeed.
* ``<!-- not run: reason -->`` before a block exempts it.

The address of the official repository leads to the copy, tagged as the release it is; nothing leaves this machine.
"""

import doctest
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
# Without commands, or with such as are not run here, because they are measurements.
LINKED = [CHECKOUT / "benchmarks/README.md", CHECKOUT / "SECURITY.md"]
CHAPTERS = sorted((CHECKOUT / "exercises").glob("*/README.md"))
DOCUMENTS = [CHECKOUT / "README.md", CHECKOUT / "CONTRIBUTING.md", *sorted((CHECKOUT / "docs").glob("*.md")), *CHAPTERS]
OFFICIAL = "https://github.com/asynclings/asynclings.git"

BLOCK = re.compile(r"^(<!-- not run: [^>]+-->\n)?```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
INSTALLS = re.compile(r"\b(pip|uv|pipx)\b.*\b(un)?install\b")
FILE_NAME = re.compile(r"\A(?:#|//) ([\w./-]+\.\w+)\n")


@dataclass
class Block:
    language: str
    text: str
    line: int


def blocks(document: str) -> Iterator[Block]:
    for found in BLOCK.finditer(document):
        if found[1] is None:
            yield Block(found[2], found[3], document.count("\n", 0, found.start()) + 1)


def commands(console: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with what it is shown to print."""
    command, shown = "", ""
    for line in console.splitlines(keepends=True):
        if command.endswith("\\\n"):
            command += line
        elif line.startswith("$ "):
            if command:
                yield command, shown
            command, shown = line[2:], ""
        else:
            shown += line
    if command:
        yield command, shown


@dataclass
class Shell:
    """Carries out commands in ``folder``; a ``cd`` lasts."""

    folder: Path
    environment: dict[str, str]

    def run(self, command: str, allowed: tuple[int, ...] = (0,)) -> str:
        # The commands find the interpreter that runs these tests; what it has installed is not theirs to change.
        assert not INSTALLS.search(command), f"`{command.strip()}` installs something: mark its block `not run`"
        # Whatever becomes of the command, the last thing on descriptor 3 is where it has led.
        script = f'trap "pwd >&3" EXIT\n{command}'
        reading, writing = os.pipe()
        with os.fdopen(reading) as places:
            done = subprocess.run(
                ["bash", "-c", f"exec 3>&{writing} {writing}>&-\n{script}"],
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                pass_fds=[writing],
                timeout=100,
            )
            os.close(writing)
            place = places.read().strip()
        assert done.returncode in allowed, f"`{command.strip()}` ended with {done.returncode}:\n{done.stdout}"
        self.folder = Path(place)
        return done.stdout


@pytest.fixture(scope="module")
def shell_for(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A shell in a copy of the checkout, which also is what the official address leads to."""
    base = tmp_path_factory.mktemp("documents")
    copy = base / "asynclings"
    odd = shutil.ignore_patterns(".git", ".venv", ".tox", ".*_cache", "__pycache__", "build", "dist", "submissions")
    shutil.copytree(CHECKOUT, copy, ignore=odd)
    (base / "gitconfig").write_text(
        f'[url "file://{base}/official"]\n\tinsteadOf = {OFFICIAL}\n'
        "[user]\n\tname = Instructor\n\temail = instructor@school.example\n[protocol]\n\tfile = always\n",
        encoding="utf-8",
    )
    environment = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "HOME": str(base),
        "LANG": "C.UTF-8",
        "GIT_CONFIG_GLOBAL": str(base / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    shell = Shell(copy, environment)
    version = (copy / "VERSION").read_text(encoding="ascii").strip()
    shell.run(f"git init -q && git add -A && git commit -qm Release && git tag v{version} && cp -r . ../official")
    return shell


@pytest.fixture
def shell(shell_for: Shell, tmp_path: Path) -> Shell:
    """A fresh copy for one document."""
    folder = tmp_path / "asynclings"
    shutil.copytree(shell_for.folder, folder)
    return Shell(folder, shell_for.environment)


@pytest.mark.timeout(600)  # a document is many commands, and other work may keep the processors busy
@pytest.mark.parametrize("document", DOCUMENTS, ids=[str(document.relative_to(CHECKOUT)) for document in DOCUMENTS])
def test_a_document_does_what_it_says(document: Path, shell: Shell) -> None:
    for block in blocks(document.read_text(encoding="utf-8")):
        named = FILE_NAME.match(block.text)
        if block.language == "console":
            for command, shown in commands(block.text):
                allowed = (0, 1) if command.startswith("asynclings check") else (0,)
                printed = shell.run(command, allowed)
                assert matches(shown, printed), f"line {block.line}, `{command.strip()}` printed:\n{printed}"
        elif named:
            file = shell.folder / named[1]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text[named.end() if file.suffix == ".md" else 0 :], encoding="utf-8")
        elif block.language == "python":
            done = subprocess.run(
                [sys.executable, "-c", block.text],
                cwd=shell.folder,
                env=shell.environment,
                capture_output=True,
                text=True,
                timeout=100,
            )
            assert done.returncode == 0, f"line {block.line}:\n{done.stderr}"


def matches(shown: str, printed: str) -> bool:
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    return not shown.strip() or doctest.OutputChecker().check_output(shown, printed, flags)


def test_links_lead_to_files_that_are_there() -> None:
    for document in [*DOCUMENTS, *LINKED]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


README = (".venv/bin/asynclings demo", ".venv/bin/python -m pytest -n auto --dist worksteal")


def test_the_two_commands_of_the_readme_are_those_that_ci_runs() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"^\$ python3 -m venv \.venv .*$", readme, re.MULTILINE)
    assert tuple(line.rsplit("&& ")[-1] for line in found) == README
    # The line of .ci/run that looks the second one up, carried out.
    (look_up,) = re.findall(r"^command=.*$", (CHECKOUT / ".ci/run").read_text(encoding="utf-8"), re.MULTILINE)
    command = subprocess.run(
        ["bash", "-c", f'{look_up}\necho "$command"'], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout
    assert command == f"{found[1].removeprefix('$ ')}\n"
    assert "      - run: bash .ci/run\n" in (CHECKOUT / ".github/workflows/ci.yml").read_text(encoding="utf-8")


# ---------------------------------------------------------------- the machinery above, seen to fail


def test_blocks_are_found_with_their_lines_and_exemptions_are_heeded() -> None:
    text = "a\n\n```console\n$ x\n```\n<!-- not run: why -->\n```console\n$ y\n```\n```python\nz\n```\n"
    assert list(blocks(text)) == [Block("console", "$ x\n", 3), Block("python", "z\n", 10)]


def test_commands_go_on_after_a_backslash_and_keep_what_they_show() -> None:
    text = "$ one \\\n    more\nshown\n$ two\n"
    assert list(commands(text)) == [("one \\\n    more\n", "shown\n"), ("two\n", "")]


def test_a_command_that_fails_is_noticed_and_a_cd_lasts(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    shell = Shell(tmp_path, dict(os.environ))
    assert shell.run("cd below") == ""
    assert shell.run("pwd").strip() == str(tmp_path / "below")
    with pytest.raises(AssertionError, match="`false` ended with 1"):
        shell.run("false")
    with pytest.raises(AssertionError, match="installs something"):
        shell.run("python -m pip install surprises")
    assert shell.run("exit 1", allowed=(0, 1)) == ""


def test_output_is_compared_only_where_it_is_shown() -> None:
    assert matches("", "anything")
    assert matches("10 points ... done\n", "10 points in 3 s, done\n")
    assert not matches("10 points\n", "9 points\n")
