"""Cleaning steps, each Text → Text: every character keeps its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from pipeline.reader.lines import LINE_END
from pipeline.reader.scripts import scripts
from pipeline.reader.words import rows
from pipeline.text import Text

Step = Callable[[Text], Text]

_LIGATURES = "\ufb00-\ufb06\u0132\u0133"
_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_NOTHING = "\u200b-\u200f\u2060\ufeff\ufffe\uffff\x00-\x08\x0b-\x1f\x7f-\x9f"
_PRIVATE = "\ue000-\uf8ff"
_UNUSUAL = re.compile(f"[{_LIGATURES}{_BLANKS}{_NOTHING}{_PRIVATE}]")
_KINDS = re.compile(f"([{_LIGATURES}])|([{_BLANKS}])|([{_PRIVATE}])")
_SPACES = re.compile(" {2,}")
_SYMBOL_FONT = 0xF000
"""Symbol fonts without a map put their codes into this private block."""


def plain_marks(text: Text) -> Text:
    """`ﬁ` becomes `fi`, thin, hard and wide spaces plain ones; marks without width go, those of symbol fonts are spelled."""

    return text.substitute([(m.start(), m.end(), _spelled(m.group())) for m in _UNUSUAL.finditer(text.string)])


def _spelled(mark: str) -> str:
    kind = _KINDS.match(mark)
    ligature, blank, private = kind.groups() if kind else (None, None, None)
    if ligature:
        return unicodedata.normalize("NFKC", ligature)
    return " " if blank else _of_symbol_font(private) if private else ""


def _of_symbol_font(mark: str) -> str:
    """The plain mark of a symbol font's code where it has one, else U+FFFD."""
    code = ord(mark) - _SYMBOL_FONT
    return symbols().get(code, chr(code) if 0x20 < code < 0x7F else "\ufffd")


@cache
def symbols() -> dict[int, str]:
    """Codes of symbol fonts whose mark is another than in ASCII. Raises ValueError naming file and line of a faulty row."""
    found: dict[int, str] = {}
    for row in rows("symbol_font"):
        code, mark = int(row["code"] or "0", 16), row["mark"]
        if not code or len(mark) != 1 or code in found:
            raise row.fault(f"{row['code']!r}, {mark!r} is empty, too long or told twice")
        found[code] = mark
    return found


def single_spaces(text: Text) -> Text:
    """Runs of spaces become one."""
    if "  " not in text.string:
        return text
    return text.substitute([(m.start(), m.end(), " ") for m in _SPACES.finditer(text.string)])


CHARACTER_STEPS: tuple[Step, ...] = (plain_marks, scripts)
"""What is done to the marks themselves, in this order; line ends are joined afterwards."""


def unwrapped(text: Text) -> Text:
    """Line ends that are left become spaces."""
    string = text.string.replace(LINE_END, " ")
    return single_spaces(Text(string, text.page, text.box, text.line))
