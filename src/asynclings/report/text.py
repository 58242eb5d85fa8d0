"""Making hostile text harmless: the one place that knows what is dangerous in a string from a learner.

``plain`` and ``one_line`` take away what acts on terminals and readers; ``no_workflow_command`` breaks what acts on
a GitHub Actions runner; ``harmless`` does both, for whatever is said in a log; ``cell`` keeps a spreadsheet from
calculating. What is dangerous in one format only (Markdown, XML) is left to that format's exporter.
"""

import re
from unicodedata import combining, east_asian_width

# Whatever some reader takes for the end of a line; the runner itself splits at \n, \r and \r\n.
_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")

# ECMA-48 control strings (OSC, DCS, SOS, PM, APC; ended by BEL or ST, here at the latest by the line's end), then
# control sequences, then two-byte escapes; each also in its one-byte C1 form.
_ESCAPES = re.compile(
    r"(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|\x1b[ -/]*[0-~]?"
)

INVISIBLE_ABOVE_ASCII = (
    r"\x7f-\x9f"  # DEL and C1
    r"\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # zero width, bidirectional
    r"\U000e0000-\U000e007f"  # tags: invisible ASCII
)
"""Characters that show nothing and act: for use inside the brackets of a regular expression."""

_INVISIBLE = rf"\x00-\x08\x0b-\x1f{INVISIBLE_ABOVE_ASCII}"  # C0 but for tab and newline
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_UNENCODABLE = re.compile(r"[\ud800-\udfff\ufffe\uffff]")  # UTF-8 refuses the former, XML all of them

# ActionCommand.cs of actions/runner: "::" counts at a line's start after blanks, the older "##[" anywhere. What a
# terminal's report is painted with does not keep them apart for a reader who takes colours away.
_COMMAND_START = re.compile(rf"\A(?:[\s{_INVISIBLE}]|\x1b\[[0-9;]*m)*:(?=:)")
_OLD_COMMAND_START = re.compile(r"##(?=\[)")

# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA_START = re.compile(r"\A[=+\-@]")


def encodable(text: str) -> str:
    """``text`` with U+FFFD for lone surrogates, which UTF-8 has no form of."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def plain(text: str, limit: int) -> str:
    """The text without anything that acts on a terminal, at most ``limit`` characters long; lines end in ``\\n``."""
    # What will be cut away need not be looked at: escape sequences may fill megabytes.
    head = text[: 8 * limit + 1000]
    clean = _BREAKS.sub("\n", head)
    clean = _ESCAPES.sub("", clean)
    clean = _UNSEEN.sub("", clean)
    clean = _UNENCODABLE.sub("\N{REPLACEMENT CHARACTER}", clean)
    return shorten(clean if len(head) == len(text) else f"{clean}…", limit)


def one_line(text: str, limit: int) -> str:
    """Like ``plain``, on one line: every run of blanks and line ends becomes one space."""
    return shorten(" ".join(plain(text, 2 * limit + 100).split()), limit)


def no_workflow_command(text: str) -> str:
    """The text with every workflow command broken by a visible blank. Apply it last: it adds, others take away."""
    lines = _OLD_COMMAND_START.sub("## ", text).splitlines(keepends=True)
    return "".join(_COMMAND_START.sub(lambda start: f"{start[0]} ", line) for line in lines)


def harmless(text: str, limit: int = 100_000) -> str:
    """The text as it may stand in a log or on a terminal: ``plain``, and without workflow commands."""
    return no_workflow_command(plain(text, limit))


def cell(text: str, limit: int = 300) -> str:
    """The text for a cell of a table, on one line: a spreadsheet takes it for text, and not for a formula."""
    return _FORMULA_START.sub(r"'\g<0>", no_workflow_command(one_line(text, limit)))


def shorten(text: str, limit: int) -> str:
    """The text, or its beginning and an ellipsis if it is longer than ``limit`` characters."""
    return text if len(text) <= limit else text[: max(0, limit - 1)] + "…"[:limit]


def cells(text: str) -> int:
    """How many columns of a terminal the text takes up (a wide character takes two, an accent none)."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)
