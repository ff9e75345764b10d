"""Reads the name lists: the hand-written source of the drug catalogue.

A list is `names/<kind>.psv` or `names/<kind>.<field>.psv`, columns `concept|english|russian|usual`, names divided by
commas. `=MTX` is written exactly so, `~name` is case-folded but not inflected, anything else is inflected by the loader.
"""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "names"
KINDS = ("drug", "class", "regimen", "fluid", "blood_product", "vaccine")
COLUMNS = ["concept", "english", "russian", "usual"]
MARKS = {"=": "exact", "~": "fixed"}
USUAL = re.compile(r"(?P<low>[\d.]+)-(?P<high>[\d.]+) (?P<unit>\S+)")


@dataclass(frozen=True, slots=True)
class Name:
    """One printed name; `form` is `exact`, `fixed` or `inflect`."""

    phrase: str
    form: str


@dataclass(frozen=True, slots=True)
class Drug:
    """One concept: an INN (or a class, regimen, fluid …) with its names; `usual` is (low, high, UCUM unit)."""

    concept: str
    kind: str
    english: tuple[Name, ...]
    russian: tuple[Name, ...]
    usual: tuple[str, str, str] | None


def read_names(folder: Path = FOLDER) -> list[Drug]:
    """All concepts of the name lists, by concept. Raises ValueError with file and line for a line it cannot read."""
    drugs = [drug for path in sorted(folder.glob("*.psv")) for drug in read_list(path)]
    return sorted(drugs, key=lambda drug: drug.concept)


def read_list(path: Path) -> list[Drug]:
    """The concepts of one list; the kind is the first part of the file's name."""
    kind = path.name.split(".")[0]
    if kind not in KINDS:
        raise ValueError(f"{path.name}: unknown kind {kind!r}, use one of {', '.join(KINDS)}")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="|", quoting=csv.QUOTE_NONE)
        if next(rows) != COLUMNS:
            raise ValueError(f"{path.name}: line 1: columns must be {'|'.join(COLUMNS)}")
        return [_drug(kind, row, f"{path.name}: line {number}") for number, row in enumerate(rows, 2)]


def _drug(kind: str, row: list[str], place: str) -> Drug:
    if len(row) != len(COLUMNS):
        raise ValueError(f"{place}: {len(row)} columns, need {len(COLUMNS)}")
    concept, english, russian, usual = row
    own = () if kind == "regimen" else (Name(concept, default_form(kind)),)
    return Drug(
        concept, kind, own + _names(english, default_form(kind)), _names(russian, "inflect"), _usual(usual, place)
    )


def default_form(kind: str) -> str:
    """English names of single drugs have no plural; classes, fluids and blood products do ("steroids")."""
    return "fixed" if kind in ("drug", "regimen") else "inflect"


def _names(cell: str, form: str) -> tuple[Name, ...]:
    return tuple(_name(written.strip(), form) for written in cell.split(",") if written.strip())


def _name(written: str, form: str) -> Name:
    if written[0] in MARKS:
        return Name(written[1:], MARKS[written[0]])
    return Name(written, form)


def _usual(cell: str, place: str) -> tuple[str, str, str] | None:
    if not cell:
        return None
    match = USUAL.fullmatch(cell)
    if match is None or float(match["low"]) > float(match["high"]):
        raise ValueError(f"{place}: usual amount {cell!r} must be written like '100-800 mg'")
    return match["low"], match["high"], match["unit"]
