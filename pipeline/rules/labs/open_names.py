"""Analytes that no catalogue lists: «zinc protoporphyrin level was 90 ug/dL», "F. tularensis titer (≥1:1280)"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import CLAUSE_ENDS
from pipeline.rules.values.binding import with_reference
from pipeline.rules.values.catalogue import analytes, is_analyte
from pipeline.rules.values.ownership import FILLERS, Owned
from pipeline.rules.values.series import is_time
from pipeline.rules.values.value import Name, Value, name_of, value_of
from pipeline.rules.where import where

LAB_DIMENSIONS = ("CONCENTRATION", "TITRE", "MASS_RATIO")
VOLUMES = ("L", "dL", "mL", "uL")
"""Above a stroke they make a distribution or an infusion, no concentration."""
WORDS = ("WORD", "CODE", "DRUG", "DASH", "SPECIES")
MOST = 5
SKIPPED = 8
DRUG_REACH = 7
LEVEL_REACH = 16
"""Chunks before a drug in which its "level" or "concentration" is named."""
DILUTE = ("pg/mL", "ng/L", "ng/mL", "ug/L", "ng/dL", "pmol/L", "nmol/L", "umol/L")
"""So little of a drug stands in blood, in no vial and no infusion."""
THIN = ("mg/L", "ug/mL", "mmol/L", "meq/L", "mg/dL", "ug/dL")
"""Drugs whose level is told in these stand in the catalogue; salts and anaesthetics are also diluted to so much."""
LINKS = ("LAB_LINK", "COLON", "DASH", "EQUALS", "COMPARATOR", "TREND", "FLAG", "TILDE", "CLOSE", "FLUID", "TITRE_NOUN")
BEFORE_NAME = ("COMMA", "SEMICOLON", "AND_WORD", "OPEN", "COLON", "PERIOD", "FLUID", "FLAG", "TREND", "VALUE")
SHORT = re.compile(r"[A-ZА-ЯЁ0-9].*[A-ZА-ЯЁ0-9]|^[A-ZА-ЯЁ][a-zа-яё]{1,3}$")
"""The form of an abbreviation: «МТ», "anti-PLA2R", "Tr"."""


def open_names(chunks: Sequence[Chunk], taken: Sequence[Owned]) -> list[Owned]:
    """Values in a unit of concentration or a titre that no known name owns, with the words before them as a name."""
    owned = {one.value_at for one in taken}
    out = []
    for index in where(chunks, "VALUE"):
        value = value_of(chunks[index])
        if value is None or index in owned or not is_laboratory(value):
            continue
        one = of_drug(chunks, index, value) or named_before(chunks, index, value)
        if one is not None:
            out.append(with_reference(chunks, one))
    return out


def is_laboratory(value: Value) -> bool:
    unit = value.unit
    return value.form == "titre" or (
        unit is not None and unit.dimension in LAB_DIMENSIONS and (unit.above not in VOLUMES)
    )


def of_drug(chunks: Sequence[Chunk], index: int, value: Value) -> Owned | None:
    """«концентрация верапамила в крови (ВЭЖХ) 2140 нг/мл, метопролола 1,7 мкг/мл»: a drug behind the word "level"."""
    if value.form == "titre":
        return None
    position = drug_owner(chunks, index)
    if position is None:
        return None
    before = chunks[max(0, position - LEVEL_REACH) : position]
    name = chunks[position].concept("DRUG") or ""
    said = bool(before) and before[-1].has("FLUID") or any(c.has("OPEN_NOUN") for c in before)
    if not said and not is_level(chunks, position, index, value):
        return None
    fluid = next((f for c in chunks[position + 1 : index] if (f := c.concept("FLUID"))), None)
    return Owned(Name("analyte", name, chunks[position].text, is_analyte(name), specimen=fluid), value, position, index)


def is_level(chunks: Sequence[Chunk], position: int, index: int, value: Value) -> bool:
    """«Lithium, 0.9 mmol/L», "digoxin 3.4 nmol/L": a drug and so little of it that it was measured, not given."""
    if not all(c.has(*LINKS, "COMMA", "OPEN") for c in chunks[position + 1 : index]):
        return False
    code = value.unit.code if value.unit else ""
    name = chunks[position].concept("DRUG") or ""
    return code in DILUTE or code in THIN and is_analyte(name) and code in analytes()[name].accepted


def drug_owner(chunks: Sequence[Chunk], index: int) -> int | None:
    """The drug before a value, fillers, times and words in parentheses between."""
    inside = False
    for position in range(index - 1, max(-1, index - 1 - SKIPPED), -1):
        chunk = chunks[position]
        if chunk.has("DRUG"):
            return position
        if chunk.has("CLOSE", "OPEN"):
            inside = chunk.has("CLOSE")
        elif chunk.has("COMMA"):
            inside = not inside
        elif chunk.has("VALUE", "NAME", *CLAUSE_ENDS) or not (inside or is_time(chunk) or chunk.has(*FILLERS)):
            return None
    return None


def named_before(chunks: Sequence[Chunk], index: int, value: Value) -> Owned | None:
    """The words that end in "level", "titer" …, or an unknown name right before the value."""
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
    if position >= 0 and (stands_alone(chunks, position, index) or is_before_titre(chunks, position, index, value)):
        return made(chunks, position, index, value, noun=False)
    return None


def is_before_titre(chunks: Sequence[Chunk], position: int, index: int, value: Value) -> bool:
    """«РПГА с диагностикумом 1:320»: a titre leaves no doubt that the words before it name something measured."""
    word = chunks[position]
    return value.form == "titre" and word.has("WORD", "CODE") and index - position <= 3 and not word.has("DRUG")


def stands_alone(chunks: Sequence[Chunk], position: int, index: int) -> bool:
    """An unknown word that opens a clause or a member of a list, with no more than a link behind it."""
    word, between = chunks[position], chunks[position + 1 : index]
    if not word.has("WORD", "CODE") or word.has("DRUG"):
        return False
    if SHORT.search(word.text):
        return len(between) <= 3
    if len(between) > 1 or any(not c.has(*LINKS) or c.has("OF_WORD", "TO_WORD") for c in between):
        return False
    first = position
    while first > 0 and position - first < MOST and is_word(chunks[first - 1]):
        first -= 1
    return first == 0 or chunks[first - 1].has(*BEFORE_NAME)


def made(chunks: Sequence[Chunk], last: int, index: int, value: Value, noun: bool) -> Owned | None:
    first = last
    while first > 0 and last - first < MOST and is_word(chunks[first - 1]):
        first -= 1
    first = initial_before(chunks, first)
    if noun and any(c.concept("OPEN_NOUN") == "substance" for c in chunks[max(first, last - 1) : last + 1]):
        first = part_before(chunks, first, last)
    words = chunks[first : last + 1]
    alone = noun and all(c.has("FLUID") for c in words[:-1])
    drug = (
        drug_before(chunks, first) if alone else next((first + i for i, c in enumerate(words) if c.has("DRUG")), None)
    )
    if noun and drug is not None:
        names = (chunks[drug].text.lower(), chunks[drug].concept("DRUG") or "")
        concept = next((n for n in names if is_analyte(n)), names[1])
        printed = chunks[drug].text
        return Owned(Name("analyte", concept, printed, is_analyte(concept)), value, drug, index)
    if noun and not is_titre(words[-1]) and alone:
        return None
    printed = join(words[:-1] if noun and not is_titre(words[-1]) else words)
    concept = printed
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


def part_before(chunks: Sequence[Chunk], first: int, last: int) -> int:
    """«calcium channel antibody level», "insulin receptor antibody": where a known name begins that other words go on."""
    for position in range(first - 1, max(-1, last - 1 - MOST), -1):
        name = name_of(chunks[position])
        if name is not None:
            return position if position < last - 1 and name.kind == "analyte" and not name.state else first
        if not chunks[position].text[0].isalpha() or chunks[position].has(*FILLERS):
            return first
    return first


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


def join(words: Sequence[Chunk]) -> str:
    text = words[0].text
    for word in words[1:]:
        text += ("" if word.glued else " ") + word.text
    return text
