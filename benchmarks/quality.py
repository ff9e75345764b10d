"""Every scorer of ../shared/score on every dev set, as the table of docs/quality.md.

    python -m benchmarks.quality [--write] [--keep DIR]

--write puts the output into docs/quality.md between its markers. Reports are read from their PDFs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

SHARED = Path("../shared")
PAGE = Path("docs/quality.md")
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--keep", type=Path, help="keep the datasets, texts and error lists here")
    given = parser.parse_args()
    if not SHARED.exists():
        print(f"{SHARED} is not here: this benchmark needs the shared folder beside the checkout")
        return 2
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
        figures = measured(given.keep)
    else:
        with tempfile.TemporaryDirectory() as folder:
            figures = measured(Path(folder))
    text = "\n".join(
        f"### {title}\n\n`{command}`\n\n```\n{output.rstrip()}\n```\n" for title, command, output in figures
    )
    print(text)
    if given.write:
        page = PAGE.read_text(encoding="utf-8")
        head, tail = page.split(BEGIN)[0], page.split(END)[1]
        PAGE.write_text(f"{head}{BEGIN}\n\n{text}\n{END}{tail}", encoding="utf-8")
    return 0


def measured(folder: Path) -> list[tuple[str, str, str]]:
    """(what, the command, its output) of every scorer."""
    reports = sorted((SHARED / "reports/dev").glob("*.pdf"))
    lesion_texts = write_texts(SHARED / "corpora/maccrobat_dev.jsonl", folder / "lesion_texts")
    russian_texts = write_texts(SHARED / "corpora/ru_passages_dev.jsonl", folder / "russian_texts")
    casefold("extract", *map(str, reports), "--out", str(folder / "dev"))
    casefold("extract", str(lesion_texts), "--out", str(folder / "lesions"))
    casefold("extract", str(russian_texts), "--out", str(folder / "russian"))
    casefold("text", *map(str, reports), "--out", str(folder / "texts"))
    out = [
        founding_report(),
        text_scores(folder),
        fact_scores("Facts of the dev reports", "gold/dev", folder / "dev", SHARED / "reports/dev", folder),
        fact_scores(
            "Lesions of English passages",
            "gold/dev_lesions",
            folder / "lesions",
            lesion_texts,
            folder,
            "--only",
            "lesions",
        ),
        fact_scores("Facts of Russian passages", "gold/ru_dev", folder / "russian", russian_texts, folder),
    ]
    for corpus, maps in (
        ("maccrobat_dev", ("maccrobat_map", "maccrobat_time_map")),
        ("nerel_bio_dev", ("nerel_bio_map",)),
        ("phee_dev", ("phee_map",)),
    ):
        predictions = annotated(SHARED / f"corpora/{corpus}.jsonl", folder / f"{corpus}.pred.jsonl")
        out += [span_scores(corpus, name, predictions, folder) for name in maps]
    return out


def casefold(*arguments: str, given: str | None = None) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.command", *arguments], input=given, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"casefold {' '.join(arguments[:3])} … failed:\n{done.stderr[-2000:]}")
    return done.stdout


def founding_report() -> tuple[str, str, str]:
    done = subprocess.run([sys.executable, "-m", "benchmarks.seed"], capture_output=True, text=True, check=False)
    return "The founding report", "python -m benchmarks.seed", done.stdout


def score(script: str, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, str(SHARED / "score" / script), *arguments], capture_output=True, text=True, check=True
    ).stdout


def write_texts(corpus: Path, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number, line in enumerate(corpus.read_text(encoding="utf-8").splitlines()):
        document = json.loads(line)
        name = str(document.get("id", document.get("doc_id", document.get("name", number))))
        (folder / f"{name}.txt").write_text(document["text"], encoding="utf-8")
    return folder


def text_scores(folder: Path) -> tuple[str, str, str]:
    return (
        "Reading order",
        "score_text.py ../shared/reports/dev T",
        score("score_text.py", str(SHARED / "reports/dev"), str(folder / "texts")),
    )


def fact_scores(title: str, gold: str, dataset: Path, texts: Path, folder: Path, *more: str) -> tuple[str, str, str]:
    errors = folder / f"{dataset.name}.errors.jsonl"
    output = score(
        "score_facts.py", str(SHARED / gold), str(dataset), "--texts", str(texts), "--errors", str(errors), *more
    )
    return title, " ".join(["score_facts.py", f"../shared/{gold}", "DATASET", "--texts", "TEXTS", *more]), output


def annotated(corpus: Path, predictions: Path) -> Path:
    predictions.write_text(casefold("annotate", given=corpus.read_text(encoding="utf-8")), encoding="utf-8")
    return predictions


def span_scores(corpus: str, name: str, predictions: Path, folder: Path) -> tuple[str, str, str]:
    gold, mapping = SHARED / f"corpora/{corpus}.jsonl", SHARED / f"corpora/{name}.json"
    errors = folder / f"{name}.errors.jsonl"
    output = score(
        "score_spans.py",
        "--gold",
        str(gold),
        "--pred",
        str(predictions),
        "--map",
        str(mapping),
        "--errors",
        str(errors),
    )
    return (
        f"Spans of {corpus} ({name})",
        f"casefold annotate < {corpus}.jsonl; score_spans.py --map {name}.json",
        output,
    )


if __name__ == "__main__":
    sys.exit(main())
