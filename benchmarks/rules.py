"""CPU of the rules against spaCy's blank tokenizer on the same texts, interleaved in one run.

    python -m benchmarks.rules [--en FILE …] [--ru FILE …] [--rounds N]

A FILE is a text, or JSON lines with a key `text`. Default: the truth texts of the dev reports, the Russian passages and
abstracts of ../shared. `annotate` gives spans; `extract` links facts to patients and moments as well.

Both sides remember words that they have met, and the rules what spaCy's Matcher said of a window. The rounds show texts
that are known; the line before them is of texts that are met for the first time, after half of them has been read.
Both run as in a worker: cycles are looked for seldom (`pipeline/garbage.py`).
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import spacy

from benchmarks.clock import Rounds, cpu_seconds, interleaved, machine, ratio
from pipeline.annotation import annotate
from pipeline.extraction import extract
from pipeline.garbage import collect_seldom
from pipeline.plain_text import plain_report

SHARED = Path("../shared")
TARGET = 2.5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--en", nargs="+", type=Path)
    parser.add_argument("--ru", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    if not (given.en or given.ru or SHARED.exists()):
        print(f"{SHARED} is not here: name texts with --en or --ru")
        return 2
    named = given.en or given.ru
    english = given.en or ([] if named else sorted((SHARED / "reports/dev").glob("*.truth.txt")))
    russian = given.ru or (
        [] if named else [SHARED / f"corpora/{c}.jsonl" for c in ("ru_passages_dev", "nerel_bio_dev")]
    )
    print(machine())
    collect_seldom()
    for language, files in (("en", english), ("ru", russian)):
        texts = [text for file in files for text in texts_of(file)]
        if texts:
            print(compared(language, texts, given.rounds))
    return 0


def texts_of(file: Path) -> list[str]:
    content = file.read_text(encoding="utf-8")
    return [json.loads(line)["text"] for line in content.splitlines()] if file.suffix == ".jsonl" else [content]


def compared(language: str, texts: Sequence[str], rounds: int) -> str:
    """Words a second of each way, and its CPU as a multiple of the tokenizer's."""
    blank = spacy.blank(language)
    ways: dict[str, Callable[[str], object]] = {
        f'spacy.blank("{language}")': blank,
        "annotate": lambda text: annotate(text, language),
        "extract": lambda text: extract(plain_report(text, language=language)),
    }
    floor = next(iter(ways))
    fresh = first_reading({name: ways[name] for name in (floor, "annotate")}, texts)
    spent = interleaved(ways, texts, rounds)
    n_words = sum(len(blank(text)) for text in texts)
    lines = [f"{language}: {len(texts)} texts, {n_words} words, {rounds} rounds"]
    for name in ways:
        speed = n_words / statistics.median(spent[name])
        lines.append(
            f"  {name:18s} {speed:10,.0f} words a CPU second   {ratio(spent, name, floor):6.2f} x the tokenizer"
        )
    if fresh["annotate"][0]:
        lines.append(f"  texts never met before: annotate {ratio(fresh, 'annotate', floor):.2f} x the tokenizer")
    lines.append(f"  target: annotate at most {TARGET} x the tokenizer")
    return "\n".join(lines)


def first_reading(ways: Mapping[str, Callable[[str], object]], texts: Sequence[str]) -> Rounds:
    """CPU of each way on every other text, once, after the others; 0 where there is one text only."""
    for work in ways.values():
        for text in texts[::2]:
            work(text)
    spent = dict.fromkeys(ways, 0.0)
    for text in texts[1::2]:
        for name, work in ways.items():
            spent[name] += cpu_seconds(lambda work=work, text=text: work(text))  # type: ignore[misc]
    return {name: [seconds] for name, seconds in spent.items()}


if __name__ == "__main__":
    sys.exit(main())
