"""Counts what the catalogue holds, for `docs/drugs.md`.

python -m drug_catalogue.figures [--write]
"""

import csv
import re
import sys
from collections import Counter
from pathlib import Path

from drug_catalogue.build import DATA

DOC = Path(__file__).parents[1] / "docs" / "drugs.md"
FIGURES = re.compile(r"(?<=<!-- figures -->\n).*(?=<!-- end of figures -->)", re.DOTALL)
PLURALS = {"class": "classes"}


def figures(data: Path = DATA) -> str:
    """Two tables in Markdown: what there is, and what vouches for the Russian names."""
    concepts = rows(data / "common" / "drugs.csv")
    english, russian = rows(data / "en" / "drugs.csv"), rows(data / "ru" / "drugs.csv")
    kinds = Counter(row["kind"] for row in concepts).most_common()
    told = ", ".join(f"{count:,} {PLURALS.get(kind, kind.replace('_', ' ') + 's')}" for kind, count in kinds)
    stems = {language: len(rows(data / language / "drug_stems.csv")) for language in ("en", "ru")}
    listed = sum(row["source"] == "UNII" for row in english)
    ways = Counter(min(len(mechanical(row["source"])), 2) for row in russian)
    lines = [
        ("", ""),
        ("---", "---"),
        ("concepts", f"{len(concepts):,}: {told}"),
        ("with UNII", f"{sum(bool(row['unii']) for row in concepts):,}"),
        ("with RxCUI", f"{sum(bool(row['rxcui']) for row in concepts):,}"),
        ("with a usual amount", f"{sum(bool(row['usual_low']) for row in concepts):,}"),
        ("English names", f"{len(english):,} ({listed:,} found in the UNII list), {stems['en']} stems"),
        (
            "Russian names",
            f"{len(russian):,} for {len({r['concept'] for r in russian}):,} concepts, {stems['ru']} stems",
        ),
        ("Russian names on two or more mechanical ways", f"{ways[2]:,}"),
        ("… on one, and `reviewed`", f"{ways[1]:,}"),
        ("… on `reviewed` alone", f"{ways[0]:,}"),
    ]
    by_way = Counter(way for row in russian for way in mechanical(row["source"]))
    lines += [(f"… that {way} vouches for", f"{count:,}") for way, count in by_way.most_common()]
    return "\n" + "\n".join(f"| {left} | {right} |" for left, right in lines) + "\n\n"


def mechanical(source: str) -> list[str]:
    return [way for way in source.split("+") if way != "reviewed"]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


if __name__ == "__main__":
    if "--write" in sys.argv:
        DOC.write_text(FIGURES.sub(lambda _: figures(), DOC.read_text(encoding="utf-8")), encoding="utf-8")
    print(figures())
