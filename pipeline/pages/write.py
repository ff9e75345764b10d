"""One HTML page a case and an index, each standing alone: no server, no network, no script."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pyarrow as pa

from pipeline.dataset.write import replaced
from pipeline.pages import wording
from pipeline.pages.drawing.canvas import ANCHOR_PREFIX
from pipeline.pages.figure import course_figure
from pipeline.pages.passages import passages
from pipeline.pages.pictures import Picture, Wanted, marked_pages, pictures
from pipeline.pages.record import CaseRecord, case_records, rows
from pipeline.settings import Settings

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
INDEX = "index.html"
PAGE_NAME = re.compile(r"[0-9a-f]{16}-\d+\.html")
DOI = re.compile(r"10\.\d{4,9}/\S+")
TITLES = {
    "lesions": ("Sizes", "Size"),
    "medications": ("Medications", "Dose"),
    "labs": ("Laboratory values", "Value"),
    "measurements": ("Measurements", "Value"),
}
"""Table → its heading, and the heading of its values."""


def write_pages(
    frames: Mapping[str, pa.Table],
    pdfs: Mapping[str, Path],
    folder: Path,
    texts: Mapping[str, str] | None = None,
    pictures_too: bool = True,
    settings: Settings | None = None,
) -> list[Path]:
    """`<case_id>.html` for every row of `cases`, and `index.html`; returns the files, the index last.

    frames         the tables of a dataset, as `pipeline.batch.run` gives them or Parquet holds them
    pdfs           report_id → its PDF, for the pictures; a report that is missing here gets none
    texts          report_id → the text that its offsets count in, for the words around each fact; a text that does
                   not hold every quote at its place (masked, or read by another reader) is left out
    pictures_too   False leaves the pictures out
    settings       the limits under which PDFs are drawn; a PDF that breaks them costs its own pictures only

    Pages of cases that are no longer there are removed. The same input gives the same bytes.
    Raises OSError when the disk refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    environment = templates()
    out = []
    for record, shown, trouble in with_pictures(
        case_records(frames), pdfs if pictures_too else {}, settings or Settings()
    ):
        text = (texts or {}).get(record.report["report_id"])
        page = environment.get_template("case.html").render(case_page(record, shown, trouble, text))
        out.append(written(folder / page_name(record.case_id), page))
    for old in folder.iterdir():
        if PAGE_NAME.fullmatch(old.name) and old not in out:
            old.unlink()
    return [*out, write_index(frames, folder)]


def write_index(frames: Mapping[str, pa.Table], folder: Path, front: str | None = None) -> Path:
    """`index.html`, of the tables reports and cases; `front` links to the page over all batches."""
    return written(folder / INDEX, templates().get_template(INDEX).render(index_page(frames), front=front))


def templates() -> Environment:
    """Every word that comes from a PDF goes through the escaping of these templates."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(w=wording, row_anchor=ANCHOR_PREFIX)
    return environment


def written(file: Path, page: str) -> Path:
    with replaced(file) as stream:
        stream.write(page.encode("utf-8", "replace"))
    return file


def page_name(case_id: str) -> str:
    return f"{case_id}.html"


def with_pictures(
    records: Sequence[CaseRecord], pdfs: Mapping[str, Path], settings: Settings
) -> Iterator[tuple[CaseRecord, Mapping[int, Picture], str | None]]:
    """Each record with the pictures of its pages, and what kept them away if something did; a PDF is drawn once."""
    by_report: dict[str, list[CaseRecord]] = defaultdict(list)
    for record in records:
        by_report[record.report["report_id"]].append(record)
    drawable = {r: some for r, some in by_report.items() if r in pdfs and pdfs[r].suffix.lower() == ".pdf"}
    for report_id in by_report.keys() - drawable.keys():
        for record in by_report[report_id]:
            yield record, {}, None
    wanted = [
        Wanted(pdfs[r], tuple(sorted({p for one in some for p in marked_pages(one.facts.values())})))
        for r, some in drawable.items()
    ]
    for some, outcome in zip(drawable.values(), pictures(wanted, settings) if wanted else (), strict=True):
        for record in some:
            yield (record, {}, outcome) if isinstance(outcome, str) else (record, outcome, None)


def case_page(
    record: CaseRecord, shown: Mapping[int, Picture], trouble: str | None, text: str | None
) -> dict[str, Any]:
    """What the template of a case needs."""
    from markupsafe import Markup

    figure = course_figure(record)
    facts = list(record.facts.values())
    doi = record.report["doi"]
    return {
        "report": record.report,
        "case": record.case,
        "doi_link": f"https://doi.org/{quote(doi, safe='/()')}" if doi and DOI.fullmatch(doi) else None,
        "figure": figure,
        "drawings": [(name, Markup(getattr(figure, name))) for name in ("wide", "narrow")] if figure else [],
        "tables": [(table, *TITLES[table], told) for table in TITLES if (told := grouped(record, table))],
        "record": record,
        "passages": passages(facts, text),
        "pages": [(page, shown[page], marks) for page, marks in marked_pages(facts).items() if page in shown],
        "trouble": trouble,
        "names": {f["fact_id"]: wording.fact(f) for f in facts},
        "repeats": repeats(record),
    }


def grouped(record: CaseRecord, table: str) -> list[Mapping[str, Any]]:
    """The facts of a table in the order of the timeline, those that tell another again left out."""
    order = {t["fact_id"]: n for n, t in enumerate(record.timeline)}
    return sorted(record.told(table), key=lambda f: order.get(f["fact_id"], len(order)))


def repeats(record: CaseRecord) -> dict[str, list[str]]:
    """fact_id → fact_ids of the mentions that tell it again."""
    out: dict[str, list[str]] = defaultdict(list)
    for fact in record.facts.values():
        if fact["repeat_of"]:
            out[fact["repeat_of"]].append(fact["fact_id"])
    return dict(out)


def index_page(frames: Mapping[str, pa.Table]) -> dict[str, Any]:
    cases: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for case in rows(frames, "cases"):
        cases[case["report_id"]].append(case)
    reports = sorted(rows(frames, "reports"), key=lambda r: (r["status"] != "quarantined", r["file_name"]))
    return {
        "reports": reports,
        "cases": cases,
        "page_name": page_name,
        "n_facts": sum(r["n_facts"] or 0 for r in reports),
        "n_quarantined": sum(r["status"] == "quarantined" for r in reports),
    }
