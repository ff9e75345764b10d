"""What vouches for a name: the UNII list for English ones, two of five ways for Russian ones."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pymorphy3

from drug_catalogue.names import Drug, Name
from drug_catalogue.transliteration import agrees

FOLDER = Path(__file__).parent
WAYS = ("transliteration", "morphology", "dictionary", "corpus", "reviewed")


@dataclass(frozen=True, slots=True)
class Evidence:
    """`names`: folded name → {(unii, display name)}; `words`: words of the Russian medical word list; `corpus`: words of Russian texts."""

    names: Mapping[str, frozenset[tuple[str, str]]]
    words: frozenset[str]
    corpus: frozenset[str] = frozenset()

    def unii(self, concept: str) -> str:
        """The code of the substance of that name; empty when there is none, or more than one."""
        codes = {code for code, _ in self.names.get(concept, ())}
        exact = {code for code, display in self.names.get(concept, ()) if display == concept}
        return min(exact) if len(exact) == 1 else min(codes) if len(codes) == 1 else ""

    def salts(self, concept: str) -> list[str]:
        """Names of salts of the concept, and the list's own one-word name for it (paracetamol → acetaminophen)."""
        unii = self.unii(concept)
        displays = {display for code, display in self.names.get(concept, ()) if code == unii and display.isalpha()}
        salts = {name for name in self.names if name.startswith(concept + " ")}
        return sorted((displays | salts) - {concept})

    def english(self, drug: Drug, name: Name) -> str:
        """`UNII` when the list leads from the name to the concept or a salt of it, else `reviewed`."""
        targets = {drug.concept, *(display for _, display in self.names.get(drug.concept, ()))}
        displays = [display for _, display in self.names.get(name.phrase.lower(), ())]
        known = any(f" {display} ".startswith(f" {target} ") for display in displays for target in targets)
        return "UNII" if known else "reviewed"

    def russian(self, drug: Drug, name: Name) -> str:
        """The ways that agree on a Russian name, joined with `+`; reading by a person stands in where one is missing."""
        words = name.phrase.lower().split()
        ways = []
        latin = (
            *(english.phrase for english in drug.english),
            *(self.salts(drug.concept) if drug.kind == "drug" else ()),
        )
        if any(agrees(phrase, name.phrase) for phrase in latin):
            ways.append("transliteration")
        if name.form != "exact" and all(_morphology().word_is_known(word) for word in words):
            ways.append("morphology")
        if words and self.words.issuperset(words):
            ways.append("dictionary")
        if words and self.corpus.issuperset(words):
            ways.append("corpus")
        return "+".join(ways if len(ways) > 1 else [*ways, "reviewed"])


def read_evidence(folder: Path = FOLDER) -> Evidence:
    """The extracts `unii.csv`, `russian_words.csv` and `corpus_words.csv`, as `drug_catalogue.extract` wrote them."""
    names: dict[str, set[tuple[str, str]]] = defaultdict(set)
    with (folder / "unii.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            names[row["name"]].add((row["unii"], row["display"]))
    words, corpus = (
        frozenset((folder / file).read_text(encoding="utf-8").split()[1:])
        for file in ("russian_words.csv", "corpus_words.csv")
    )
    return Evidence({name: frozenset(codes) for name, codes in names.items()}, words, corpus)


@cache
def _morphology() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer()
