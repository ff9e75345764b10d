"""Finds what is wrong with the catalogue's CSV files; each problem says the file, the phrase and what to do.

python -m drug_catalogue.check
"""

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from drug_catalogue.build import DATA, SPELLING, TAGS
from drug_catalogue.evidence import WAYS
from drug_catalogue.names import KINDS

Row = dict[str, str]
LETTERS = re.compile(r"[^\W\d_]+")
CYRILLIC, LATIN = re.compile(r"[а-яё]", re.I), re.compile(r"[a-z]", re.I)
FORMS = ("inflect", "exact", "fixed")


def problems(data: Path = DATA) -> list[str]:
    """Every problem of the catalogue under `data`; empty when it is sound."""
    concepts = _read(data / "common" / "drugs.csv")
    kinds = {row["concept"]: row["kind"] for row in concepts}
    found = list(common_problems(concepts))
    for language in ("en", "ru"):
        rows = _read(data / language / "drugs.csv")
        found += (f"{language}/drugs.csv: {problem}" for problem in name_problems(language, rows, kinds))
        stems = _read(data / language / "drug_stems.csv")
        found += (f"{language}/drug_stems.csv: {problem}" for problem in stem_problems(stems))
    return found


def common_problems(concepts: list[Row]) -> Iterator[str]:
    """Unknown kinds, concepts told twice, reversed ranges."""
    seen: set[str] = set()
    for row in concepts:
        concept = row["concept"]
        if concept in seen or concept != concept.lower():
            yield f"common/drugs.csv: {concept!r}: keep one row a concept, in lower case"
        seen.add(concept)
        if row["kind"] not in KINDS:
            yield f"common/drugs.csv: {concept!r}: unknown kind {row['kind']!r}, use one of {', '.join(KINDS)}"
        if row["usual_low"] and not float(row["usual_low"]) <= float(row["usual_high"]):
            yield f"common/drugs.csv: {concept!r}: usual amount is reversed"


def name_problems(language: str, rows: list[Row], kinds: dict[str, str]) -> Iterator[str]:
    """Names of unknown concepts, under two concepts, in mixed alphabets, or with nothing that vouches for them."""
    seen: dict[str, str] = {}
    for row in rows:
        phrase, concept = row["phrase"], row["concept"]
        if concept not in kinds:
            yield f"{phrase!r}: unknown concept {concept!r}: add it to common/drugs.csv"
        elif row["tag"] != TAGS.get(kinds[concept], "DRUG"):
            yield f"{phrase!r}: tag {row['tag']!r} does not fit kind {kinds[concept]!r}"
        if seen.setdefault(phrase.lower(), concept) != concept:
            yield f"{phrase!r}: stands for {seen[phrase.lower()]!r} and {concept!r}: keep one"
        if row["form"] not in FORMS:
            yield f"{phrase!r}: unknown form {row['form']!r}, use one of {', '.join(FORMS)}"
        if not vouched(language, row["source"]):
            yield f"{phrase!r}: source {row['source']!r} does not vouch for it: two ways, or a person"
        if mixed(phrase):
            yield f"{phrase!r}: Latin and Cyrillic letters in one word: retype it in one alphabet"


def stem_problems(rows: list[Row]) -> Iterator[str]:
    """Stems that are too short, or whose own example they do not admit."""
    for row in rows:
        if not admits(row, row["example"]):
            yield f"stem {row['stem']!r} does not admit its example {row['example']!r}"
        if int(row["minimum"]) <= len(row["stem"]) or len(row["stem"]) < 3:
            yield f"stem {row['stem']!r}: a stem needs three letters, and a minimum above its own length"


def admits(stem: Row, word: str) -> bool:
    """Whether a row of `drug_stems.csv` admits a word in lower case as an unknown drug."""
    if len(word) < int(stem["minimum"]) or word in stem["exceptions"].split(";"):
        return False
    return word.endswith(stem["stem"]) if stem["position"] == "suffix" else word.startswith(stem["stem"])


def vouched(language: str, source: str) -> bool:
    """English: the UNII list, a person, or a spelling made by rule. Russian: a person, or two of the other ways."""
    if language == "en":
        return source in ("UNII", "reviewed", SPELLING)
    ways = source.split("+")
    return set(ways) <= set(WAYS) and ("reviewed" in ways or len(set(ways)) > 1)


def mixed(phrase: str) -> bool:
    """Whether a word of the phrase mixes Latin and Cyrillic letters ("метoтрексат" with a Latin o)."""
    return any(CYRILLIC.search(word) and LATIN.search(word) for word in LETTERS.findall(phrase))


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


if __name__ == "__main__":
    faults = problems()
    print("\n".join(faults) or "the drug catalogue is sound")
    sys.exit(bool(faults))
