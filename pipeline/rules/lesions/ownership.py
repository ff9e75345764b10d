"""Of what a size is: the lesion, organ, device, procedure or distance that owns it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.language.groups import group
from pipeline.record import record, replace
from pipeline.rules.chunk import Chunk
from pipeline.rules.lesions.place import NODES, VAGUE
from pipeline.rules.pattern import Element, Level, Match, T, rule

SIZES = ("SIZE", "LENGTH", "AREA", "VOLUME")
NOUN_PHRASE_ENDS = ("BREAK", "LOCATIVE", "JOINING", "DETERMINER", "COMMA", "OPEN", "CLOSE", "COLON", "PERIOD")
PREDICATES = ("MEASURING", "DIMENSION", "COLON", "EQUALS")
LANDMARK_REACH = 4
"""How far behind a size the landmark may stand that it is counted from, in chunks."""
COUNT_REACH = 4
EDGED = group("edged_sites")
"""Organs whose edge is felt below the ribs."""
BOUNDS = ("TILL", "SIZE_BOUND", "COMPARATOR")
KIND_OF_TAG = {
    "DEVICE": "device",
    "CUT": "procedure",
    "OTHER_SIZE": "other",
    "THING": "other",
    "LESION": "lesion",
    "SITE": "organ",
}
"""In order of precedence, for a phrase under several tags: an enlarged lymph node is a lesion that names its site."""


@record(frozen=True, slots=True)
class Owner:
    """Of what a size is.

    size, owner   positions among the sentence's chunks; owner is None where the words name nothing
    site          position of the site that alone is told anew («…, в аксиллярной – до 15 мм»), else None
    """

    size: int
    owner: int | None
    kind: str
    rule: str
    site: int | None = None


def kind_of(chunk: Chunk) -> str:
    return next(kind for tag, kind in KIND_OF_TAG.items() if chunk.has(tag))


def names_owner(chunks: Sequence[Chunk]) -> bool:
    return any(chunk.has(*KIND_OF_TAG) for chunk in chunks)


def stretch(*without: str) -> Element:
    """Chunks of the same clause with no other size among them; a full stop may abbreviate («Fig. 2»).

    A star, since spaCy's Matcher walks every way through a counted gap: what is too far is left out by `within`.
    """
    return Element(without=("SEMICOLON", "QUESTION", *SIZES, *without), op="*", label="between")


def within(match: Match, most: int) -> bool:
    return match.labels.count("between") <= most


def position(match: Match, label: str) -> int:
    return match.start + match.labels.index(label)


def owned(match: Match, kind: str) -> Owner:
    owner = position(match, "owner") if "owner" in match.labels else None
    return Owner(position(match, "size"), owner, kind, match.rule)


SIZE = T(*SIZES, as_="size")
OWNER = T(*KIND_OF_TAG, as_="owner")


@rule([SIZE, T("LONGER")])
def comparison(match: Match) -> Owner:
    """the right leg measured 1.75 cm shorter than the left"""
    return owned(match, "other")


@rule(
    [
        SIZE,
        T("LOCATIVE", "DISTANCE", "MODALITY", "DASH"),
        stretch("COMMA", "DIMENSION", "JOINING", "BREAK", "LANDMARK"),
        T("CUT", as_="owner"),
    ]
)
def margin_after(match: Match) -> Owner | None:
    """within 0.1 cm of the stalk margin"""
    of_margin = match["owner"].concept("CUT") == "margin" and within(match, 5)
    return owned(match, "procedure") if of_margin else None


@rule([T("CUT", as_="owner"), T("DISTANCE", "EXAM_OBJECT"), stretch("COMMA"), SIZE])
def margin_before(match: Match) -> Owner | None:
    """Отступ от края опухоли 2 см; not «the lower margin of the tumor was 8 cm from the anal verge»"""
    of_margin = match["owner"].concept("CUT") == "margin" and within(match, 5)
    behind = match.after(LANDMARK_REACH)
    counted_from = bool(behind) and behind[0].has("DISTANCE") and any(chunk.has("LANDMARK") for chunk in behind)
    return owned(match, "procedure") if of_margin and not counted_from else None


@rule(
    [SIZE, T("DISTANCE", as_="cue")],
    [SIZE, T("TO", as_="cue"), stretch("COMMA", "CHANGE", "SITE"), T("SITE")],
)
def distance_after(match: Match) -> Owner | None:
    """3 cm from the anal verge; 2 cm to the carina; на 3 см выше бифуркации"""
    following = match.after()
    if not within(match, 3) or (following and following[0].has(*SIZES, "NUMBER", "RANGE")):
        return None
    if any(chunk.concept("CUT") == "margin" for chunk in match.before(3)):
        return owned(match, "procedure")
    lesion_of = match.before(2)
    if len(lesion_of) == 2 and lesion_of[0].has("LESION") and measures(lesion_of[1]):
        return None
    return owned(match, "distance")


def measures(chunk: Chunk) -> bool:
    """«a mass of 4 cm», «it measured 4 cm», not «a nodule at 33 cm from the incisors»."""
    return chunk.has("MEASURING") and (chunk.has("EXAM_OBJECT") or not chunk.has("LOCATIVE"))


@rule(
    [
        SIZE,
        T("COMMA", "JOINING", op="{1,2}"),
        T("DETERMINER", op="?"),
        T("SITE"),
        T("BREAK", op="?"),
        T(*SIZES),
        T("DISTANCE"),
    ]
)
def distance_of_two(match: Match) -> Owner:
    """the liver was 3 cm and the spleen 5 cm below the costal margin"""
    return owned(match, "distance")


@rule(
    [T("DISTANCE_NOUN", as_="owner"), stretch("COMMA", "LESION"), SIZE],
    [T("DISTANCE_NOUN", as_="owner"), T("BETWEEN", "DISTANCE", as_="cue"), stretch("COMMA"), SIZE],
)
def distance_before(match: Match) -> Owner | None:
    """at a distance of 5 cm; the distance between the tumor and the optic disc was 3 mm; на расстоянии 3 см"""
    if any(chunk.concept("CUT") == "margin" for chunk in match.matched):
        return owned(match, "procedure")
    return owned(match, "distance") if within(match, 9 if match.get("cue") else 6) else None


@rule(
    [
        T("SITE", as_="owner"),
        stretch("COMMA", "LESION"),
        T("ORGAN_STATE"),
        T("DIFFERENCE"),
        T("SIZE_BOUND", op="?"),
        SIZE,
    ]
)
def edge_by(match: Match) -> Owner | None:
    """печень увеличена на 3 см: its edge lies so far below the ribs"""
    return owned(match, "distance") if match["owner"].concept("SITE") in EDGED and within(match, 3) else None


IN_NOUN_PHRASE = stretch(*NOUN_PHRASE_ENDS)
ASIDE = Element(without=("OPEN", "CLOSE", "SEMICOLON", "PERIOD", *KIND_OF_TAG), op="{0,5}")


@rule(
    [SIZE, IN_NOUN_PHRASE, OWNER],
    [SIZE, T("LOCATIVE"), T("DIMENSION"), IN_NOUN_PHRASE, OWNER],
    [SIZE, IN_NOUN_PHRASE, T("OPEN"), T("WORD"), T("CLOSE"), IN_NOUN_PHRASE, OWNER],
    [SIZE, T("OPEN"), ASIDE, T("CLOSE"), IN_NOUN_PHRASE, OWNER],
    [SIZE, IN_NOUN_PHRASE, T("COMMA"), IN_NOUN_PHRASE, OWNER],
    [SIZE, IN_NOUN_PHRASE, T("COMMA"), IN_NOUN_PHRASE, T("COMMA"), IN_NOUN_PHRASE, OWNER],
)
def attributive(match: Match) -> Owner | None:
    """a 5-cm ulcerofungating mass; 4.0 × 28-mm Multi-Link Vision stent; 5 cm left inguinal lymph node"""
    size = position(match, "size")
    if not within(match, 8) or predicated(match.chunks, size):
        return None
    if any(chunk.has("COMMA") for chunk in match.matched) and not opens_noun_phrase(match.chunks, size):
        return None
    return owned(match, kind_of(match["owner"]))


def opens_noun_phrase(chunks: Sequence[Chunk], size: int) -> bool:
    """«a 12 cm, round mass», «a firm, 4 cm, round mass»: an article before it, so that the noun is still to come."""
    for chunk in reversed(chunks[max(0, size - 5) : size]):
        if chunk.has("DETERMINER", "COUNT_WORD"):
            return True
        if not chunk.has("WORD", "COMMA", "LOOK", "SIDE"):
            return False
    return False


def predicated(chunks: Sequence[Chunk], size: int) -> bool:
    """«mass of 3 cm», «узел размером 3 см»: the owner stands before the size, and a word between them says so."""
    at = size - 1
    while at >= 0 and chunks[at].has(*BOUNDS) and not chunks[at].has(*PREDICATES):
        at -= 1
    if at < 0 or not chunks[at].has(*PREDICATES):
        return False
    for chunk in reversed(chunks[max(0, size - 7) : size]):
        if chunk.has(*SIZES, "SEMICOLON"):
            return False
        if chunk.has(*KIND_OF_TAG):
            return True
    return False


@rule([OWNER, stretch(), SIZE])
def before(match: Match) -> Owner:
    """mass in the right hypochondrium measuring 3 × 3 cm; утолщение эндометрия до 8 мм"""
    return owned(match, kind_of(match["owner"]))


@rule([SIZE, stretch("COMMA"), OWNER])
def after(match: Match) -> Owner | None:
    """диаметром 3 см в левой почке"""
    return owned(match, kind_of(match["owner"])) if within(match, 9) else None


RULES = (
    comparison,
    margin_after,
    margin_before,
    edge_by,
    distance_of_two,
    distance_after,
    attributive,
    distance_before,
    before,
    after,
)
OWNERSHIP = Level(RULES, greedy=None)
RANK = {one.name: rank for rank, one in enumerate(RULES)}


def owners(chunks: Sequence[Chunk], language: str) -> dict[int, Owner]:
    """Position of a size → its owner, for the sizes that the sentence says anything about."""
    found: dict[int, list[Owner]] = {}
    for hit in OWNERSHIP.hits(chunks, language):
        found.setdefault(hit.made.size, []).append(hit.made)
    return {size: choose(chunks, size, candidates) for size, candidates in found.items()}


def choose(chunks: Sequence[Chunk], size: int, candidates: Sequence[Owner]) -> Owner:
    rank = min(RANK[c.rule] for c in candidates)
    best = [c for c in candidates if RANK[c.rule] == rank]
    if best[0].rule == attributive.name:
        return head_noun(best)
    best.sort(key=lambda c: (abs(size - (size if c.owner is None else c.owner)), c.kind))
    if best[0].rule == before.name:
        return nearest_before(chunks, size, best)
    return best[0]


def head_noun(candidates: Sequence[Owner]) -> Owner:
    """The last noun of «left inguinal lymph node», but «mass» in «3 cm mass liver»: an organ only where nothing else is."""
    named = [c for c in candidates if c.kind != "organ"] or list(candidates)
    return max(named, key=lambda c: c.owner or 0)


def nearest_before(chunks: Sequence[Chunk], size: int, candidates: Sequence[Owner]) -> Owner:
    """The nearest lesion or device; an organ that stands nearer only where the words between tell of the organ itself."""
    first = next((c for c in candidates if of_organ_dimension(chunks, c)), candidates[0])
    if first.kind != "organ" or first.owner is None:
        return first
    other = next((c for c in candidates if c.kind != "organ"), None)
    if other is None or other.owner is None:
        return first
    if any(chunk.has("COLON") for chunk in chunks[other.owner : first.owner]):
        if chunks[other.owner].concept("LESION") in NODES:
            return replace(other, site=first.owner)
        if is_counted(chunks, other.owner) and opens_at_once(chunks, first.owner, size):
            return replace(other, site=first.owner)
        return other if chunks[first.owner].concept("SITE") in VAGUE else first
    return first if speaks_of_organ(chunks, other.owner, first.owner, size) else other


def is_counted(chunks: Sequence[Chunk], lesion: int) -> bool:
    """«three ring-enhancing lesions: …»: they are told one by one."""
    return any(chunk.has("COUNT_WORD", "MANY", "NUMBER") for chunk in chunks[max(0, lesion - COUNT_REACH) : lesion])


def opens_at_once(chunks: Sequence[Chunk], site: int, size: int) -> bool:
    """«right frontal (18 mm)», «правая лобная доля – 18 мм»: the size behind its place, and nothing between."""
    between = chunks[site + 1 : size]
    return bool(between) and all(chunk.has("OPEN", "DASH") for chunk in between)


def of_organ_dimension(chunks: Sequence[Chunk], candidate: Owner) -> bool:
    """«central corneal thickness of the right and left eyes», «left ventricular end diastolic diameter»."""
    if candidate.kind != "organ" or candidate.owner is None:
        return False
    told = [chunk.has("DIMENSION") for chunk in chunks[candidate.owner : candidate.owner + 2]]
    return any(told) and any(chunk.has("EXAM_OBJECT") for chunk in chunks[candidate.owner + 1 : candidate.owner + 4])


def followed_by_verb(between: Sequence[Chunk]) -> bool:
    return any(chunk.has("BREAK") for chunk in between)


def speaks_of_organ(chunks: Sequence[Chunk], lesion: int, organ: int, size: int) -> bool:
    """«свободная жидкость …, а также утолщение эндометрия до 8 мм»; «mass …, azygos vein (a diameter of 2.5 cm)»."""
    parted = any(chunk.has("COMMA", "JOINING") for chunk in chunks[lesion + 1 : organ])
    changed = any(chunk.has("ORGAN_STATE") for chunk in chunks[lesion + 1 : size])
    located = any(chunk.has("LOCATIVE") for chunk in chunks[max(lesion, organ - 3) : organ])
    return (changed and (parted or followed_by_verb(chunks[lesion + 1 : organ]))) or (
        parted and not located and size - organ <= 4
    )
