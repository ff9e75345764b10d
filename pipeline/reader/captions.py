"""Where captions of figures and tables begin on a page, and which fragments they hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.reader.fragments import Fragments
from pipeline.reader.glyphs import Floats, Glyphs, codes_to_string
from pipeline.reader.words import rows

KINDS = ("table", "figure", "before", "continued")
_PART = re.compile(r"^(?:\(\w\))?\(?")
LOOSER = 1.15
"""Later lines of a caption stand at most this much wider apart than its first two."""
SHORT_CELL = 30
LEADING = 1.75
"""A caption's next line follows within this many ems."""


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption on a page: its kind, its first fragment and all of them."""

    kind: str
    """`table` or `figure`."""
    first: int
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CaptionWords:
    """How captions open, from the data files of each language."""

    pattern: re.Pattern[str]
    continued: re.Pattern[str]
    """A line that takes a table up again: `(b) Continued.`, `Продолжение табл. 2`."""
    kind_of: dict[str, str]
    """A word, folded, to `table` or `figure`."""
    openings: tuple[str, ...]
    """Every word that may open a caption, folded and without its spaces; the longest first."""
    initials: frozenset[str]
    """Their first two letters, small and large."""


@cache
def caption_words() -> CaptionWords:
    """All languages' words. Raises ValueError naming file and line of an unknown kind or a word told twice."""
    found: dict[str, str] = {}
    for row in rows("captions"):
        kind, word = row["kind"], row["word"].casefold()
        if kind not in KINDS or not word or word in found:
            raise row.fault(f"{kind!r}, {word!r} is unknown, empty or told twice")
        found[word] = kind
    longest = sorted(found, key=len, reverse=True)
    before = "|".join(re.escape(word) for word in longest if found[word] == "before")
    words = "|".join(re.escape(word) for word in longest if found[word] in ("table", "figure"))
    tables = "|".join(re.escape(word) for word in longest if found[word] == "table")
    further = "|".join(re.escape(word) for word in longest if found[word] == "continued")
    pattern = re.compile(
        rf"\s*(?:(?:{before})\.?\s+)?(?P<kind>{words})s?\.?\s*(?:№\s*)?"
        r"(?:(?P<number>[a-zA-Z]?\d{1,3}[a-zа-я]?|[IVX]{1,4})\b\s*(?P<mark>[.:|–—-]|\()?|(?<=[.:])\s+(?=[^\W\d_]{3})|:\s*)",
        re.IGNORECASE,
    )
    continued = re.compile(
        rf"\s*(?:\(\w\)\s*)?\(?(?:{further})\)?\.?(?:\s+(?:{tables})\w*\.?\s*(?:№\s*)?\d*)?\)?\s*[.:]?\s*",
        re.IGNORECASE,
    )
    openings = tuple(sorted((word.replace(" ", "") for word in longest), key=len, reverse=True))
    initials = {
        first + second
        for word in openings
        for first in (word[0], word[0].upper())
        for second in (word[1], word[1].upper())
    }
    return CaptionWords(pattern, continued, found, openings, frozenset(initials))


def caption_kind(string: str) -> str | None:
    """`table` or `figure` when a line opens a caption: `Table 2: …`, `Рис. 1. …`; None for `Figure 1 shows …`."""
    if caption_words().continued.fullmatch(string):
        return "table"
    m = caption_words().pattern.match(string)
    if m is None or m.group("kind").islower():
        return None
    rest = string[m.end() :].lstrip()
    if not m.group("mark") and rest and not rest[0].isupper() and not rest[0].isdigit():
        return None
    return caption_words().kind_of[m.group("kind").casefold()]


def fragment_string(glyphs: Glyphs, f: Fragments, i: int, most: int = 200) -> str:
    """The words of a fragment, at most so many marks of it."""
    start, end = int(f.start[i]), min(int(f.end[i]), int(f.start[i]) + most)
    letters = codes_to_string(glyphs.code[start:end])
    return "".join(f" {c}" if s else c for c, s in zip(letters, glyphs.spaced[start:end].tolist(), strict=True)).strip()


def captions(glyphs: Glyphs, f: Fragments, rules: Floats) -> list[Caption]:
    """Captions of the page, from top to bottom; none runs across one of the horizontal `rules`."""
    out = []
    for i in _candidates(glyphs, f):
        if not _opens_line(f, i):
            continue
        kind = caption_kind(_line_string(glyphs, f, i))
        if kind is not None and not _inside_sentence(f, i):
            out.append(Caption(kind, i, _members(f, i, rules, kind)))
    return sorted(out, key=lambda c: float(f.base[c.first]))


def _candidates(glyphs: Glyphs, f: Fragments) -> list[int]:
    """Fragments that begin with a word that may open a caption, behind `(` or `(b)` too."""
    openings, initials = caption_words().openings, caption_words().initials
    longest = len(openings[0]) + len("(b)(")
    string = glyphs.string()
    begin = [(i, k) for i, k in enumerate(f.start.tolist()) if string[k : k + 2] in initials or string[k] == "("]
    return [i for i, k in begin if _PART.sub("", string[k : k + longest].casefold()).startswith(openings)]


def _line_string(glyphs: Glyphs, f: Fragments, i: int) -> str:
    """The fragment and what follows it on its line: the number may stand apart from the word."""
    beside = np.flatnonzero(
        (np.abs(f.base - f.base[i]) < 0.3 * f.size[i]) & (f.x0 >= f.x1[i] - 1) & (f.x0 < f.x1[i] + 4 * f.size[i])
    )
    following = sorted(beside.tolist(), key=lambda k: float(f.x0[k]))[:1]
    return " ".join(fragment_string(glyphs, f, k) for k in [i, *following])


def _opens_line(f: Fragments, i: int) -> bool:
    before = (np.abs(f.base - f.base[i]) < 0.3 * f.size[i]) & (f.x1 <= f.x0[i] + 1) & (f.x1 > f.x0[i] - 1.3 * f.size[i])
    return not before.any()


def _inside_sentence(f: Fragments, i: int) -> bool:
    """A line of running text that happens to begin with `Figure 2.`: the line above is as long, as large and as near."""
    above = (
        (f.base < f.base[i] - 0.5 * f.size[i])
        & (f.base > f.base[i] - 1.45 * f.size[i])
        & (np.abs(f.size - f.size[i]) < 0.04 * f.size[i])
        & (np.abs(f.x0 - f.x0[i]) < 0.6 * f.size[i])
        & (f.x1 > f.x1[i] - 2)
        & (f.end - f.start > 30)
    )
    return bool(above.any())


def _members(f: Fragments, i: int, rules: Floats, kind: str) -> tuple[int, ...]:
    """The caption's fragments: its line, and the lines below that are set alike."""
    size = float(f.size[i])
    alike = np.abs(f.size - size) < 0.06 * size
    line = alike & (np.abs(f.base - f.base[i]) < 0.3 * size)
    x0, x1 = float(f.x0[i]), float(f.x1[i])
    held = set(_connected(f, np.flatnonzero(line), i, size))
    x1 = max(float(f.x1[k]) for k in held)
    base, usual = float(f.base[i]), LEADING * size
    order = f.base.argsort(kind="stable")
    for k in order[np.searchsorted(f.base[order], base + 0.5 * size) :].tolist():
        step = float(f.base[k]) - base
        if step > usual or _ruled_off(rules, base, float(f.base[k]), x0, x1):
            break
        if kind == "table" and step > 0.5 * size and _in_columns(f, k):
            break
        if alike[k] and f.x0[k] < x1 and f.x1[k] > x0 and f.x0[k] > x0 - 3 * size - (f.x1[k] - f.x0[k]) * 0.5:
            held.add(k)
            x0, x1 = min(x0, float(f.x0[k])), max(x1, float(f.x1[k]))
            if step > 0.5 * size:
                usual = min(usual, LOOSER * step)
            base = max(base, float(f.base[k]))
    return tuple(sorted(held))


def _ruled_off(rules: Floats, above: float, below: float, x0: float, x1: float) -> bool:
    """A rule stands between two lines."""
    between = (rules[:, 1] > above) & (rules[:, 1] < below) & (rules[:, 0] < x1) & (rules[:, 2] > x0)
    return bool(between.any())


def _in_columns(f: Fragments, k: int) -> bool:
    """A short piece of line stands beside this short piece: the first row of a table."""
    beside = (np.abs(f.base - f.base[k]) < 0.3 * f.size[k]) & (f.x0 > f.x1[k] + 1.2 * f.size[k])
    near = beside & (f.x0 < f.x1[k] + 14 * f.size[k]) & (np.abs(f.size - f.size[k]) < 0.5)
    return bool(near.any()) and int(f.end[k] - f.start[k]) < SHORT_CELL


def _connected(f: Fragments, line: NDArray[np.intp], i: int, size: float) -> list[int]:
    held = [i]
    for k in sorted(line.tolist(), key=lambda k: float(f.x0[k])):
        if f.x0[k] >= f.x1[held[-1]] - 1 and f.x0[k] < f.x1[held[-1]] + 3.5 * size:
            held.append(k)
    return held
