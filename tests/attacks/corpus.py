"""The attacks, as their files tell of them: a head of TOML in comments, and a sentence."""

import ast
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
FAMILIES = ("forging", "evasion", "denial", "odd")
TRANSFORMED = {
    "crlf": lambda source: source.replace("\n", "\r\n").encode(),
    "bom": lambda source: b"\xef\xbb\xbf" + source.encode(),
    "": str.encode,
}


@dataclass(frozen=True)
class Attack:
    """A submission, and what is to come of it.

    ``stopped_by`` names defences, each of which alone is enough; of those joined by ``+`` all are needed. ``verdict``
    has a letter for each check of the ``exercise``: what its honest part has earned. ``portable`` is the verdict where
    the kernel's layers are off, if it is another one.
    """

    name: str
    family: str
    source: str
    says: str
    stopped_by: tuple[str, ...] = ()
    verdict: str = "PFSP"
    portable: str = ""
    exercise: str = ""
    policy: tuple[Any, ...] = ()
    seconds: float = 30.0
    processor_seconds: int = 3
    form: str = ""
    beside: dict[str, str] = field(default_factory=dict)
    earned: str = ""
    """What the verdict should be, of those that nobody can stop."""
    probe: str = ""
    """What not every machine lets anybody do, even without the layers."""

    @property
    def bytes(self) -> bytes:
        return TRANSFORMED[self.form](self.source)

    @property
    def defences(self) -> list[str]:
        """Every defence that has a part in stopping it."""
        return [one for group in self.stopped_by for one in group.split("+")]


def attack_in(file: Path) -> Attack:
    source = file.read_text(encoding="utf-8")
    lines = source.splitlines()
    head = [line.removeprefix("# ") for line in lines[: next(n for n, line in enumerate(lines) if line[:2] != "# ")]]
    told = {
        key: tuple(value) if isinstance(value, list) else value for key, value in tomllib.loads("\n".join(head)).items()
    }
    if file.parent.name == "odd":
        told.setdefault("verdict", "PPPP")
    says = (ast.get_docstring(ast.parse(source)) or "").strip()
    return Attack(name=file.stem, family=file.parent.name, source=source, says=says, **told)


def attacks_of(*families: str) -> list[Attack]:
    return [attack_in(file) for family in families for file in sorted((FOLDER / family).glob("*.py"))]


ATTACKS = attacks_of(*FAMILIES)
LIMITS = attacks_of("limits")
"""What is not stopped, and gains what it should not: told, so that nobody believes otherwise."""
