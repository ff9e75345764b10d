"""What a line of the example tables does not show: spans, quotes, daily doses, flags, the drug carried over sentences."""

from __future__ import annotations

import pytest

from pipeline.extraction import find_facts
from pipeline.facts import Dose, Fact
from pipeline.language.stems import has_stem
from pipeline.plain_text import plain_report
from pipeline.rules.doses.catalogue import implausible
from pipeline.rules.doses.changes import CHANGES
from pipeline.rules.doses.facts import TOLD_BY
from pipeline.rules.doses.names import abbreviates
from pipeline.rules.doses.rhythm import Rhythm
from pipeline.rules.doses.strength import without_strength
from pipeline.rules.reading import read_sentences
from tests.labs.tables_test import report_of


def medications(text: str, language: str = "en") -> list[tuple[Fact, Dose]]:
    report = plain_report(text, language=language)
    found = find_facts(read_sentences(report), report)
    return [(fact, fact.payload) for fact in found if isinstance(fact.payload, Dose)]


def test_no_change_is_told_without_the_words_that_let_a_sentence_in() -> None:
    told_by = frozenset(TOLD_BY)
    for one in CHANGES.rules:
        for pattern in one.patterns:
            assert any(e.tags and told_by.issuperset(e.tags) and not e.op for e in pattern), one.name


def test_the_span_runs_from_the_amount_through_its_frequency_and_the_quote_from_the_name() -> None:
    text = "He was given imatinib 200 mg twice daily for a year."
    [(fact, _)] = medications(text)
    assert text[slice(*fact.span)] == "200 mg twice daily"
    assert text[fact.start : fact.end] == "imatinib 200 mg twice daily"


@pytest.mark.parametrize(
    ("words", "per", "times", "daily"),
    [
        ("400 mg daily", "day", None, 400),
        ("200 mg twice daily", "dose", 2, 400),
        ("1 g every 8 h", "dose", 3, 3),
        ("1 g once daily", "day", None, 1),
        ("1 g 1 time daily", "dose", 1, 1),
        ("15 mg weekly", "week", None, None),
        ("600 mg/day in three divided doses", "day", 3, 600),
        ("50 mg", "dose", None, None),
    ],
)
def test_what_one_amount_belongs_to(words: str, per: str, times: float | None, daily: float | None) -> None:
    [(_, dose)] = medications(f"She took imatinib {words}.")
    assert (dose.per, dose.times_per_day, dose.daily_dose_high) == (per, times, daily)


def test_the_dose_of_a_later_sentence_belongs_to_the_drug_last_spoken_of() -> None:
    found = medications("She took imatinib 400 mg daily. Neutropenia followed. The dose was reduced to 200 mg.")
    assert [(d.drug, d.dose_high, d.action) for _, d in found][-1] == ("imatinib", 200, "reduce")


def test_the_drug_is_forgotten_after_a_few_sentences() -> None:
    found = medications("She took imatinib 400 mg daily. " + "It rained. " * 6 + "The dose was reduced to 200 mg.")
    fact, dose = found[-1]
    assert dose.drug is None
    assert fact.flags == ("drug_missing",)


def test_a_short_form_that_the_report_makes_is_the_drug() -> None:
    found = medications("Приём эторикоксиба (ЭТ) начат. Больные принимали 90 мг ЭТ ежедневно.", "ru")
    assert [(d.drug, d.dose_high) for _, d in found if d.dose_high] == [("etoricoxib", 90)]


def test_capitals_before_an_amount_are_the_one_drug_that_they_abbreviate() -> None:
    found = medications("Отравление метотрексатом. Принимала МТ 10 мг ежедневно. МТ отменен.", "ru")
    assert [(d.drug, d.action) for _, d in found] == [("methotrexate", "continue"), ("methotrexate", "stop")]


@pytest.mark.parametrize(
    ("word", "name", "fits"),
    [
        ("МТ", "МЕТОТРЕКСАТ", True),
        ("MTX", "METHOTREXATE", True),
        ("ЦФ", "ЦИКЛОФОСФАМИД", True),
        ("МТ", "ЦИСПЛАТИН", False),
    ],
)
def test_what_abbreviates_a_name(word: str, name: str, fits: bool) -> None:
    assert abbreviates(word, name) is fits


def test_an_unknown_name_of_a_list_does_not_give_its_amount_to_its_neighbour() -> None:
    found = medications("Treated with isoniazid (300 mg/d), QXZ (450 mg/d) and ethambutol (750 mg/d).")
    assert [(d.drug, d.drug_printed, d.dose_high) for _, d in found] == [
        ("isoniazid", "isoniazid", 300),
        (None, "QXZ", 450),
        ("ethambutol", "ethambutol", 750),
    ]


@pytest.mark.parametrize(
    ("text", "drug"),
    [
        ("She was given 50 mL of 50% dextrose.", "glucose 50%"),
        ("She was given 500 mL of 0.9% sodium chloride.", "sodium chloride"),
        ("She was given 20% mannitol, 40 g.", "mannitol"),
    ],
)
def test_a_strength_belongs_to_the_drug_of_a_volume(text: str, drug: str) -> None:
    [(_, dose)] = medications(text)
    assert dose.drug == drug
    assert without_strength(drug) == drug.removesuffix(" 50%")


def test_a_drug_known_by_its_stem_alone_is_flagged() -> None:
    [(fact, dose)] = medications("Zorvatinib 50 mg daily was started.")
    assert dose.drug == "zorvatinib"
    assert fact.flags == ("unverified",)


@pytest.mark.parametrize("word", ["prostatin", "concept", "interleukin", "carbapenem", "вид", "patient"])
def test_ordinary_words_have_no_stem(word: str) -> None:
    assert not has_stem(word)


@pytest.mark.parametrize(
    ("amount", "unit", "expected"), [(400, "mg", False), (0.4, "g", False), (400, "g", True), (400, "mL", False)]
)
def test_amounts_beyond_ten_times_the_usual_range_are_implausible(amount: float, unit: str, expected: bool) -> None:
    assert implausible("imatinib", amount, amount, unit, None) is expected


def test_a_rhythm_that_counts_says_how_often_and_one_that_does_not_says_of_what() -> None:
    assert (Rhythm(2, 1.0, True).times_per_day, Rhythm(2, 1.0, True).period) == (2, None)
    assert (Rhythm(1, 7.0, False).times_per_day, Rhythm(1, 7.0, False).period) == (None, "week")


def test_a_heading_tells_the_change_that_stands_in_it() -> None:
    heads = [
        "",
        "1 month after ipilimumab",
        "Ipilimumab held, methimazole started",
        "2 months after ipilimumab",
        "1 month after restarting ipilimumab",
    ]
    report = report_of([heads, ["TSH, mIU/mL", "0.009", "0.008", "0.015", "0.071"]], "en")
    found = [f for f in find_facts(read_sentences(report), report) if isinstance(f.payload, Dose)]
    assert [(f.payload.drug, f.payload.action) for f in found] == [("ipilimumab", "hold"), ("thiamazole", "start")]
    assert [report.text.string[slice(*f.span)] for f in found] == ["Ipilimumab held", "methimazole started"]


def test_a_row_tells_the_change_of_the_drug_in_its_first_cell() -> None:
    report = report_of([["Drug", "What was done"], ["imatinib", "stopped"]], "en")
    found = [f for f in find_facts(read_sentences(report), report) if isinstance(f.payload, Dose)]
    assert [(f.payload.drug, f.payload.action) for f in found] == [("imatinib", "stop")]
