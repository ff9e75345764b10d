"""What a number is that is no fact: named rules over a sentence's chunks. Each makes a chunk FATE whose concept is the class."""

from __future__ import annotations

import re

from pipeline.language.number import Number
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Element, Level, Match, T, gap, rule
from pipeline.rules.quantities import Quantity
from pipeline.rules.values.citations import MOST

NUMBERS = ("NUMBER", "RANGE")
ANY_NUMBER = ("NUMBER", "RANGE", "QUANTITY", "CODE", "POWER")
FIRST_YEAR, LAST_YEAR = 1800, 2100
FEWEST_PEOPLE = 100
LETTER = r"^[A-Za-zА-Яа-я]$"
JOINED: Element = T(
    "NUMBER",
    "RANGE",
    "COMMA",
    "AND_WORD",
    "DASH",
    "CODE",
    "WORD",
    op="{0,4}",
    form=r"^(?:\W|\d.*|[A-Za-zА-Яа-яIVX]{1,3}|and|to|и)$",
)
HEART_SOUND = re.compile(r"S[1-4]")
TWO_NUMBERS = re.compile(r"\d{1,3},\d{1,3}")
SETTING_DIMENSIONS = ("VOLTAGE", "CURRENT", "FIELD_STRENGTH", "FREQUENCY", "ENERGY", "SOUND", "RESISTANCE")


def fate(match: Match, name: str) -> Chunk:
    return match.make("FATE", None, name)


def whole(chunk: Chunk, most: float = 1_000_000) -> bool:
    number = chunk.value
    return isinstance(number, Number) and number.is_whole and 0 <= number.high <= most


def is_year(chunk: Chunk) -> bool:
    return whole(chunk) and FIRST_YEAR <= chunk.value.high <= LAST_YEAR and "," not in chunk.text


@rule([T("FIGURE_LABEL"), T("PERIOD", "DASH", "COLON", op="?"), T(*NUMBERS, "CODE", "NUMERIC_DATE"), JOINED])
def figure(match: Match) -> Chunk | None:
    """Figure 2; Figs. 1–3; рис. 1, 2"""
    return fate(match, "figure")


@rule([T(*NUMBERS, "CODE"), T("OPEN"), T("WORD", "LAB_LINK", "UNIT", form=LETTER, as_="letter"), T("CLOSE")])
def figure_part(match: Match) -> Chunk | None:
    """and 2(a)"""
    glued = match.matched[1].glued and match["letter"].glued
    return fate(match, "figure") if glued and match["letter"].text.islower() else None


@rule([T("TABLE_LABEL"), T("PERIOD", "COLON", op="?"), T(*NUMBERS, "CODE"), JOINED])
def table_number(match: Match) -> Chunk | None:
    """Table 1; табл. 2"""
    return fate(match, "table_number")


@rule(
    [
        T("OPEN", form=r"^\[$"),
        T("NUMBER", "RANGE", "NUMERIC_DATE", "COMMA", "DASH", "SEMICOLON", "PERIOD", "QUANTITY", op="+", as_="inside"),
        T("CLOSE", form=r"^\]$"),
    ]
)
def bracketed(match: Match) -> Chunk | None:
    """[7, 8]; [12–15]"""
    numbers = [c for c in match.all("inside") if c.has("NUMBER", "RANGE")]
    return fate(match, "reference") if all(whole(c, MOST) or c.has("RANGE") or is_list(c) for c in numbers) else None


def is_list(chunk: Chunk) -> bool:
    """«[1,2]»: two references with a comma and no space between them, and no decimal."""
    return TWO_NUMBERS.fullmatch(chunk.text) is not None


@rule(
    [
        T("WORD", "ET_AL"),
        T("COMMA", "PERIOD", "OPEN", op="{0,3}"),
        T("NUMBER", as_="year"),
        T("CLOSE", "SEMICOLON", "COMMA", as_="end", op="?"),
    ]
)
def author_and_year(match: Match) -> Chunk | None:
    """(Smith, 2010); et al. (2014)"""
    if not is_year(match["year"]) or not any(c.has("COMMA", "ET_AL", "OPEN") for c in match.matched[:-1]):
        return None
    if match.get("end") is None and not any(c.has("OPEN") for c in match.after(1)):
        return None
    return fate(match, "reference")


@rule([T("ET_AL"), T("COMMA", "PERIOD", "OPEN", op="{0,3}"), T("NUMBER", "RANGE", as_="number"), JOINED])
def after_authors(match: Match) -> Chunk | None:
    """Chung et al. 12; Smith et al. [4]"""
    return fate(match, "reference")


@rule(
    [
        T("WORD", "SITE", "LESION", "DRUG", "DIAGNOSIS", "PERIOD", "COMMA", "CLOSE", as_="before"),
        T("NUMBER", as_="number"),
        T("COMMA", "DASH", "NUMBER", op="{0,6}", as_="more"),
    ]
)
def raised(match: Match) -> Chunk | None:
    """was reported.12,13 Thus"""
    before, number = match["before"], match["number"]
    if not number.glued or not whole(number, 200) or (before.text[:1].isalpha() and len(before.text) < 5):
        return None
    if before.has("PERIOD", "COMMA", "CLOSE") and not before.glued:
        return None
    if not all(c.glued and (not c.has("NUMBER") or whole(c, 200)) for c in match.all("more")):
        return None
    after = match.after(1)
    if before.has("CLOSE") and after and after[0].glued:
        return None
    return fate(match, "reference")


@rule(
    [T("P_WORD"), T("EQUALS", "COMPARATOR", "COLON", "DASH", "LAB_LINK", op="{1,2}"), T("NUMBER", "QUANTITY", "RANGE")]
)
def p_value(match: Match) -> Chunk | None:
    """p < 0.05"""
    return fate(match, "p_value")


@rule(
    [T("NUMBER", "QUANTITY"), T("STATISTIC_WORD"), gap(2, "VALUE"), T(*NUMBERS, "QUANTITY"), JOINED],
    [
        T("TIME_AMOUNT", op="?"),
        T("STATISTIC_WORD"),
        T("COLON", "EQUALS", "COMMA", "LAB_LINK", "OPEN", "CLOSE", "COMPARATOR", "LAB_NOUN", op="{0,4}"),
        T(*NUMBERS, "QUANTITY"),
        JOINED,
    ],
    [T(*NUMBERS, "QUANTITY"), T("DASH", op="?"), T("STATISTIC_WORD")],
    [T(*NUMBERS, "QUANTITY"), T("PLUS_MINUS"), T(*NUMBERS, "QUANTITY")],
)
def statistic(match: Match) -> Chunk | None:
    """95% CI 1.2–3.4; median of 12"""
    return fate(match, "statistic")


@rule(
    [T("NUMBER", "RANGE"), T("WORD", "SERIES", op="{0,2}"), T("PER", "OF_WORD", "COUNT_OF"), T(*NUMBERS, as_="among")]
)
def incidence(match: Match) -> Chunk | None:
    """1 in 2,400 patients; 2–12 случаев на 1 млн населения"""
    among = match["among"].value
    return fate(match, "statistic") if isinstance(among, Number) and among.high >= FEWEST_PEOPLE else None


@rule([T("TREND", "CHANGE"), gap(3, "NUMBER", "QUANTITY"), T("DIFFERENCE"), T("NUMBER", "QUANTITY", "RANGE")])
def difference(match: Match) -> Chunk | None:
    """снизился на 30 г/л; fell by 3 g/dL"""
    return fate(match, "statistic")


@rule(
    [T(form=r"^n$"), T("EQUALS", "COLON"), T("NUMBER")],
    [T("NUMBER", as_="number"), gap(3, "NUMBER", "QUANTITY", "COMMA", "CLOSE", "OPEN", "LAB_LINK"), T("SERIES")],
    [T("NUMBER"), T("OPEN"), T("PERCENT"), T("CLOSE"), T("WORD", op="?"), T("SERIES", op="?")],
    [
        T("NUMBER"),
        T("SLASH", "COUNT_OF"),
        T("LAB_LINK", op="?"),
        T("NUMBER"),
        gap(2, "NUMBER", "QUANTITY", "COMMA", "CLOSE", "OPEN"),
        T("SERIES"),
    ],
    [T("NUMBER"), T("COUNT_OF"), T("LAB_LINK", "WORD", op="{0,2}"), T("NUMBER")],
    [
        T("SERIES"),
        T("OPEN", form=r"^\($"),
        T("WORD", op="?", form=r"^[nN]$"),
        T("EQUALS", op="?"),
        T("NUMBER"),
        T("CLOSE"),
    ],
)
def patient_count(match: Match) -> Chunk | None:
    """27 patients; n = 12; 10/17 cases"""
    numbers = [c for c in match.matched if c.has("NUMBER")]
    of = next((kind for c in match.matched if (kind := c.concept("SERIES"))), None)
    people = of == "patient" or any(c.has("EQUALS") for c in match.matched)
    name = "patient_count" if people else "count" if of else "proportion"
    return fate(match, name) if all(whole(c, 10_000_000) for c in numbers) else None


@rule(
    [
        T("NUMBER", "RANGE", as_="first"),
        T("DASH", "RANGE_WORD", "AND_WORD", op="?"),
        T("QUANTITY", as_="share", form=r"(?:%|percent|процент\w*)$"),
    ],
    [T("QUANTITY", as_="share", form=r"(?:%|percent|per cent|процент\w*)$")],
    [
        T("QUANTITY", as_="share", form=r"(?:%|percent)$"),
        T("OPEN"),
        T("NUMBER"),
        T("SLASH", "COUNT_OF"),
        T("NUMBER"),
        T("CLOSE"),
    ],
)
def percentage(match: Match) -> Chunk | None:
    """in 24 % of adolescents; 76% (13/17)"""
    return fate(match, "percentage")


@rule(
    [
        T("GRADE_WORD"),
        T("COLON", "DASH", "OF_WORD", "LAB_LINK", "EQUALS", "OPEN", op="{0,2}"),
        T(*NUMBERS, "CODE"),
        T("SLASH", op="?"),
        T("NUMBER", op="?"),
    ],
    [T(*NUMBERS), T("DASH", op="?"), T("WORD", form=r"^(?:st|nd|rd|th|й|я|ая|ой|ей|го|ю|м)$"), T("GRADE_WORD")],
    [T("CODE", form=r"^G\d$")],
    [T("NUMBER"), T("PLUS"), T("NUMBER", op="?")],
)
def grade(match: Match) -> Chunk | None:
    """grade 2; 2-й степени; G2"""
    numbers = [c for c in match.matched if c.has("NUMBER", "RANGE")]
    return fate(match, "grade") if all(whole(c, 20) or c.has("RANGE") for c in numbers) else None


@rule(
    [T("STAGE_WORD"), T("COLON", "DASH", "OF_WORD", "LAB_LINK", "WORD", op="{0,2}"), T(*NUMBERS, "CODE")],
    [
        T("CODE", form=r"^[pcyrusa]{0,2}T\d"),
        T(
            "CODE",
            "WORD",
            "NUMBER",
            "DASH",
            "COMMA",
            "OPEN",
            "CLOSE",
            op="{0,8}",
            form=r"^(?:[A-Za-z]{0,3}\d?[a-z]?|\W|[NMRVLGxX]+\d?)$",
        ),
    ],
    [T("CODE", form=r"^[pc]?[NMRL][0-3]$")],
    [T("NUMBER"), T("WORD", op="?", form=r"^(?:й|я|ая|ой|ей|th)$"), T("STAGE_WORD")],
)
def stage(match: Match) -> Chunk | None:
    """pT3N1M0; stage 3; 4 стадии"""
    return fate(match, "stage")


@rule(
    [
        T("ID_WORD"),
        T("COLON", "PERIOD", "DASH", "LAB_LINK", "OPEN", "WORD", "SLASH", op="{0,3}"),
        T(*NUMBERS, "CODE", "NUMERIC_DATE"),
        T(
            "DASH",
            "SLASH",
            "PERIOD",
            "NUMBER",
            "WORD",
            "CODE",
            "COLON",
            "NUMERIC_DATE",
            op="{0,10}",
            form=r"^(?:[-–/.:]|\d+|[A-Za-z0-9]{1,6})$",
        ),
    ],
    [T("CODE", form=r"^(?:NCT|PMC|EC|RS|rs|ISRCTN|UMIN|MIM|OMIM)\d+$")],
    [T("CODE", form=r"^[A-TV-Z]\d{2}$"), T("PERIOD"), T("NUMBER")],
)
def identifier(match: Match) -> Chunk | None:
    """ClinicalTrials.gov NCT01234567; протокол № 12; C25.0"""
    return fate(match, "identifier")


@rule(
    [
        T("CODE", form=r"^(?:[CcLlSs]|Th|th|С|Л|T|Т|D)\d{1,2}$", as_="level"),
        T("DASH", "SLASH"),
        T("CODE", "NUMBER"),
        T("DASH", op="?"),
        T("CODE", "NUMBER", op="?"),
    ],
    [T("CODE", form=r"^(?:L|S|Th)(?:[1-9]|1[0-2])$")],
    [T("CODE", form=r"^(?:[CLSTСТ]|Th)(?:[1-9]|1[0-2])$"), gap(3, "NUMBER", "COMMA"), T("SPINE_WORD")],
    [T("SPINE_WORD"), gap(2, "NUMBER"), T("CODE", form=r"^(?:[CLSTСТ]|Th)(?:[1-9]|1[0-2])$")],
)
def spine_level(match: Match) -> Chunk | None:
    """L4-L5; C3–4; Th12; a lone S1 beside words of the heart is its sound"""
    sound = len(match.matched) == 1 and HEART_SOUND.fullmatch(match.matched[0].text)
    if sound and any(c.has("HEART_SOUND_WORD") for c in match.chunks):
        return fate(match, "marker_name")
    return fate(match, "spine_level")


@rule(
    [T("QUANTITY", as_="model", form=r"^\d+[A-Z]$")],
    [T("NUMBER"), T("WORD", "MULTIPLIER", "CELL_SHARE", as_="letter", form=r"^[a-z]{1,2}$")],
)
def model_number(match: Match) -> Chunk | None:
    """DURAtec 2068D; 3M: digits with a glued capital that is no unit of anything measured"""
    last = match.get("letter") or (match["model"].parts[-1] if match["model"].parts else None)
    return fate(match, "identifier") if last is not None and last.glued and last.text.isupper() else None


@rule(
    [
        T("NUMBERED_CASE"),
        T("PERIOD", "COLON", op="?"),
        T("NUMBER", as_="number"),
        T("COMMA", "AND_WORD", "DASH", op="?"),
        T("NUMBER", op="?"),
    ]
)
def case_number(match: Match) -> Chunk | None:
    """Case 2; Наблюдение 1; cases 1 and 2"""
    return fate(match, "case_number") if whole(match["number"], 200) else None


@rule(
    [T("NUMBER", as_="years", form=r"^\d{1,2}$"), T(as_="sex", form=r"^[mfмж]$")],
    [T("QUANTITY", as_="years", form=r"^[1-8]?\d [MF]$")],
)
def age_and_sex(match: Match) -> Chunk | None:
    """65 M; 34 Ж: cells of a patient's row"""
    sex = match.get("sex")
    apart = not match.matched[-1].glued and (sex is None or sex.text.isupper())
    return fate(match, "age") if apart else None


@rule(
    [T("TIMES"), T("NUMBER", as_="number")],
    [T("NUMBER", as_="number"), T("TIMES"), T("CLOSE", "PERIOD", "COMMA", "SEMICOLON", "MAGNIFY")],
    [
        T("MAGNIFY"),
        T("COLON", "COMMA", "EQUALS", "LAB_LINK", "TIMES", "OPEN", "AND_WORD", op="{0,3}"),
        T("NUMBER", as_="number"),
        T("TIMES", op="?"),
    ],
    [T("NUMBER", as_="number"), T("TIMES", op="?"), T("MAGNIFY")],
)
def magnification(match: Match) -> Chunk | None:
    """×200; original magnification 40×"""
    before = match.before(1)
    if match.matched[0].has("TIMES") and before and before[0].has("NUMBER", "QUANTITY", "RANGE"):
        return None
    return fate(match, "magnification") if whole(match["number"], 100_000) else None


@rule(
    [T("NUMBER", "QUANTITY"), T("DASH", op="?"), T("SETTING_WORD")],
    [
        T("SETTING_WORD"),
        T("COLON", "EQUALS", "LAB_LINK", "OF_WORD", "COMMA", "OPEN", op="{0,3}"),
        T("NUMBER", "QUANTITY", "RANGE"),
        T("TIMES", "NUMBER", op="{0,4}"),
    ],
    [T("NUMBER"), T("DASH"), T("NUMBER"), T("SETTING_WORD")],
    [T("NUMBER"), T("TIMES"), T("NUMBER"), T("SETTING_WORD")],
)
def device_setting(match: Match) -> Chunk | None:
    """64-slice CT; 22-gauge needle; TR 4000"""
    return fate(match, "device_setting")


@rule([T("NUMBER", op="?"), T("DASH", op="?"), T("QUANTITY", as_="quantity")])
def setting_by_unit(match: Match) -> Chunk | None:
    """1.5 T; 120 kV"""
    quantity = match["quantity"].value
    if not isinstance(quantity, Quantity):
        return None
    if quantity.unit.dimension == "RADIATION":
        return fate(match, "radiation_dose")
    if quantity.unit.dimension == "BASE_PAIRS":
        return fate(match, "gene_position")
    return fate(match, "device_setting") if quantity.unit.dimension in SETTING_DIMENSIONS else None


@rule(
    [
        T("WORD", "CODE", "SIGN", "ANALYTE", "DRUG", as_="letters"),
        T("DASH", as_="dash"),
        T("NUMBER", "CODE", as_="number"),
        T("WORD", "CODE", "DASH", "NUMBER", op="{0,3}", as_="tail"),
    ],
    [
        T("NUMBER", as_="number"),
        T("DASH", as_="dash"),
        T("WORD", "DRUG", "ANALYTE", "UNIT", "TIME_UNIT", as_="letters"),
    ],
)
def hyphened_name(match: Match) -> Chunk | None:
    """TTF-1; IL-6; COVID-19; 5-fluorouracil"""
    if not match["dash"].glued or not match.matched[2].glued or any(not c.glued for c in match.all("tail")):
        return None
    named = match["letters"].text[:1].isalpha() and any(ch.isdigit() for ch in match["number"].text)
    return fate(match, "marker_name") if named else None


@rule(
    [
        T("CODE"),
        T(
            "WORD",
            "PLUS",
            "DASH",
            "SLASH",
            "CODE",
            "NUMBER",
            op="{0,4}",
            form=r"^(?:[A-Za-zα-ωА-Яа-я]{1,3}\d*|\W|\d+)$",
            as_="tail",
        ),
    ],
    [T("GENE_WORD"), T("DASH", "LAB_LINK", op="?"), T(*NUMBERS, "CODE"), JOINED],
    [T("MARKER"), T("DASH", op="?"), T("NUMBER", "CODE"), T("UNIT", op="?"), JOINED],
    [T("NUMBER"), T("WORD", "UNIT", "DECADE_END", as_="tail", form=r"^[a-z]{1,3}$")],
    [T("NUMBER"), T("WORD", as_="isotope", form=r"^[a-z]{1,2}$"), T("DASH"), T("WORD", "DRUG", "MODALITY")],
    [T("QUANTITY", as_="isotope", form=r"^\d{2,3}F$"), T("DASH"), T("WORD", "DRUG", "MODALITY")],
    [T("WORD", "ANALYTE"), T("CARET"), T("NUMBER")],
)
def marker_name(match: Match) -> Chunk | None:
    """CD56; CK7; p53; exon 11"""
    tail = match.all("tail")
    while tail and not tail[-1].glued:
        tail = tail[:-1]
    if match.matched[0].has("NUMBER") and not (match.get("isotope") or tail and tail[0].text.isupper()):
        return None
    return fate(match, "marker_name")


@rule(
    [T("WORD", form=r"^[cgpm]$"), T("PERIOD"), T("CODE", "NUMBER", "WORD", "DASH", "PLUS", "COMPARATOR", op="{1,8}")],
    [T("NUMBER", form=r"^4\d$"), T("COMMA"), T("WORD", form=r"^[xх](?:[xyхуo])?$")],
    [T("NUMBER"), T("WORD", form=r"^[pq]$"), T("NUMBER")],
    [
        T("WORD", form=r"^(?:t|inv|del|add|der)$"),
        T("OPEN"),
        T("NUMBER", "SEMICOLON", "WORD", "CODE", op="{1,5}"),
        T("CLOSE"),
    ],
)
def gene_position(match: Match) -> Chunk | None:
    """c.227delC; t(9;22); 46,XY; 17p13"""
    return fate(match, "gene_position")


@rule(
    [
        T("PUBLICATION_WORD"),
        T("PERIOD", "COLON", "COMMA", "LAB_LINK", op="{0,2}"),
        T(*NUMBERS, "NUMERIC_DATE", "DATE"),
        JOINED,
    ],
    [T("NUMBER", as_="year"), T("PUBLICATION_WORD", "COUNTED_NOUN")],
)
def publication(match: Match) -> Chunk | None:
    """Vol. 12; © 2016; the 1990 criteria"""
    year = match.get("year")
    if (year is not None and not is_year(year)) or match.matched[1].glued:
        return None
    if any(c.has("NUMBER") and c.text.isalpha() for c in match.matched):
        return None
    return fate(match, "publication")


@rule(
    [T("NUMBER", as_="hour"), T("COLON"), T("NUMBER", as_="minute")],
    [T("NUMBER", as_="hour"), T("CLOCK_WORD", "SIDE_WORD")],
)
def clock_time(match: Match) -> Chunk | None:
    """08:00; 9 o'clock"""
    minute = match.get("minute")
    if minute is not None and not (whole(minute, 59) and len(minute.text) == 2):
        return None
    return fate(match, "clock_time") if whole(match["hour"], 24) else None


@rule(
    [
        T("NUMBER", as_="number"),
        T("OF_WORD", "LAB_LINK", "WORD", "LATERAL", "FLAG", "LESION", "CHANGE", op="{0,2}"),
        T("COUNTED_NOUN", "LESION", "DEVICE", "OPERATION", "SITE"),
    ],
    [T("RANGE", as_="number"), T("WORD", op="?"), T("COUNTED_NOUN", "LESION", "DEVICE", "OPERATION")],
    [
        T("NUMBER"),
        T("AND_WORD", "DASH", "RANGE_WORD", "COUNT_OF"),
        T("NUMBER", as_="number"),
        T("WORD", op="?"),
        T("COUNTED_NOUN", "LESION", "DEVICE", "OPERATION"),
    ],
)
def count(match: Match) -> Chunk | None:
    """two of four planned cycles; 3 lesions"""
    numbers = [c for c in match.matched if c.has("NUMBER")]
    return fate(match, "count") if all(whole(c, 5000) for c in numbers) else None


@rule([T("NUMBER"), T("COMMA", "NUMBER", op="{1,8}"), T("AND_WORD"), T("NUMBER"), T("WORD", op="?"), T("COUNTED_NOUN")])
def counts(match: Match) -> Chunk | None:
    """after 4, 8, 11 and 14 sessions"""
    return fate(match, "count") if all(whole(c, 5000) for c in match.matched if c.has("NUMBER")) else None


@rule(
    [T("NUMBER", as_="part"), T("SLASH"), T("NUMBER", as_="all")],
    [T("NUMBER", as_="part", form=r"^\d{1,2}$"), T("COLON", as_="colon"), T("NUMBER", form=r"^\d$")],
    [T("NUMBER", as_="part"), T("DASH"), T("WORD", "FRACTION_WORD")],
)
def proportion(match: Match) -> Chunk | None:
    """2/17 secreted GH; two-thirds"""
    part, every = match["part"], match.get("all")
    if match.get("colon") is not None:
        return fate(match, "proportion")
    if every is None:
        return fate(match, "proportion") if not part.text[:1].isdigit() and match.matched[2].glued else None
    return fate(match, "proportion") if whole(part) and whole(every) and part.value.high <= every.value.high else None


@rule([T("TIME_AMOUNT", "QUANTITY"), T("ENDPOINT", "STATISTIC_WORD")])
def endpoint(match: Match) -> Chunk | None:
    """5-year survival rate; 5-летняя выживаемость"""
    return fate(match, "statistic")


@rule(
    [
        T("NUMBER", as_="number"),
        T("WORD", "COUNTED_NOUN", "SERIES", "OTHER_PATIENTS", as_="noun", form=r"^[a-zа-яё]{3,}"),
    ]
)
def thing_count(match: Match) -> Chunk | None:
    """two separate occasions; 250 animal species"""
    return fate(match, "count") if whole(match["number"], 100_000) and not match["noun"].glued else None


@rule([T("NUMBER", as_="number"), T("VERSUS"), T("NUMBER")])
def compared_counts(match: Match) -> Chunk | None:
    """37 versus six"""
    return fate(match, "statistic")


@rule(
    [
        T("NUMBER", "NUMERAL", as_="number"),
        T("DASH", op="?"),
        T("WORD", as_="ending", form=r"^(?:st|nd|rd|th|й|я|е|ая|ой|ей|ого|го|ом|ю|м|х|ти|ми)$"),
    ]
)
def ordinal(match: Match) -> Chunk | None:
    """the 3rd; 2-й"""
    return fate(match, "ordinal") if match["ending"].glued else None


@rule([T("OPEN", op="?"), T("NUMBER", as_="number"), T("CLOSE", "PERIOD", as_="after")])
def list_number(match: Match) -> Chunk | None:
    """1) первый; (2) second"""
    number, after = match["number"], match["after"]
    if match.start > 0 and not match.matched[0].has("OPEN") and not after.has("CLOSE"):
        return None
    if not after.glued or not whole(number, 40) or match.end >= len(match.chunks):
        return None
    if match.start > 0 and not after.text.startswith(")"):
        return None
    return fate(match, "list_number")


CLASSES = Level(
    [
        bracketed,
        figure,
        figure_part,
        table_number,
        p_value,
        statistic,
        difference,
        patient_count,
        stage,
        spine_level,
        gene_position,
        identifier,
        after_authors,
        author_and_year,
        publication,
        magnification,
        setting_by_unit,
        device_setting,
        grade,
        marker_name,
        hyphened_name,
        raised,
        clock_time,
        percentage,
        count,
        counts,
        incidence,
        endpoint,
        compared_counts,
        proportion,
        ordinal,
        model_number,
        case_number,
        age_and_sex,
        list_number,
        thing_count,
    ]
)
"""The order decides between two of one length."""
