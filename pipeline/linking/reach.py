"""Which point of a sentence dates a fact: how far each point stands from it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.facts import Dose, Fact, Moment, TimeExpression
from pipeline.linking.asides import aside_end
from pipeline.linking.point import OPENING, STEPS, Point
from pipeline.rules.brackets import outside_brackets
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import CLAUSE_ENDS
from pipeline.rules.where import first_after, last_before

EARLIER, LATER = 100.0, 8.0
"""How far a point may stand before or after the fact that it dates (see `distance`)."""
BEHIND, ADJACENT = 0.5, 0.1
"""What it costs a point to stand behind the fact; right behind it, it is the fact's own: «3.2 cm at week 8 and 1.0 cm at week 16»."""
APPOSED = 2
"""A time so close behind the opening one only explains it: «On admission, three days after the fall, …»."""
CONTRAST_REACH = 3
"""Chunks between "but" and the time that opens its clause."""
CUES = ("APPROXIMATELY", "WHEN_AT", "DEFINITE", "DEFINITE_IN", "AT_CUE", "DATE_IN", "SHIFT_BY")
"""Small words before a time."""
LATER_CHANGES = ("stop", "reduce", "hold", "increase")
OWN_WORDS = 3
"""Chunks between «two hours after» and the dose from which it counts."""
NAMING = (
    "EVENT",
    "GIVE",
    "DOSE_CHANGE",
    "DOSE_CHANGE_NOUN",
    "OF",
    "DETERMINER",
    "DATE_OF",
    "DRUG",
    "DRUG_CLASS",
    "TREATED",
    "JOINED",
)
TOLD = ("QUANTITY", "SIZE", "NUMBER", "RANGE", "ANALYTE", "MEASURE", "DOSE_CHANGE", "GIVE")
"""What a time with a clause of its own tells of."""
JOINTS = ("COMMA", "AND", "OPEN", "CLOSE")
OPENING_COST = 2.0
"""A time that opens the sentence holds for all of it, unless another stands close."""


def nearest(chunks: Sequence[Chunk], fact: Fact, here: Sequence[Point]) -> Point | None:
    """The point that reaches the fact from the least distance."""
    first, last = place(chunks, fact)
    former = before_change(chunks, fact)
    own = next((p for p in here if own_of_former(chunks, p, last)), None) if former else None
    if own is not None:
        return own
    named = [p.moment for p in here if isinstance(fact.payload, Dose) and names_itself(chunks, p, fact)]
    reach = [
        (distance(chunks, p, first, last, opens(chunks, p, here, first)), p)
        for p in here
        if p.moment not in named and dates(chunks, p, fact, first, last)
    ]
    if former:
        reach = [(cost, p) for cost, p in reach if p.start < first or p.retrospective]
    reach = [(cost, p) for cost, p in reach if not any(tells_more(q, p) for _, q in reach)]
    opened = any(p.start <= OPENING and p.end <= first and p.governs for _, p in reach)
    reach = [(cost, p) for cost, p in reach if not (opened and p.start > last and of_treatment(chunks, p))]
    reach = [r for r in reach if r[0] <= (LATER if r[1].start > last else EARLIER)]
    return min(reach, key=lambda r: r[0])[1] if reach else None


def tells_more(one: Point, other: Point) -> bool:
    """«Three weeks before admission … at a regional hospital»: both before admission, but one says how long."""
    a, b = one.moment, other.moment
    same = a.time_anchor == b.time_anchor and a.time_relation == b.time_relation == "before"
    return same and a.time_offset is not None and b.time_offset is None and b.time_edtf is None


def place(chunks: Sequence[Chunk], fact: Fact) -> tuple[int, int]:
    """First and last chunk of the fact: its value, and what of its words stands behind; the name may stand far before.

    A change told with a later verb of its drug («was begun on day 2 and stopped on day 7») stands at that verb.
    """
    first = first_after(chunks, fact.span[0]) or 0
    before = last_before(chunks, fact.end)
    last = first if before is None else before
    if not getattr(fact.payload, "action", None):
        return first, last
    timed = any(isinstance(c.value, TimeExpression) for c in chunks[first:last])
    return last if timed else first, last


def before_change(chunks: Sequence[Chunk], fact: Fact) -> bool:
    """The value from which it changed: «СРБ снизился с 6,1 до 3,15 мг/л ко 2-й неделе»; a later time is not its own."""
    value = first_after(chunks, fact.span[0]) or 0
    if not value or not chunks[value - 1].has("FROM_CUE"):
        return False
    return not any(c.has("TO", "TO_WORD") and c.start < fact.span[1] for c in chunks[value:])


def own_of_former(chunks: Sequence[Chunk], point: Point, last: int) -> bool:
    """«from 11.8 g/dL | preoperatively to 5.2 g/dL», «down from 134 g/L | in May»"""
    moment = point.moment
    dated = moment.time_relation == "before" or moment.time_edtf is not None and not point.event
    between = chunks[last + 1 : point.start]
    return dated and point.start > last and all(c.has(*CUES) for c in between)


def counts_on(moment: Moment) -> bool:
    """The moment lies after the start of the story; a value "from" which it changed was there before."""
    return moment.time_offset is not None and not moment.time_offset.startswith("-") and moment.time_edtf is None


def dates(chunks: Sequence[Chunk], point: Point, fact: Fact, first: int, last: int) -> bool:
    """Whether the point may date the fact, however far they stand apart."""
    if point.apart or of_treatment(chunks, point) and (overlaps(point, first, last) or of_list(chunks, point, first)):
        return False
    if in_other_bracket(chunks, point, first) or in_other_aside(chunks, point, first):
        return False
    if isinstance(fact.payload, Dose) and in_bracket_alone(chunks, point, first):
        return False
    if opens_contrast(chunks, point, first) or opens_next(chunks, point, last):
        return False
    if isinstance(fact.payload, Dose) and (
        day_of_itself(chunks, point, fact, last)
        or taken_before(chunks, point, fact)
        or of_other_change(chunks, point, fact, last)
    ):
        return False
    if of_past_stretch(chunks, point):
        return isinstance(fact.payload, Dose)
    return isinstance(fact.payload, Dose) or not names_diagnosis(chunks, point)


def of_past_stretch(chunks: Sequence[Chunk], point: Point) -> bool:
    """«Over the past year» dates a change of treatment, not a value, which is of today."""
    return point.retrospective and chunks[point.start].has("DURATION")


def in_other_bracket(chunks: Sequence[Chunk], point: Point, first: int) -> bool:
    """«6.4 g/dL (13.1 g/dL two months earlier)»: a time in brackets beside a value of its own holds for that one."""
    depth, begin = 0, None
    for index in range(point.start - 1, -1, -1):
        depth += chunks[index].has("CLOSE") - chunks[index].has("OPEN")
        if depth < 0:
            begin = index
            break
    end = next((i for i in range(point.end, len(chunks)) if chunks[i].has("CLOSE")), len(chunks))
    if begin is None or not any(c.has("QUANTITY", "SIZE") for c in chunks[begin:end]):
        return False
    return not begin < first < end


def in_bracket_alone(chunks: Sequence[Chunk], point: Point, first: int) -> bool:
    """«отмечает язвенную болезнь | (2001 г.), принимает лозартан 50 мг»: the date is of what stands before the bracket."""
    if first < point.end or not point.start or point.event or point.moment.time_edtf is None:
        return False
    behind = [c for c in chunks[point.end : point.end + 2] if not c.has("PERIOD")]
    closed = bool(behind) and chunks[point.start - 1].has("OPEN") and behind[0].has("CLOSE")
    if any(c.has("EVENT", "STANDPOINT", "MODALITY") for c in chunks[max(0, point.start - 2) : point.start]):
        return False
    return closed and any(c.has("COMMA") for c in chunks[point.end : first])


def in_other_aside(chunks: Sequence[Chunk], point: Point, first: int) -> bool:
    """«The CEA, which was 88 ng/mL at baseline, | had fallen to 9»: the time holds for its own value."""
    if first < point.end:
        return False
    end = aside_end(chunks, point.start, point.end)
    return end is not None and end < first


def opens_contrast(chunks: Sequence[Chunk], point: Point, first: int) -> bool:
    """«Levofloxacin was given, but | on the third day the fever returned»: the time is that of what happened then."""
    before = chunks[max(first + 1, point.start - CONTRAST_REACH) : point.start]
    return any(c.has("CONTRAST") for c in before)


def opens_next(chunks: Sequence[Chunk], point: Point, last: int) -> bool:
    """«Dextrose was given and | an hour later glucose was 5.4 mmol/L», «9 g/dL, two days later 7 g/dL»: the time is of
    the value behind it, which no comma parts from it."""
    if point.start <= last or point.moment.time_offset is None and point.moment.time_edtf is None:
        return False
    begin = point.start
    while begin > last + 1 and chunks[begin - 1].has(*CUES):
        begin -= 1
    if begin <= last + 1 and begin == point.start or not chunks[begin - 1].has("TIME_AND", "COMMA"):
        return False
    following = chunks[point.end :]
    end = next((i for i, c in enumerate(following) if c.has("COMMA", "TIME_AND", *CLAUSE_ENDS)), len(following))
    if chunks[begin - 1].has("TIME_AND") and point.counting in STEPS:
        return end > 1
    return any(c.has(*TOLD) for c in following[:end])


def day_of_itself(chunks: Sequence[Chunk], point: Point, fact: Fact, last: int) -> bool:
    """«Назначен цефтриаксон, | на 4-й день терапии …»: the days of a treatment date no start of it."""
    started = getattr(fact.payload, "action", None) == "start"
    counted = point.moment.time_anchor == "treatment" and point.moment.time_anchor_printed is not None
    return started and counted and point.start > last and any(c.has("COMMA") for c in chunks[last + 1 : point.start])


def names_itself(chunks: Sequence[Chunk], point: Point, fact: Fact) -> bool:
    """«на фоне микофенолата | 1200 мг/м2», «two hours after | ingestion of 2 g of quinine»: the words name the dose itself."""
    name = first_after(chunks, fact.start)
    if name is None:
        return False
    if of_treatment(chunks, point):
        return point.start <= name < point.end
    taken = point.moment.time_anchor in ("treatment", "onset") and point.moment.time_anchor_printed is not None
    between = chunks[point.end : name]
    return taken and point.end <= name <= point.end + OWN_WORDS and all(c.has(*NAMING) for c in between)


def of_other_change(chunks: Sequence[Chunk], point: Point, fact: Fact, last: int) -> bool:
    """«Meropenem 1 g was given, which was stopped | after 14 days», «led to remission | at 12 months»: the time is of what
    was done or came later."""
    if point.start <= last + 1 or getattr(fact.payload, "action", None) in LATER_CHANGES:
        return False
    between = chunks[last + 1 : point.start]
    if any(c.has("EFFECT") for c in between):
        return True
    joint = next((i for i, c in enumerate(between) if c.has("COMMA", "TIME_AND")), None)
    return joint is not None and any(c.concept("DOSE_CHANGE") in LATER_CHANGES for c in between[joint:])


def taken_before(chunks: Sequence[Chunk], point: Point, fact: Fact) -> bool:
    """«A man on warfarin 5 mg daily fell | three days before presentation», «diagnosed | at the age of 30 and was on
    methotrexate 15 mg»: what one takes is of today."""
    name = first_after(chunks, fact.start)
    lasting = getattr(fact.payload, "action", None) in ("continue", "mention")
    if not name or not lasting or not chunks[name - 1].has("WHILE_ON", "TAKES"):
        return False
    if point.start > name:
        return point.retrospective
    former = point.retrospective or point.event == "diagnosis" or point.counting == "age"
    return former and any(c.has("TIME_AND", "COMMA") for c in chunks[point.end : name])


def names_diagnosis(chunks: Sequence[Chunk], point: Point) -> bool:
    """«The diagnosis of sarcoidosis was made» dates the treatment that follows from it, not what was found."""
    return point.event == "diagnosis" and point.happened and chunks[point.start].has("EVENT")


def of_treatment(chunks: Sequence[Chunk], point: Point) -> bool:
    """Words such as "after starting lithium", which do not date the start of lithium itself."""
    return point.moment.time_anchor == "treatment" and not isinstance(chunks[point.start].value, TimeExpression)


def of_list(chunks: Sequence[Chunk], point: Point, first: int) -> bool:
    """«after chlorphenamine 10 mg and | hydrocortisone 100 mg»: the second drug is no more dated by the words than the first."""
    between = chunks[point.end : first]
    return (
        bool(between)
        and chunks[first].has("DRUG", "QUANTITY")
        and all(c.has("DRUG", "QUANTITY", "ROUTE", *JOINTS) for c in between)
    )


def overlaps(point: Point, first: int, last: int) -> bool:
    return point.start <= last and first < point.end


def opens(chunks: Sequence[Chunk], point: Point, here: Sequence[Point], first: int) -> bool:
    """The point opens the sentence, and no other takes over before the fact: a date («Через 3 месяца, при КТ от
    16.08.18 г., …»), or a time that opens a clause of its own («On admission …; that, six months before, …»)."""
    if point.start > OPENING:
        return False
    between = (p for p in here if point.end <= p.start and p.end <= first)
    return not any(takes_over(chunks, point, p) for p in between)


def takes_over(chunks: Sequence[Chunk], opening: Point, point: Point) -> bool:
    if point.apart:
        return False
    if point.moment.time_edtf and not point.retrospective:
        return True
    begin = point.start
    while begin > opening.end and chunks[begin - 1].has("APPROXIMATELY", "WHEN_AT", "DEFINITE", "DEFINITE_IN"):
        begin -= 1
    if chunks[begin - 1].has("SEMICOLON"):
        return True
    opens_clause = chunks[begin - 1].has("COMMA", "TIME_AND", "CONJUNCTION", "CONTRAST")
    return opens_clause and point.moment.time_offset is not None and begin - opening.end > APPOSED


def distance(chunks: Sequence[Chunk], point: Point, first: int, last: int, opening: bool) -> float:
    """How far a point is from a fact at chunks first to last; one that opens the sentence is never far.

    A point before the fact reaches over much of the sentence; one after it must stand close ("530 copies/mL two days
    later", "ganciclovir, started on 12 June"): each word between counts more, names of a list and brackets less.
    """
    if overlaps(point, first, last):
        return 0.0
    later = point.start > last
    between = outside_brackets(chunks[last + 1 : point.start] if later else chunks[point.end : first])
    if later and turns(between):
        return LATER + BEHIND
    since = (point.moment.time_edtf or "").endswith("/..")
    cost = (BEHIND if later else 0.0) + sum(chunk_cost(chunk, later and not since) for chunk in between)
    if opening and not later:
        return min(cost, OPENING_COST)
    if later and point.happened and not point.moment.time_edtf:
        cost += 8.0
    return ADJACENT if later and cost == BEHIND else cost


def turns(between: Sequence[Chunk]) -> bool:
    """«6.5 g/dL | and then stabilized at 10.0 | after transfusion», «112 mmol/L | and rose to 128 | in 24 hours»: the time is
    of the next value."""
    turn = next((i for i, c in enumerate(between) if c.has("THEN", "TREND", "CHANGE", "WEIGHT_VERB")), None)
    return turn is not None and any(c.has("QUANTITY", "SIZE", "NUMBER") for c in between[turn:])


def chunk_cost(chunk: Chunk, later: bool) -> float:
    if chunk.has("SEMICOLON"):
        return 30.0
    if chunk.has("COMMA", "OPEN", "CLOSE"):
        return 1.5 if later else 1.0
    if chunk.has("QUANTITY"):
        return 4.0 if later else 0.5
    if chunk.has("WHEN_AT", "AT_CUE", "DETERMINER", "PERIOD", "DEFINITE_IN"):
        return 0.0
    if later and chunk.has("EVENT", "EVENT_VERB") and not chunk.has("DATE_BOUND"):
        return 6.0
    if chunk.has("DRUG", "ANALYTE"):
        return 0.3
    return 0.8 if later else 0.2
