"""Names and identifiers in printed words: found, masked, and anonymous forms left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.dataset.identifiers import FILE, MASK, Identifier, identifiers, mask, masked, secrets
from pipeline.dataset.schema import TABLES

from .sample import arrow, frames, rows


@pytest.mark.parametrize("form", identifiers(), ids=lambda form: f"{form.language}-{form.name}")
def test_each_form_has_an_example_that_fires_it_and_one_that_does_not(form: Identifier) -> None:
    assert form.name in {name for _, _, name in secrets(form.example)}
    assert secrets(form.counterexample) == []


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Mrs. Harrison was admitted", "Mrs. ████████ was admitted"),
        (
            "пациентка Мария Петровна и больной Сидоров П.К.",
            f"пациентка {MASK * 14} и больной {MASK * 12}",
        ),
        ("MRN: 0045123, born on 12 March 1960", "MRN: ███████, born on █████████████"),
    ],
)
def test_a_mask_keeps_the_length_and_the_rest(words: str, shown: str) -> None:
    assert mask(words) == shown and len(shown) == len(words)
    assert mask(shown) == shown


@pytest.mark.parametrize(
    "words",
    [
        "Пациентка К., 46 лет, поступила 18.01.17 в тяжелом состоянии",
        "Больной Б. 70 лет, гемоглобин 85 г/л, тромбоциты 120 × 10^9/л",
        "Больная поступила в Клинику, диагностирована болезнь Крона",
        "A 46-year-old woman; imatinib 400 mg daily; platelets 150-450",
        "Yao et al. reported 27 patients with Wilson disease",
        "по классификации Child-Pugh, шкала Апгар 7/8, HBsAg (+)",
        "Иванов И.И., Петров П.П. и соавт. описали",
        "BP 110/70 mmHg, HR 90, SpO2 98 %, 10 000 000 IU",
    ],
)
def test_anonymous_clinical_and_citing_words_are_left_alone(words: str) -> None:
    assert secrets(words) == []


def test_only_printed_columns_are_masked() -> None:
    by_table = rows()
    by_table["labs"][0] |= {"quote": "Mrs. Harrison", "analyte": "Mrs. Harrison level", "specimen": "Mrs. Harrison"}
    shown = masked(arrow(by_table))["labs"].to_pylist()[0]
    assert (shown["quote"], shown["analyte"]) == (f"Mrs. {MASK * 8}", f"Mrs. {MASK * 8} level")
    assert shown["specimen"] == "Mrs. Harrison"
    for name, table in masked(frames()).items():
        others = [column.name for column in TABLES[name].columns if not column.names_file]
        assert table.select(others).equals(frames()[name].select(others))


def test_a_file_is_called_by_its_report() -> None:
    """«Сидоренко_выписка.pdf», «Сидоренко/выписка.pdf»: the same bytes in two places stay two rows."""
    by_table = rows()
    report = by_table["reports"][0]
    report["file_name"] = "Сидоренко_выписка.pdf"
    one = dict(by_table["intake"][0], report_id=report["report_id"])
    by_table["intake"] = [
        one | {"path": "Сидоренко/выписка.pdf", "file_name": "выписка.pdf"},
        one | {"path": "Сидоренко/выписка 2.pdf", "file_name": "выписка 2.pdf"},
    ]
    shown = masked(arrow(by_table))
    assert shown["reports"]["file_name"].to_pylist()[0] == report["report_id"]
    assert shown["intake"]["path"].to_pylist() == [report["report_id"], f"{report['report_id']}-2"]
    assert "Сидоренко" not in str([table.to_pylist() for table in shown.values()])


@pytest.mark.parametrize(("pattern", "said"), [("(?P<secret>a", "birth_date"), ("(a)", "no group")])
def test_a_faulty_pattern_stops_with_its_name(tmp_path: Path, pattern: str, said: str) -> None:
    file = tmp_path / "identifiers.csv"
    head = FILE.read_text(encoding="utf-8").splitlines()[2]
    file.write_text(f"{head}\nbirth_date,en,{pattern},x,y\n", encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        identifiers(file)
