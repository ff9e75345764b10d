"""Grades, stages, levels of the spine, and the settings of devices."""

from __future__ import annotations

import re

from pipeline.rules.census.fate import NUMBERS, fate, whole
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Match, T, gap, rule
from pipeline.rules.quantities import Quantity

HEART_SOUND = re.compile(r"S[1-4]")
SETTING_DIMENSIONS = ("VOLTAGE", "CURRENT", "FIELD_STRENGTH", "FREQUENCY", "ENERGY", "SOUND", "RESISTANCE")


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
