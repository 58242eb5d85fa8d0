"""What the learner's lines show of their task groups. It only chooses the advice on a check that has failed."""

from collections.abc import Collection, Iterator

from asynclings.grading.program import Program


def caught_around(program: Program, names: Collection[str]) -> bool:
    """Whether a plain ``except`` for an error of one of these names follows the block of a TaskGroup.

    It does not see the error, which comes out of the group in an ExceptionGroup.
    """
    clauses = [after for _, after in _blocks(program) if after.lstrip().startswith("except ")]
    return any(name in clause for clause in clauses for name in names)


def left_early(program: Program) -> bool:
    """Whether there is a ``return`` or a ``break`` in the block of a TaskGroup."""
    return any(line.split()[0] in ("return", "break") for block, _ in _blocks(program) for line in block)


def _blocks(program: Program) -> Iterator[tuple[list[str], str]]:
    """The lines in the block of each TaskGroup, and the first line after it that stands further out."""
    lines = [line for line in program.source(f"{program.module}.py") if line.strip()]
    for number, opening in enumerate(lines):
        if "TaskGroup(" in opening:
            indents = [_indent(line) - _indent(opening) for line in lines[number + 1 :]]
            length = next((place for place, indent in enumerate(indents) if indent <= 0), len(indents))
            further_out = next((place for place, indent in enumerate(indents) if indent < 0), None)
            block = lines[number + 1 :][:length]
            yield block, "" if further_out is None else lines[number + 1 + further_out]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
