"""The levels of the cascade that find sizes of several figures, before numbers are read as amounts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from pipeline.language.number import Number
from pipeline.record import replace
from pipeline.rules.chunk import Chunk
from pipeline.rules.lesions.axes import AXES, along_axes, named_axes
from pipeline.rules.lesions.sides import DASH, LAST_UNIT, SIDE, SOME_UNIT, UNIT, size_chunk, times, units_of
from pipeline.rules.lesions.size import TO_MM, TO_MM2, Size, exact, millimetres, side_unit
from pipeline.rules.lexing import number_of, unit_of
from pipeline.rules.pattern import Level, Match, Pattern, T, rule, span_chunk

SIMPLE_FRACTIONS = frozenset({(1.0, 2.0), (1.0, 3.0), (2.0, 3.0), (1.0, 4.0), (3.0, 4.0), (1.0, 8.0)})
WORDS_BEFORE = 12
"""How far before «from 3 cm to 5 cm» the verb of the change may stand, in chunks."""


@rule(
    [*times(), *times(), SIDE, DASH, LAST_UNIT],
    [*times(), SIDE, DASH, LAST_UNIT],
    [*times(UNIT), *times(), SIDE],
    [*times(UNIT), SIDE],
)
def product(match: Match) -> Chunk | None:
    """28х35х12 мм; 3.0 by 2.6 cm; 1 cm-by-1 cm; 18 на 20 мм; 2 × 2 cm^2; but «полип 6 мм на 25 см от ануса»"""
    units = units_of(match)
    sides = [number_of(chunk) for chunk in match.all("side")]
    if not units or len(set(units)) > 1 or len(sides) > 3 or any(side.power for side in sides):
        return None
    if match.matched[-1].has("NUMBER") and match.after(1) and match.after(1)[0].has("LENGTH_UNIT"):
        return None
    return size_chunk(match, sides, units[0])


@rule(
    [SIDE, DASH, UNIT, T("TIMES"), SIDE, DASH, UNIT, T("TIMES"), SIDE, DASH, UNIT],
    [SIDE, DASH, UNIT, T("TIMES"), SIDE, DASH, UNIT],
)
def mixed_product(match: Match) -> Chunk | None:
    """8 mm x 1.5 cm"""
    sides = [
        millimetres(number_of(side), side_unit(unit_of(unit)) or "")
        for side, unit in zip(match.all("side"), match.all("unit"), strict=True)
    ]
    return match.make("SIZE", Size(tuple(sides), unit=unit_of(match["unit"]).code))


@rule(
    [SIDE, T("SLASH", as_="slash"), SIDE, T("SLASH", as_="slash"), SIDE, UNIT],
    [SIDE, T("SLASH", as_="slash"), SIDE, UNIT],
)
def slashed(match: Match) -> Chunk | None:
    """16/22/15mm; 64/72,3 mm"""
    sides = [number_of(side) for side in match.all("side")]
    if tuple(side.low for side in sides) in SIMPLE_FRACTIONS or not all(slash.glued for slash in match.all("slash")):
        return None
    units = units_of(match)
    return size_chunk(match, sides, units[0]) if units else None


@rule([SIDE, T("DASH", as_="dash"), SIDE, T("DASH", as_="dash"), SIDE, UNIT])
def dashed(match: Match) -> Chunk | None:
    """9-8-7 см по Курлову: three figures are no range"""
    before, units = match.before(), units_of(match)
    if (before and before[0].has("LABEL", "CODE", "DASH")) or not all(dash.glued for dash in match.all("dash")):
        return None
    return size_chunk(match, [number_of(side) for side in match.all("side")], units[0]) if units else None


@rule([T("NUMERIC_DATE", as_="sides", form=r"^\d{1,2}/\d{1,2}/\d{1,2}$"), UNIT])
def slashed_like_a_date(match: Match) -> Chunk | None:
    """16/22/15mm"""
    units = units_of(match)
    sides = [Number(float(side), float(side)) for side in match["sides"].text.split("/")]
    return size_chunk(match, sides, units[0]) if units else None


def phrases(chunk: Chunk) -> list[tuple[Chunk, ...]]:
    """The runs of figures and units that tell a size, each through its last unit.

    One for most, two for «2.4 cm in height and 2.0 cm × 1.9 cm in diameter», none where no figure stands («subcentimetre»).
    """
    if chunk.rule == subcentimetre.name:
        return []
    if chunk.rule not in (along_axes.name, named_axes.name):
        return [(chunk,)]
    figures = ((part.has("NUMBER", "LENGTH_UNIT", "TIMES", "BY", "DASH"), part) for part in chunk.parts)
    return [tuple(part for _, part in run) for of_size, run in groupby(figures, key=itemgetter(0)) if of_size]


@rule(
    [SIDE, T("DASH"), T("RANGE_WORD"), SIDE, DASH, UNIT],
    [SIDE, DASH, UNIT, T("DASH", op="?"), T("RANGE_WORD"), SIDE, T("DASH"), UNIT],
    [T("BETWEEN"), SIDE, SOME_UNIT, T("JOINING"), SIDE, DASH, UNIT],
)
def size_range(match: Match) -> Chunk | None:
    """2- to 3-cm; between 3 and 5 mm"""
    low, high = (number_of(side) for side in match.all("side"))
    units = units_of(match)
    if low.low >= high.high or len(set(units)) != 1:
        return None
    return size_chunk(match, [high], units[0], low)


MEAN: Pattern = (SIDE, T("PLUS_MINUS"), T("NUMBER"))


@rule([*MEAN, UNIT])
def mean(match: Match) -> Chunk | None:
    """79,1±37,8 мм"""
    units = units_of(match)
    return size_chunk(match, [number_of(match["side"])], units[0]) if units else None


@rule(
    [*MEAN, T("COMMA", "SEMICOLON"), *MEAN, T("COMMA", "JOINING", "SEMICOLON", op="{1,2}"), *MEAN, UNIT],
    [*MEAN, T("JOINING", "COMMA", "VERSUS", "SEMICOLON"), *MEAN, UNIT],
)
def means_of_one_unit(match: Match) -> list[Chunk] | None:
    """13,2±0,4 и 18,1±0,6 мкм"""
    units = units_of(match)
    return shared(match, units[0], 2, sides=1) if units else None


@rule([T("COUNT_WORD", as_="count"), DASH, UNIT])
def in_words(match: Match) -> Chunk | None:
    """a two-centimetre nodule"""
    value = float(match["count"].concept("COUNT_WORD") or 0)
    units = units_of(match)
    return size_chunk(match, [Number(value, value)], units[0]) if units else None


@rule([T("SUBCENTIMETRE", as_="word")])
def subcentimetre(match: Match) -> Chunk | None:
    """infracentimetric lymphadenopathies"""
    return match.make("SIZE", Size((float(match["word"].concept("SUBCENTIMETRE") or 0),), unit="cm", below=True))


LISTED = T("COMMA", "JOINING", "SEMICOLON")
ANY_UNIT = T("LENGTH_UNIT", "AREA_UNIT", as_="unit", op="?")


@rule(
    [SIDE, LISTED, SIDE, LISTED, SIDE, LISTED, SIDE, UNIT],
    [SIDE, LISTED, SIDE, T("COMMA", op="?"), T("JOINING"), SIDE, UNIT],
    [SIDE, T("JOINING"), SIDE, UNIT],
)
def one_unit(match: Match) -> list[Chunk] | None:
    """12, 15 and 18 mm; 561 and 557 μ"""
    before = match.before(2)
    units = units_of(match)
    if not units or (before and before[-1].has("LABEL", "CODE", "NUMBER", "SLASH", "TIMES", "BETWEEN", "TIME_UNIT")):
        return None
    if len(before) == 2 and before[1].has("RANGE_WORD") and before[0].has("NUMBER", "UNIT", "QUANTITY"):
        return None
    return shared(match, units[0], 1)


@rule(
    [SIDE, T("TIMES"), SIDE, LISTED, SIDE, T("TIMES"), SIDE, LISTED, SIDE, T("TIMES"), SIDE, UNIT],
    [SIDE, T("TIMES"), SIDE, LISTED, SIDE, T("TIMES"), SIDE, UNIT],
)
def products_of_one_unit(match: Match) -> list[Chunk] | None:
    """12х9, 6х4 и 7х5 мм"""
    units = units_of(match)
    return shared(match, units[0], 2) if units else None


def shared(match: Match, unit: str, numbers: int, sides: int = 0) -> list[Chunk]:
    """A list's sizes of so many numbers each, which share the last one's unit, and what stands between them.

    sides   how many of a size's numbers are sides, the first ones; all of them unless told
    """
    out: list[Chunk] = []
    pending: list[Chunk] = []
    found = 0
    for chunk in match.matched[:-1]:
        if not pending and not chunk.has("NUMBER"):
            out.append(chunk)
            continue
        pending.append(chunk)
        found += chunk.has("NUMBER")
        if found == numbers:
            out.append(listed(match, pending, unit, sides or numbers))
            pending, found = [], 0
    out[-1] = listed(match, [*out[-1].parts, match.matched[-1]], unit, sides or numbers)
    return out


def listed(match: Match, parts: list[Chunk], unit: str, sides: int) -> Chunk:
    figures = [number_of(part) for part in parts if part.has("NUMBER")][:sides]
    size = Size(tuple(millimetres(figure, unit) for figure in figures), unit=unit)
    return span_chunk(parts, (("SIZE", ""),), size, match.rule)


@rule(
    [
        T("FROM", op="?", as_="from"),
        T("SIZE", "NUMBER", as_="before"),
        DASH,
        ANY_UNIT,
        T("RANGE_WORD", "TO", as_="to"),
        T("SIZE", "NUMBER", as_="after"),
        DASH,
        ANY_UNIT,
    ]
)
def from_to(match: Match) -> list[Chunk] | None:
    """from 3.0 by 2.6 cm to 1.1 by 0.8 cm; увеличилось с 28 до 36 мм; from 0.7 to 1.9 cm²"""
    parts = list(match.matched)
    middle = parts.index(match["to"])
    first = parts.index(match["before"])
    before, after = parts[first:middle], parts[middle + 1 :]
    sizes = moved(before, after)
    if sizes is None or not (changes(match, sizes) or any(part.has("SIZE") for part in parts)):
        return None
    made = [
        span_chunk(words, (("SIZE", ""),), size, match.rule) for words, size in zip((before, after), sizes, strict=True)
    ]
    return [*parts[:first], made[0], match["to"], made[1]]


def moved(before: Sequence[Chunk], after: Sequence[Chunk]) -> tuple[Size, Size] | None:
    """The two sizes; a number without unit has the unit of the other side."""
    units = [unit_of(chunk).code for chunk in (*before, *after) if chunk.has("UNIT")]
    given = [chunk.value.unit for chunk in (*before, *after) if isinstance(chunk.value, Size)]
    unit = next((code for code in (*units, *given) if code), None)
    if unit is None or not (after[-1].has("UNIT") or after[0].has("SIZE")):
        return None
    out = []
    for chunks, when in ((before, "before"), (after, "after")):
        own = next((unit_of(chunk).code for chunk in chunks if chunk.has("UNIT")), unit)
        head = chunks[0]
        size = head.value if isinstance(head.value, Size) else single(number_of(head), own)
        if size is None:
            return None
        out.append(replace(size, moved=when))
    return out[0], out[1]


def single(number: Number, unit: str) -> Size | None:
    """A length, or an area."""
    if unit in TO_MM2:
        return Size(area_mm2=exact(number.high * TO_MM2[unit]), unit=unit)
    return Size((millimetres(number, unit),), unit=unit) if unit in TO_MM else None


def changes(match: Match, sizes: tuple[Size, Size]) -> bool:
    """Does the text tell a change from one to the other, rather than a range? «enlarged by 6 mm to 52 mm»: by the one."""
    if any(cue.has("DIFFERENCE") for cue in match.before(2)):
        return True
    if not match.get("from"):
        return False
    cues = (*match.before(WORDS_BEFORE), match["from"])
    if any(cue.has("RANGING") and not cue.has("FROM") for cue in cues[-3:]):
        return False
    return amount(sizes[0]) > amount(sizes[1]) or any(cue.has("CHANGE", "TREND", "ORGAN_STATE") for cue in cues)


def amount(size: Size) -> tuple[float, ...]:
    return size.sides_mm or (size.area_mm2 or 0.0,)


DIMENSIONS: tuple[Level, ...] = (
    Level(
        [
            product,
            mixed_product,
            *AXES,
            products_of_one_unit,
            slashed,
            dashed,
            slashed_like_a_date,
            size_range,
            mean,
            means_of_one_unit,
            one_unit,
            in_words,
            subcentimetre,
        ]
    ),
    Level([from_to]),
)
