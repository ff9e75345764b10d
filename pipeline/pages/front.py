"""The front page over the batches: every case with a link to its page, and those that hold the words asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa

from pipeline.dataset.write import replaced
from pipeline.pages import wording
from pipeline.pages.record import rows
from pipeline.pages.write import INDEX, page_name, templates, written

LISTING = ".cases.json"
"""In the folder of a batch: what the front page tells of it."""
MOST = 1000
"""Cases on the page."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One case; `page` is the file in the folder of its batch."""

    page: str
    patient: str
    outcome: str
    title: str
    source: str
    keywords: tuple[str, ...]
    language: str

    def holds(self, words: list[str]) -> bool:
        said = " ".join((self.patient, self.outcome, self.title, self.source, *self.keywords)).casefold()
        return all(word in said for word in words)


@dataclass(frozen=True, slots=True)
class Batch:
    name: str
    n_reports: int
    n_quarantined: int
    cases: tuple[Listed, ...]


def write_listing(frames: Mapping[str, pa.Table], folder: Path) -> None:
    """What the front page tells of a batch, of its tables reports and cases, beside its pages."""
    reports = {r["report_id"]: r for r in rows(frames, "reports")}
    cases = [
        Listed(
            page_name(case["case_id"]),
            wording.labelled(case),
            wording.outcome(case),
            report["title"] or report["file_name"],
            wording.joined(report["file_name"], str(report["year"] or ""), by=", "),
            tuple(report["keywords"] or ()),
            report["language"] or "en",
        )
        for case in rows(frames, "cases")
        for report in [reports[case["report_id"]]]
    ]
    quarantined = sum(r["status"] == "quarantined" for r in reports.values())
    said = {"n_reports": len(reports), "n_quarantined": quarantined, "cases": [asdict(case) for case in cases]}
    with replaced(folder / LISTING) as stream:
        stream.write(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace"))


def write_front(folder: Path) -> Path:
    """`index.html` over the batches of a folder."""
    return written(folder / INDEX, front_page(folder))


def front_page(folder: Path, asked: str | None = None) -> str:
    """The page, with the cases that hold every word asked for; None where nobody is there to be asked (a file)."""
    some = list(batches(folder))
    words = (asked or "").casefold().split()
    found = [(batch.name, case) for batch in some for case in batch.cases if case.holds(words)]
    return (
        templates()
        .get_template("front.html")
        .render(
            batches=some,
            found=found[:MOST],
            n_found=len(found),
            n_cases=sum(len(batch.cases) for batch in some),
            asked=asked,
            index=INDEX,
        )
    )


def batches(folder: Path) -> Iterator[Batch]:
    """In the order of their names."""
    for file in sorted(folder.glob(f"*/{LISTING}")):
        said = json.loads(file.read_text(encoding="utf-8"))
        cases = tuple(Listed(**{**case, "keywords": tuple(case["keywords"])}) for case in said.pop("cases"))
        yield Batch(file.parent.name, cases=cases, **said)
