"""Raised and lowered marks spelled in plain letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.reader.lines import LEVEL, LOWERED, RAISED
from pipeline.reader.words import rows
from pipeline.text import Text

KINDS = ("ordinal", "trade", "prefix", "length", "unit", "degree", "scale")
_SCRIPT = re.compile(f"([{RAISED}{LOWERED}])([^{LEVEL}]*){LEVEL}")
_SIGNS = re.compile(f"[{RAISED}{LOWERED}{LEVEL}]")
_TELLING = re.compile(r"\w|[+*†‡§¶#∗−–-]")
_POWER_BASE = re.compile(r"(?:^|[^\d.,])10\s*$|[×x*·хХ]\s*10\s*$")
_AREA_OR_VOLUME = re.compile(r"\s*[23]\s*")
_NEGATIVE = re.compile(r"\s*[-−–]\d{1,2}\s*")
_EXPONENT = re.compile(r"\s*[-−–]?\d{1,2}\s*")
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
    return _SIGNS.sub("", string[max(0, at - 24) : at])


def _around(before: str, mark: str, after: str) -> tuple[str, str]:
    """What is written before and after a raised mark."""
    if not mark.strip() or not _TELLING.search(mark):
        return "", ""
    if _is_power(before, mark):
        return "^", ""
    words, told = raised_words(), mark.strip()
    if before[-1:].isdigit() and words.ordinal.fullmatch(told) or words.trade.fullmatch(told):
        return "", ""
    if _CHARGE.fullmatch(mark) and before[-1:].isalnum():
        return "^", ""
    if not before.strip() or before[-1:] in " (/-–":
        return ("", "") if after.isalnum() else _bracketed(before, mark, after)
    return _bracketed(before, mark, after)


def _is_degree(before: str, mark: str, after: str) -> bool:
    """A raised o or 0 between a number and C or F: `38,5 ºС`."""
    words = raised_words()
    return bool(words.degree.fullmatch(mark.strip())) and after in words.scales and before.rstrip()[-1:].isdigit()


def _is_power(before: str, mark: str) -> bool:
    """`10` and an exponent, a length and 2 or 3, any unit and a negative exponent; `45 mg` and 4 is a citation."""
    if _POWER_BASE.search(before):
        return bool(_EXPONENT.fullmatch(mark))
    if _AREA_OR_VOLUME.fullmatch(mark) and raised_words().length.search(before):
        return True
    return bool(_NEGATIVE.fullmatch(mark) and raised_words().unit.search(before))


def _bracketed(before: str, mark: str, after: str) -> tuple[str, str]:
    """A raised reference is told from the word it hangs on: ` [5]`."""
    has = mark.strip()[:1] in "[("
    space = "" if not before or before[-1:].isspace() else " "
    gap = " " if after.isalnum() else ""
    return (space, gap) if has else (f"{space}[", f"]{gap}")


@dataclass(frozen=True, slots=True)
class RaisedWords:
    """What raised letters may be, and the units that may have a raised number."""

    ordinal: re.Pattern[str]
    trade: re.Pattern[str]
    degree: re.Pattern[str]
    scales: frozenset[str]
    length: re.Pattern[str]
    unit: re.Pattern[str]


@cache
def raised_words() -> RaisedWords:
    """All languages' marks. Raises ValueError naming file and line of an unknown kind or a mark told twice."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for row in rows("raised"):
        kind, mark = row["kind"], row["mark"]
        if kind not in found or not mark or mark in found[kind]:
            raise row.fault(f"{kind!r}, {mark!r} is unknown, empty or told twice")
        found[kind].append(mark)
    choice = {kind: "|".join(map(re.escape, sorted(marks, key=len, reverse=True))) for kind, marks in found.items()}
    prefix = rf"(?<![^\W\d_])(?:{choice['prefix']})?"
    return RaisedWords(
        re.compile(choice["ordinal"], re.IGNORECASE),
        re.compile(f"{choice['trade']}|[®™©℠]"),
        re.compile(f"{choice['degree']}|[0Oº]"),
        frozenset(found["scale"]),
        re.compile(rf"{prefix}(?:{choice['length']})\s*$"),
        re.compile(rf"{prefix}(?:{choice['length']}|{choice['unit']})\s*$"),
    )
