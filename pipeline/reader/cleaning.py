"""Cleaning steps, each Text → Text: every character keeps its place."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable
from functools import cache

from pipeline.reader.headings import DATA
from pipeline.reader.lines import LEVEL, LINE_END, LOWERED, RAISED
from pipeline.text import Text

SYMBOLS = DATA / "common" / "symbol_font.csv"
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
    with SYMBOLS.open(encoding="utf-8", newline="") as rows:
        for number, row in enumerate(csv.DictReader(rows), start=2):
            code, mark = int(row.get("code") or "0", 16), row.get("mark") or ""
            if not code or len(mark) != 1 or code in found:
                raise ValueError(f"{SYMBOLS.name}, line {number}: {row} is faulty or told twice")
            found[code] = mark
    return found


def single_spaces(text: Text) -> Text:
    """Runs of spaces become one."""
    if "  " not in text.string:
        return text
    return text.substitute([(m.start(), m.end(), " ") for m in _SPACES.finditer(text.string)])


_SCRIPT = re.compile(f"([{RAISED}{LOWERED}])([^{LEVEL}]*){LEVEL}")
_POWER_BASE = re.compile(r"(?:^|[^\d.,])10\s*$|[×x*·хХ]\s*10\s*$")
_UNIT = re.compile(r"(?<![^\W\d_])(?:k|c|m|d|μ|µ|n|к|с|м|д|мк)?(?:m|м|g|г|s|с|L|l|л|min|мин|h|ч)\s*$")
_LENGTH = re.compile(r"(?<![^\W\d_])(?:k|c|m|d|μ|µ|n|к|с|м|д|мк)?[mм]\s*$")
_AREA_OR_VOLUME = re.compile(r"\s*[23]\s*")
_NEGATIVE = re.compile(r"\s*[-−–]\d{1,2}\s*")
_EXPONENT = re.compile(r"\s*[-−–]?\d{1,2}\s*")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|го|й|я|е|ый|ой|а|о)", re.IGNORECASE)
_TRADE = re.compile(r"TM|SM|[®™©℠]")
_DEGREE = re.compile(r"\s*[oо0Oº]\s*")
_CHARGE = re.compile(r"\s*(?:\d?[+−–-]|[+−–-]\d?)\s*")


def scripts(text: Text) -> Text:
    """Raised marks: `10^9`, `mm^3`, `Fe^3+`, a citation ` [5]`, `5th`; lowered marks stand plainly: `H2O`."""
    edits = []
    string = text.string
    for m in _SCRIPT.finditer(string):
        if m.group(1) == LOWERED:
            edits += [(m.start(), m.start() + 1, ""), (m.end() - 1, m.end(), "")]
            continue
        before, mark, after = _before(string, m.start()), m.group(2), string[m.end() : m.end() + 1]
        if _is_degree(before, mark, after):
            edits.append((m.start(), m.end(), "°"))
            continue
        opening, closing = _around(before, mark, after)
        edits += [(m.start(), m.start() + 1, opening), (m.end() - 1, m.end(), closing)]
    return text.substitute(edits)


def _before(string: str, at: int) -> str:
    return re.sub(f"[{RAISED}{LOWERED}{LEVEL}]", "", string[max(0, at - 24) : at])


def _around(before: str, mark: str, after: str) -> tuple[str, str]:
    """What is written before and after a raised mark."""
    if not mark.strip() or not re.search(r"\w|[+*†‡§¶#∗−–-]", mark):
        return "", ""
    if _is_power(before, mark):
        return "^", ""
    if before[-1:].isdigit() and _ORDINAL.fullmatch(mark.strip()) or _TRADE.fullmatch(mark.strip()):
        return "", ""
    if _CHARGE.fullmatch(mark) and before[-1:].isalnum():
        return "^", ""
    if not before.strip() or before[-1:] in " (/-–":
        return ("", "") if after.isalnum() else _bracketed(before, mark, after)
    return _bracketed(before, mark, after)


def _is_degree(before: str, mark: str, after: str) -> bool:
    """A raised o or 0 between a number and C or F: `38,5 ºС`."""
    return bool(_DEGREE.fullmatch(mark)) and after in tuple("CСFФ") and before.rstrip()[-1:].isdigit()


def _is_power(before: str, mark: str) -> bool:
    """`10` and an exponent, a length and 2 or 3, any unit and a negative exponent; `45 mg` and 4 is a citation."""
    if _POWER_BASE.search(before):
        return bool(_EXPONENT.fullmatch(mark))
    if _AREA_OR_VOLUME.fullmatch(mark) and _LENGTH.search(before):
        return True
    return bool(_NEGATIVE.fullmatch(mark) and _UNIT.search(before))


def _bracketed(before: str, mark: str, after: str) -> tuple[str, str]:
    """A raised reference is told from the word it hangs on: ` [5]`."""
    has = mark.strip()[:1] in "[("
    space = "" if not before or before[-1:].isspace() else " "
    gap = " " if after.isalnum() else ""
    return (space, gap) if has else (f"{space}[", f"]{gap}")


CHARACTER_STEPS: tuple[Step, ...] = (plain_marks, scripts)
"""What is done to the marks themselves, in this order; line ends are joined afterwards."""


def unwrapped(text: Text) -> Text:
    """Line ends that are left become spaces."""
    string = text.string.replace(LINE_END, " ")
    return single_spaces(Text(string, text.page, text.box, text.line))
