"""What the document decides about its dates, and where the spans of times end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.facts import Fact, TimeExpression
from pipeline.plain_text import plain_report
from pipeline.rules.reading import read_sentences
from pipeline.rules.times.facts import time_facts


def times(text: str, language: str = "en", year: int | None = None) -> list[Fact]:
    report = replace(plain_report(text, language=language), year=year)
    return time_facts(read_sentences(report), report)


def dates(text: str, language: str = "en", year: int | None = None) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(f.payload.edtf, f.flags) for f in times(text, language, year) if isinstance(f.payload, TimeExpression)]


def spans(text: str, language: str = "en") -> list[str]:
    return [text[slice(*f.span)] for f in times(text, language)]


def test_two_digits_of_a_year_do_not_pass_the_year_of_publication() -> None:
    assert dates("КТ от 02.02.17.", "ru", 2021) == [("2017-02-02", ("year_guessed",))]
    assert dates("КТ от 02.02.22.", "ru", 2021) == [("1922-02-02", ("year_guessed",))]
    assert dates("Болен с 2014 года, препарат отменён 14.09.19.", "ru")[1] == ("2019-09-14", ("year_guessed",))


def test_one_decided_date_decides_the_order_of_all() -> None:
    assert dates("Seen on 12/05/2017 and 12/25/2017.") == [("2017-12-05", ()), ("2017-12-25", ())]
    assert dates("Seen on 12/05/2017 and 25/12/2017.") == [("2017-05-12", ()), ("2017-12-25", ())]
    assert dates("Seen on 12/05/2017.") == [("2017-05-12", ("ambiguous",))]
    assert dates("Seen on 12/05/2017, 25/12/2017 and 12/25/2017.")[0] == ("2017-05-12", ("ambiguous",))


def test_a_yearless_date_follows_the_date_told_before_it() -> None:
    assert dates("On 1 September 2009 he was listed. On 12 September he improved. On 28 January he died.") == [
        ("2009-09-01", ()),
        ("2009-09-12", ("year_guessed",)),
        ("2010-01-28", ("year_guessed",)),
    ]
    assert dates("He left on June 6.") == [("XXXX-06-06", ())]


@pytest.mark.parametrize("text", ["30 February 2017", "31.04.2017", "2017-13-01", "00.05.2017", "32 May 2017"])
def test_no_day_outside_the_calendar(text: str) -> None:
    assert all(edtf is None or len(edtf) < 10 for edtf, _ in dates(f"On {text} he left."))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Since 2014 he took it.", "en", ["2014"]),
        ("Two months prior to admission he fell.", "en", ["Two months prior"]),
        ("A month after the first surgery he left.", "en", ["A month after"]),
        ("After 3 days of treatment he left.", "en", ["After 3 days"]),
        ("He was treated for 14 days.", "en", ["14 days"]),
        ("Over the past 6 months he lost weight.", "en", ["Over the past 6 months"]),
        ("At 5 years of age he fell.", "en", ["5 years of age"]),
        ("С 2014 года болен.", "ru", ["2014 года"]),
        ("Через 10 месяцев после отмены препарата умер.", "ru", ["Через 10 месяцев после"]),
        ("В возрасте 46 лет упал.", "ru", ["46 лет"]),
    ],
)
def test_spans(text: str, language: str, expected: list[str]) -> None:
    assert spans(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "anchor", "words"),
    [
        ("Two months prior to admission he fell.", "en", "admission", "admission"),
        ("He died 3 weeks after discharge.", "en", "discharge", "discharge"),
        ("On postoperative day 6 he left.", "en", "procedure", "postoperative"),
        ("Спустя 2 месяца после выписки умер.", "ru", "discharge", "выписки"),
        ("Через 10 месяцев после отмены препарата умер.", "ru", "treatment", "отмены препарата"),
        ("Three weeks later he left.", "en", None, None),
    ],
)
def test_anchors(text: str, language: str, anchor: str | None, words: str | None) -> None:
    (fact,) = times(text, language)
    assert isinstance(fact.payload, TimeExpression)
    assert (fact.payload.anchor, fact.payload.anchor_printed) == (anchor, words)
