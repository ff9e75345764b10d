"""Writes the catalogue's CSV files from the name lists, the codes and the evidence.

python -m drug_catalogue.build
"""

import csv
from pathlib import Path

from drug_catalogue.evidence import Evidence, read_evidence
from drug_catalogue.names import Drug, Name, default_form, read_names
from drug_catalogue.spellings import spellings

DATA = Path(__file__).parents[1] / "pipeline" / "language" / "data"
SPELLING = "spelling"
"""The source of a name that `spellings` made of one of the lists."""
TAGS = {"class": "DRUG_CLASS", "regimen": "REGIMEN"}
COMMON = ["concept", "kind", "rxcui", "unii", "usual_low", "usual_high", "usual_unit", "source"]
NAMES = ["tag", "concept", "phrase", "form", "source"]


def build(data: Path = DATA) -> None:
    """Writes `common/drugs.csv`, `en/drugs.csv` and `ru/drugs.csv` under the folder `data`."""
    drugs, evidence = read_names(), read_evidence()
    listed = {name.phrase.lower(): drug.concept for drug in reversed(drugs) for name in drug.english}
    _write(data / "common" / "drugs.csv", COMMON, [common_row(drug, evidence) for drug in drugs])
    _write(data / "en" / "drugs.csv", NAMES, [row for drug in drugs for row in english_rows(drug, evidence, listed)])
    _write(data / "ru" / "drugs.csv", NAMES, [row for drug in drugs for row in russian_rows(drug, evidence)])


def common_row(drug: Drug, evidence: Evidence) -> list[str]:
    """The row of `common/drugs.csv`; RxCUI stays empty while no source of it is at hand."""
    unii = evidence.unii(drug.concept) if drug.kind == "drug" else ""
    return [drug.concept, drug.kind, "", unii, *(drug.usual or ("", "", "")), "UNII" if unii else "reviewed"]


def english_rows(drug: Drug, evidence: Evidence, listed: dict[str, str]) -> list[list[str]]:
    """Our English names, then the salts and the US name that the UNII list gives for the concept.

    A name that another drug lists as its own, or had first (`listed`: phrase → concept), stays with that drug.
    """
    found = evidence.salts(drug.concept) if drug.kind == "drug" else []
    own = {name.phrase.lower() for name in drug.english}
    names = tuple(n for n in drug.english if listed[n.phrase.lower()] == drug.concept) + tuple(
        Name(phrase, default_form(drug.kind))
        for phrase in found
        if listed.setdefault(phrase.lower(), drug.concept) == drug.concept and phrase not in own
    )
    rows = [_row(drug, name, evidence.english(drug, name)) for name in names]
    return rows + [_row(drug, name, SPELLING) for name in other_spellings(drug, listed)]


def other_spellings(drug: Drug, listed: dict[str, str]) -> list[Name]:
    """Spellings of the concept that no name of the lists has: «metronidazol», `tenofovir/emtricitabine`."""
    own = {name.phrase.lower() for name in drug.english}
    found = [spelt for spelt in spellings(drug.concept) if spelt not in own] if drug.kind == "drug" else []
    return [Name(spelt, "fixed") for spelt in found if listed.setdefault(spelt, drug.concept) == drug.concept]


def russian_rows(drug: Drug, evidence: Evidence) -> list[list[str]]:
    """Our Russian names, each with the ways that vouch for it."""
    return [_row(drug, name, evidence.russian(drug, name)) for name in drug.russian]


def _row(drug: Drug, name: Name, source: str) -> list[str]:
    return [TAGS.get(drug.kind, "DRUG"), drug.concept, name.phrase, name.form, source]


def _write(path: Path, header: list[str], rows: list[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    build()
