"""The figures of docs/drugs.md are those of the catalogue."""

from drug_catalogue.figures import DOC, FIGURES, figures


def test_the_document_holds_the_figures_of_the_catalogue() -> None:
    found = FIGURES.search(DOC.read_text(encoding="utf-8"))
    assert found is not None and found.group() == figures(), "run python -m drug_catalogue.figures --write"
