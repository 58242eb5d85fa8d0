"""What the clients of a server under test should have heard."""

from collections.abc import Sequence

from asynclings.grading.run import Run
from asynclings.world.clients import Client, ReceivedLine

ANY_ERROR = "ERR"  # as an expected line: whatever begins like this
_SHOWN = 3  # lines


def heard(
    run: Run, client: Client, expected: Sequence[tuple[str, float]], *, mistake: int | None = None, advice: str = ""
) -> None:
    """The client has heard exactly these lines, each at its time (virtual seconds). Raises `CheckFailed`."""
    got = [(line.text, round(line.at, 6)) for line in client.lines]
    if len(got) == len(expected) and all(map(_fits, client.lines, expected)):
        return
    first = next((n for n, pair in enumerate(zip(client.lines, expected, strict=False)) if not _fits(*pair)), None)
    n = min(len(got), len(expected)) if first is None else first
    run.expect(
        False,
        f"The client {client.name} heard {_unlike(got[n:], list(expected[n:]))}"
        f"{f' (the {n} before are right)' if n else ''}. {advice}".rstrip(),
        mistake=mistake,
        where=client.lines[n].where if n < len(got) else run.usual_place("client"),
    )


def _unlike(got: Sequence[tuple[str, float]], expected: Sequence[tuple[str, float]]) -> str:
    if got and expected and got[0][0] == expected[0][0]:
        return f"{_told(got[:1])}; it should have come at {expected[0][1]:g} s"
    return f"{_told(got)}; it should have heard {_told(expected)}"


def _fits(line: ReceivedLine, expected: tuple[str, float]) -> bool:
    text, at = expected
    return abs(line.at - at) < 1e-6 and (line.text == text or (text == ANY_ERROR and line.text.startswith(text)))


def _told(lines: Sequence[tuple[str, float]]) -> str:
    if not lines:
        return "nothing more"
    shown = [f"{text[:40]!r} at {at:g} s" for text, at in lines[:_SHOWN]]
    return ", ".join(shown) + (f" and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else "")
