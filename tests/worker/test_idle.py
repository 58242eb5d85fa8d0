"""Idle loops: which ones are counted, and that nothing else is touched."""

import dis
import textwrap
from pathlib import Path
from types import CodeType

import pytest

from asynclings.worker.idle import LOOK, CountingLoader, compile_counting

IDLE = [
    "while True: pass",
    "while not done: pass",
    "while not self.done: continue",
    "while not job.done() or queue.empty(): ...",
    "while len(results) < 3: 'waiting'",
    "while state[0] is None and left - 1 > 0: pass",
    """
    while True:
        if done:
            print(finish())
            break
    """,
    """
    while True:
        if first: pass
        elif second: raise ValueError("second")
        else: job.running()
    """,
    "\ufeffwhile not done: pass",
    "pass\rwhile not done: pass",
]
NOT_IDLE = [
    "while step(): pass",
    "while not job.done(1): pass",
    "while not job.finish(): pass",
    "while (n := n + 1) < 10: pass",
    "while [n for n in numbers if n]: pass",
    "while f'{numbers}': pass",
    "while True: n += 1",
    "while True: del numbers[0]",
    "while True: yield",
    "while todo: todo.pop()",
    "while done: break",
    """
    while True:
        if done:
            print(finish())
            break
        n = n + 1
    """,
    """
    while True:
        if done:
            work()
            if more(): continue
            break
    """,
    """
    while True:
        try: pass
        finally: work()
    """,
    """
    def done(self): return work()
    while not job.done(): pass
    """,
    """
    @property
    def more(self): return work()
    while self.more: pass
    """,
    """
    def len(x): return work()
    while len(x): pass
    """,
    "'while' in text",
    "for _ in numbers: pass",
]


def counted(text: str) -> bool:
    return LOOK in names_in(compile_counting(textwrap.dedent(text).encode(), "file.py"))


def names_in(code: CodeType) -> set[str]:
    inner = [names_in(constant) for constant in code.co_consts if isinstance(constant, CodeType)]
    return set(code.co_names).union(*inner)


@pytest.mark.parametrize("text", IDLE)
def test_an_idle_loop_is_counted(text: str) -> None:
    assert counted(text)


@pytest.mark.parametrize("text", [text for text in IDLE if text.startswith("while")])
def test_also_in_a_function_in_a_function(text: str) -> None:
    assert counted(f"async def outer():\n    def inner(): \n        {text}\n    return inner")


@pytest.mark.parametrize("text", NOT_IDLE)
def test_a_loop_in_which_something_happens_is_not(text: str) -> None:
    if "yield" in text:
        text = f"def generator():\n    {text}"
    assert not counted(text)


@pytest.mark.parametrize("body", ["if n == end: break", "if n == end: break\n    continue"])
@pytest.mark.parametrize("end", [0, 3])
def test_a_round_is_counted_when_the_loop_goes_on(body: str, end: int) -> None:
    namespace: dict[str, object] = {"n": 0, "end": end}

    def look() -> None:
        namespace["n"] = 1 + int(str(namespace["n"]))

    namespace[LOOK] = look
    exec(compile_counting(f"while n < 10:\n    {body}\n".encode(), "file.py"), namespace)
    assert namespace["n"] == end


def test_the_added_call_is_on_the_line_of_the_condition() -> None:
    code = compile_counting(b"# first\nwhile not done:\n    pass\n", "file.py")
    (look,) = (instruction for instruction in dis.get_instructions(code) if instruction.argval == LOOK)
    assert look.positions is not None and look.positions.lineno == 2


def test_a_file_that_cannot_be_read_is_a_syntax_error_with_its_line() -> None:
    with pytest.raises(SyntaxError) as error:
        compile_counting(b"x = 1\nwhile True\n    pass\n", "file.py")
    assert (error.value.lineno, error.value.filename) == (2, "file.py")


def test_no_compiled_file_is_kept(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text("while not 1: pass\n")
    CountingLoader("module", str(tmp_path / "module.py")).get_code("module")
    assert [file.name for file in tmp_path.iterdir()] == ["module.py"]
