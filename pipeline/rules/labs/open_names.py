"""Analytes that no catalogue lists: «zinc protoporphyrin level was 90 ug/dL», "F. tularensis titer (≥1:1280)"."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.values.binding import FILLERS, Owned, is_time
from pipeline.rules.values.catalogue import is_analyte
from pipeline.rules.values.value import Name, Value, value_of

LAB_DIMENSIONS = ("CONCENTRATION", "TITRE", "MASS_RATIO")
WORDS = ("WORD", "CODE", "DRUG", "DASH", "SPECIES")
MOST = 5
SKIPPED = 8
DRUG_REACH = 7


def open_names(chunks: Sequence[Chunk], taken: Sequence[Owned]) -> list[Owned]:
    """Values in a unit of concentration or a titre that no known name owns, with the words before them as a name."""
    owned = {one.value_at for one in taken}
    out = []
    for index, chunk in enumerate(chunks):
        value = value_of(chunk)
        if value is None or index in owned or not is_laboratory(value):
            continue
        one = named_before(chunks, index, value)
        if one is not None:
            out.append(one)
    return out


def is_laboratory(value: Value) -> bool:
    return value.form == "titre" or (value.unit is not None and value.unit.dimension in LAB_DIMENSIONS)


def named_before(chunks: Sequence[Chunk], index: int, value: Value) -> Owned | None:
    """The words that end in "level", "titer" …, or that stand right before «(378 U/L)»."""
    position = index - 1
    while position >= 0 and index - position <= SKIPPED:
        chunk = chunks[position]
        if chunk.has("OPEN_NOUN"):
            return made(chunks, position, index, value, noun=True)
        if chunk.has("NAME") and value.form == "titre":
            return made(chunks, position, index, value, noun=False)
        if not (chunk.has(*FILLERS) or is_time(chunk)):
            break
        if chunk.has("VALUE"):
            return None
        position -= 1
    if (
        position >= 0
        and chunks[position].has("WORD", "CODE")
        and index - position <= 3
        and not chunks[position].has("DRUG")
    ):
        return made(chunks, position, index, value, noun=False)
    return None


def made(chunks: Sequence[Chunk], last: int, index: int, value: Value, noun: bool) -> Owned | None:
    first = last
    while first > 0 and last - first < MOST and is_word(chunks[first - 1]):
        first -= 1
    first = initial_before(chunks, first)
    words = chunks[first : last + 1]
    drug = drug_before(chunks, first) if noun and all(c.has("FLUID") for c in words[:-1]) else None
    if drug is not None:
        names = (chunks[drug].text.lower(), chunks[drug].concept("DRUG") or "")
        concept = next((f"{n} level" for n in names if is_analyte(f"{n} level")), f"{names[1]} level")
        printed = join(chunks[drug : last + 1])
        return Owned(Name("analyte", concept, printed, is_analyte(concept)), value, drug, index)
    if noun and first == last and not is_titre(words[0]):
        return None
    printed = join(words)
    concept = join(words[:-1]) if noun and not is_titre(words[-1]) and not has_drug(words) else printed
    if last == first and is_titre(words[0]):
        concept = f"{by_test(chunks, first)} {concept}".strip()
    fluid = next((f for c in words if (f := c.concept("FLUID"))), None)
    letters = sum(ch.isalpha() for ch in concept)
    if letters < 2:
        return None
    return Owned(
        Name("analyte", spelled(concept, first), printed, False, specimen=fluid),
        value,
        first,
        index,
    )


def by_test(chunks: Sequence[Chunk], first: int) -> str:
    """«positive by agglutination at a titer of 1:320»: the test that a bare titre is of, named before it in the sentence."""
    if " " in chunks[first].text:
        return ""
    return next((test for c in reversed(chunks[:first]) if (test := c.concept("TITRE_TEST"))), "")


def drug_before(chunks: Sequence[Chunk], first: int) -> int | None:
    """«lithium (serum level 0.7 mEq/L)», «cyclosporine (…, trough 110 ng/mL)»: whose level it is."""
    for position in range(first - 1, max(-1, first - DRUG_REACH), -1):
        if chunks[position].has("DRUG"):
            return position
        if not chunks[position].has("OPEN", "COMMA", "VALUE", "AND_WORD", "FREQUENCY", "DIVIDED"):
            return None
    return None


def spelled(words: str, first: int) -> str:
    """Names keep their capitals but for the one that only opens a sentence."""
    return words.lower() if first == 0 and not words.isupper() else words


def initial_before(chunks: Sequence[Chunk], first: int) -> int:
    """«F. tularensis»: the initial of a genus belongs to the name."""
    if first >= 2 and chunks[first - 1].has("PERIOD") and len(chunks[first - 2].text) == 1:
        return first - 2 if chunks[first - 2].text.isupper() else first
    return first


def is_word(chunk: Chunk) -> bool:
    if chunk.has("VALUE", "NAME", "COMMA", "OPEN", "CLOSE", "COLON", "SEMICOLON", "AND_WORD", "FLAG", "TREND"):
        return False
    if is_time(chunk):
        return False
    if chunk.has("FLUID"):
        return True
    return (chunk.has(*WORDS) or chunk.has("ANALYTE", "OPEN_NOUN")) and not chunk.has("LAB_LINK", "VALUE_UP_TO")


def is_titre(chunk: Chunk) -> bool:
    return chunk.has("TITRE_NOUN")


def has_drug(words: Sequence[Chunk]) -> bool:
    return any(c.has("DRUG") for c in words)


def join(words: Sequence[Chunk]) -> str:
    text = words[0].text
    for word in words[1:]:
        text += ("" if word.glued else " ") + word.text
    return text
