"""Numbers in names: identifiers, cases, markers, genes."""

from __future__ import annotations

from pipeline.rules.census.fate import JOINED, NUMBERS, fate, whole
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Match, T, rule


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
