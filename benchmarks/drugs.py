"""How many drug names of a corpus the catalogue knows, and how many more the stem rule admits.

python -m benchmarks.drugs [CORPUS.jsonl]
"""

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
DATA = ROOT / "pipeline" / "language" / "data" / "en"
CORPUS = ROOT.parent / "shared" / "corpora" / "phee_dev.jsonl"
LABEL = "Treatment.Drug"
WORD = re.compile(r"\w+(?:['-]\w+)*")
Row = dict[str, str]


def main(corpus: Path) -> None:
    """Prints the shares over mentions and over distinct names, and the commonest names of each unknown group."""
    names = Counter(drug_names(corpus))
    groups = dict.fromkeys(("exact", "inside", "stem", "unknown"), 0)
    distinct, unknown, stemmed = Counter(dict(groups)), Counter[str](), Counter[str]()
    phrases, stems = _phrases(), _read(DATA / "drug_stems.csv")
    for name, count in names.items():
        group = known_by(name, phrases, stems)
        groups[group] += count
        distinct[group] += 1
        {"unknown": unknown, "stem": stemmed}.get(group, Counter())[name] += count
    total = names.total()
    print(f"{total} mentions, {len(names)} distinct names in {corpus.name}")
    for group, count in groups.items():
        print(
            f"{group:8} {count:5} mentions {count / total:6.1%} {distinct[group]:5} names {distinct[group] / len(names):6.1%}"
        )
    print("stem rule:", ", ".join(f"{name} {count}" for name, count in stemmed.most_common(20)))
    print("unknown:", ", ".join(f"{name} {count}" for name, count in unknown.most_common(60)))


def known_by(name: str, phrases: frozenset[str], stems: list[Row]) -> str:
    """`exact`: the span is a name; `inside`: a name stands in it; `stem`: only the stem rule; or `unknown`."""
    words = WORD.findall(name)
    spans = {" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)}
    if " ".join(words) in phrases:
        return "exact"
    if spans & phrases or any(part in phrases for word in words for part in word.split("-")):
        return "inside"
    return "stem" if any(_admits(stem, word) for stem in stems for word in words) else "unknown"


def drug_names(corpus: Path) -> Iterator[str]:
    """The drug spans of a corpus of JSON lines, in lower case, each place once."""
    for line in corpus.read_text(encoding="utf-8").splitlines():
        places = {(e["start"], e["end"]): e["text"] for e in json.loads(line)["entities"] if e["type"] == LABEL}
        yield from (text.lower() for text in places.values())


def _phrases() -> frozenset[str]:
    words = (WORD.findall(row["phrase"].lower()) for row in _read(DATA / "drugs.csv"))
    singular = {" ".join(each) for each in words}
    return frozenset(singular | {phrase + "s" for phrase in singular})


def _admits(stem: Row, word: str) -> bool:
    if len(word) < int(stem["minimum"]) or word in stem["exceptions"].split(";"):
        return False
    return word.endswith(stem["stem"]) if stem["position"] == "suffix" else word.startswith(stem["stem"])


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS)
