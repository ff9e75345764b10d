"""Which drug an amount belongs to: a pure function over the chunks of a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.record import record
from pipeline.rules.chunk import Chunk
from pipeline.rules.doses.catalogue import kind_of
from pipeline.rules.where import holds, where

LINKS = ("COMMA", "AND", "OPEN", "CLOSE", "SLASH", "DASH", "OR", "QUOTE", "COLON", "THEN")
"""What may stand between the members of a list."""
AFTER_SKIPS = (
    "ROUTE",
    "WORD",
    "DASH",
    "QUOTE",
    "DOSE_WORD",
    "DOSE_QUALITY",
    "TREATMENT",
    "FREQUENCY",
    "DOSE_FREQUENCY",
    "FORM_UNIT",
    "PERCENT",
)
STOPS_AFTER = (
    "COMMA",
    "CLOSE",
    "OPEN",
    "PERIOD",
    "SEMICOLON",
    "COLON",
    "GIVE",
    "DOSE_CHANGE",
    "SWITCH",
    "PASSIVE",
    "STOPS",
    "THEN",
    "DOSE",
)
STOPS_BEFORE = ("SEMICOLON", "PERIOD", "QUESTION")
ADJACENT = (
    "ROUTE", "DOSE_WORD", "DOSE_QUALITY", "TREATMENT", "OPEN", "COMMA", "COLON", "DASH", "QUOTE", "STOPS", "PER", "BY", "OF",
    "PASSIVE", "FREQUENCY", "DOSE_FREQUENCY", "EQUALS", "IN_TOTAL", "AUC", "TIMES", "UP_TO", "RANGE_WORD", "COMPARATOR", "PLUS", "FORM_UNIT",
)  # fmt: skip
NAMES_IN_ORDER = ("DRUG_CLASS", "NO_DOSE")
"""Names beside those of drugs to which «respectively» gives an amount."""
LONGEST_AFTER = 6
LONGEST_BEFORE = 26
FLUIDS = "infusion therapy"
LONGEST_TO_FLUID = 14
LONGEST_BRACKET = 20
MEASURED_REACH = 3
"""Chunks between an analyte and its concentration."""


@record(frozen=True, slots=True)
class Owner:
    """The drug chunk at `index` owns an amount; where a name that is no known drug stands in its place, `unknown` is its chunks."""

    index: int | None
    unknown: tuple[int, ...] = ()


def is_drug(chunk: Chunk) -> bool:
    return chunk.has("DRUG")


def owners(chunks: Sequence[Chunk]) -> dict[int, Owner]:
    """Index of each DOSE chunk → its owner among the chunks; absent where no drug is in reach."""
    doses = where(chunks, "DOSE")
    if not doses:
        return {}
    found = paired(chunks, doses)
    named = in_order(chunks, doses)
    for i in doses:
        if i not in found:
            owner = named[i] if i in named else owner_of(chunks, i, found)
            if owner is not None:
                found[i] = owner
    return backwards(chunks, doses, found)


def owner_of(chunks: Sequence[Chunk], i: int, found: dict[int, Owner]) -> Owner | None:
    same = said_otherwise(chunks, i)
    if same is not None and same in found:
        return found[same]
    after, of = drug_after(chunks, i)
    if after is not None and of:
        return Owner(after)
    before, near = drug_before(chunks, i)
    classed = drug_class(chunks, i)
    if classed is not None and (before is None or before < classed):
        return Owner(None, (classed,))
    named = () if near else name_after(chunks, i)
    if named:
        return Owner(None, named)
    if after is not None and (before is None or not near or separated(chunks, before, i)):
        return Owner(after)
    unknown = unknown_name(chunks, i, before)
    if unknown is not None:
        return Owner(None, (unknown,))
    if before is not None and (near or not taken(chunks, before, i)):
        return Owner(before)
    previous = next((j for j in range(i - 1, -1, -1) if chunks[j].has("DOSE")), None)
    if previous is not None and previous in found and (before is not None or stepping(chunks, previous, i)):
        return found[previous]
    if after is not None:
        return Owner(after)
    named = name_before(chunks, i) or fluid_before(chunks, i)
    return Owner(None, named) if named else None


def stepping(chunks: Sequence[Chunk], previous: int, i: int) -> bool:
    """«…, затем по 1 таблетке в день»: the next step of what the amount before was given of."""
    return any(chunk.has("THEN") for chunk in chunks[previous:i])


def name_before(chunks: Sequence[Chunk], i: int) -> tuple[int, ...]:
    """The name of no known drug just before an amount: «препарат АРТРА по 2 таблетки», «catecholamine support 3 µg/kg/min»."""
    j = i - 1
    while j >= 0 and chunks[j].has("BY", "TREATMENT", "OPEN", "DOSE_WORD") and i - j < 4:
        j -= 1
    out: list[int] = []
    while j >= 0 and len(out) < 3 and chunks[j].has("WORD", "CODE") and not chunks[j].has("STOPS", "LAB_LINK"):
        out.insert(0, j)
        j -= 1
    introduced = j >= 0 and chunks[j].has("TREATMENT", "IT")
    named = chunks[out[-1]].text if out else ""
    bodily = chunks[i].value.per_body is not None and chunks[i].value.per is not None and len(named) > 5
    return tuple(out) if introduced or named.isupper() and len(named) > 2 else tuple(out[-1:]) if bodily else ()


def fluid_before(chunks: Sequence[Chunk], i: int) -> tuple[int, ...]:
    """The class of fluids that litres belong to: "intense hydration in order to …, approximately 3 litres per 24 hours"."""
    if chunks[i].value.unit not in ("mL", "L"):
        return ()
    for j in range(i - 1, max(-1, i - LONGEST_TO_FLUID), -1):
        if chunks[j].concept("DRUG_CLASS") == FLUIDS:
            return (j,)
        if chunks[j].has("SEMICOLON", "DOSE", "NO_DOSE", "ANALYTE", "MEASURE", "LESION"):
            return ()
    return ()


def said_otherwise(chunks: Sequence[Chunk], i: int) -> int | None:
    """The amount that this one says again in brackets: «5 mg/kg (294 mg)»."""
    return i - 2 if i >= 2 and chunks[i - 1].has("OPEN") and chunks[i - 2].has("DOSE") else None


def drug_after(chunks: Sequence[Chunk], i: int) -> tuple[int | None, bool]:
    """(the drug of «400 mg of oral ciprofloxacin», «75 мг клопидогрела»; whether «of» leads to it)."""
    of = False
    for j in range(i + 1, min(len(chunks), i + 1 + LONGEST_AFTER)):
        chunk = chunks[j]
        if is_drug(chunk):
            return j, of
        if chunk.has("OF"):
            of = True
        elif chunk.has(*STOPS_AFTER) or not chunk.has(*AFTER_SKIPS):
            return None, False
    return None, False


def measured(chunks: Sequence[Chunk], at: int) -> bool:
    """«albumin of 31 g/L, and the dose was lowered to 14 mg/d», "urinary calcium was 350 mg/day": an analyte here."""
    if not chunks[at].has("ANALYTE"):
        return False
    if any(chunk.has("FLUID") for chunk in chunks[max(0, at - 1) : at]):
        return True
    near = chunks[at + 1 : at + 1 + MEASURED_REACH]
    found_in = len(near) > 1 and near[0].has("IN") and near[1].has("FLUID")
    return found_in or any(chunk.has("CONCENTRATION") for chunk in near)


def drug_before(chunks: Sequence[Chunk], i: int) -> tuple[int | None, bool]:
    """(the nearest drug to the left, whether only words of dosing stand between).

    What brackets hold is passed over, unless it names the combination («бримонидин и тимолол (Комбиган)»), and so is the fluid that carried the drug where «препарата» points behind it.
    """
    near, referring, depth = True, False, 0
    for j in range(i - 1, max(-1, i - 1 - LONGEST_BEFORE), -1):
        chunk = chunks[j]
        if chunk.has("CLOSE"):
            depth += 1
        elif chunk.has("OPEN") and depth:
            depth -= 1
        elif depth:
            if "/" in (chunk.concept("DRUG") or ""):
                return j, near
        elif is_drug(chunk) and not measured(chunks, j):
            if not (referring and kind_of(chunk.concept("DRUG")) == "fluid"):
                return j, near
            near = False
        elif chunk.has(*STOPS_BEFORE) and not abbreviation(chunks, j) and not inside_brackets(chunks, j):
            return None, False
        elif not chunk.has(*ADJACENT):
            near = False
        referring = referring or chunk.has("IT")
    return None, False


def abbreviation(chunks: Sequence[Chunk], j: int) -> bool:
    """A period inside a sentence that ends a short word, not the sentence."""
    return chunks[j].has("PERIOD") and chunks[j].glued and j > 0 and len(chunks[j - 1].text.split()[-1]) <= 4


def inside_brackets(chunks: Sequence[Chunk], j: int) -> bool:
    """«CMVIG (10 g; Cytotect)», «cidofovir (Vistide; 5 mg/kg)»: the sign parts what the brackets hold, not the sentence."""
    brackets = [at for at in where(chunks, "OPEN", "CLOSE") if j - LONGEST_BRACKET <= at < j]
    return bool(brackets) and not chunks[brackets[-1]].has("CLOSE")


def separated(chunks: Sequence[Chunk], before: int, i: int) -> bool:
    """A comma or «and» parts the drug to the left from the amount: «prednisone, 50 mg levodopa»."""
    return any(chunk.has("COMMA", "AND", "DOSE", "GIVE", "DOSE_CHANGE") for chunk in chunks[before + 1 : i])


def taken(chunks: Sequence[Chunk], before: int, i: int) -> bool:
    """Another amount and the start of another matter stand between the drug and this amount."""
    between = chunks[before + 1 : i]
    return any(chunk.has("NO_DOSE", "ANALYTE", "LESION", "MODALITY") for chunk in between)


def unknown_name(chunks: Sequence[Chunk], i: int, before: int | None) -> int | None:
    """The word of a list that stands where a drug's name would: «isoniazid (300 mg/d), RMP (450 mg/d)»."""
    j = i - 1
    if j >= 0 and chunks[j].has("OPEN"):
        j -= 1
    if j < 1 or not chunks[j].has("WORD", "CODE") or not chunks[j].text[0].isalpha() or len(chunks[j].text) < 3:
        return None
    if before is None or not chunks[j - 1].has("COMMA", "AND"):
        return None
    return j if any(chunk.has("DOSE") for chunk in chunks[before:j]) else None


def drug_class(chunks: Sequence[Chunk], i: int) -> int | None:
    """A class of drugs just before the amount: «catecholamine support 3 µg/kg/min»."""
    for j in range(i - 1, max(-1, i - 5), -1):
        if chunks[j].has("DRUG_CLASS", "REGIMEN") and not chunks[j].has("DRUG"):
            return j
        if not chunks[j].has(*ADJACENT):
            return None
    return None


def name_after(chunks: Sequence[Chunk], i: int) -> tuple[int, ...]:
    """The words of «1 mL of rabies HDCV vaccine», "0.5 mL of 8% phenol-glycerine", «1000 мл кристаллоидов», where they name no known drug."""
    if any(chunk.concept("DRUG_CLASS") == FLUIDS and not chunk.has("DRUG") for chunk in chunks[i + 1 : i + 2]):
        return (i + 1,)
    if i + 2 >= len(chunks) or not chunks[i + 1].has("OF"):
        return ()
    out: list[int] = []
    first = i + 3 if chunks[i + 2].has("PERCENT") else i + 2
    for j in range(first, min(len(chunks), first + 3)):
        if not chunks[j].has("WORD", "CODE", "DRUG_CLASS") or chunks[j].has("STOPS"):
            break
        out.append(j)
    return tuple(out)


def paired(chunks: Sequence[Chunk], doses: Sequence[int]) -> dict[int, Owner]:
    """«prednisone, azathioprine and tacrolimus (1 mg, 50 mg and 3 mg daily, respectively)»: in their order."""
    out: dict[int, Owner] = {}
    for run in runs(chunks, doses):
        names = names_before(chunks, run[0])
        if len(names) == len(run) > 1:
            out |= {dose: Owner(name) for dose, name in zip(run, names, strict=True)}
    return out


def in_order(chunks: Sequence[Chunk], doses: Sequence[int]) -> dict[int, Owner | None]:
    """«Crystalloids and urine output were, respectively, 1500 mL and 300 mL»: each to its name, what is no drug to none."""
    if not holds(chunks, "RESPECTIVELY"):
        return {}
    out: dict[int, Owner | None] = {}
    for run in runs(chunks, doses):
        names = [j for j in range(max(0, run[0] - LONGEST_BEFORE), run[0]) if chunks[j].has("DRUG", *NAMES_IN_ORDER)]
        if len(names) == len(run) > 1 and any(chunks[j].has(*NAMES_IN_ORDER) for j in names):
            out |= {dose: owner_named(chunks, name) for dose, name in zip(run, names, strict=True)}
    return out


def owner_named(chunks: Sequence[Chunk], name: int) -> Owner | None:
    if chunks[name].has("DRUG"):
        return Owner(name)
    return None if chunks[name].has("NO_DOSE") else Owner(None, (name,))


def runs(chunks: Sequence[Chunk], doses: Sequence[int]) -> list[list[int]]:
    """Amounts with nothing but commas and «and» between them."""
    out: list[list[int]] = []
    for i in doses:
        if out and all(chunk.has("COMMA", "AND", "OR", "SLASH") for chunk in chunks[out[-1][-1] + 1 : i]):
            out[-1].append(i)
        else:
            out.append([i])
    return out


def names_before(chunks: Sequence[Chunk], i: int) -> list[int]:
    """The list of drugs that ends before chunk i, in its order."""
    out: list[int] = []
    for j in range(i - 1, max(-1, i - 40), -1):
        chunk = chunks[j]
        if is_drug(chunk):
            out.insert(0, j)
        elif (
            out
            and not chunk.has("COMMA", "AND", "ROUTE", "SLASH")
            or not out
            and not chunk.has(*ADJACENT, "GIVE", "DOSE_CHANGE")
        ):
            break
    return out


def backwards(chunks: Sequence[Chunk], doses: Sequence[int], found: dict[int, Owner]) -> dict[int, Owner]:
    """«190 mg, 175 mg, and 196 mg of methotrexate»: what only the last of a run has."""
    for run in runs(chunks, doses):
        last = found.get(run[-1])
        if last is not None and last.index is not None and last.index > run[-1]:
            for i in run[:-1]:
                owner = found.get(i)
                if owner is None or owner.index is None or owner.index < run[0]:
                    found[i] = last
    return found
