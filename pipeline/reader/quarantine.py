"""What a report's owner can do when it could not be read."""

from __future__ import annotations

from pathlib import Path

from pipeline.report import Problem, Quarantine, Stage

HINTS: dict[Problem, str] = {
    "empty_file": "The file has no bytes: download or copy it again.",
    "not_a_pdf": "The file is not a PDF: open it to see what it is, and save the article as PDF.",
    "damaged": "The PDF is cut off or broken: download it again, or repair it by printing it to a new PDF.",
    "password_required": "The PDF opens only with a password: save a copy without one.",
    "no_text": "The pages hold no readable text. Install Tesseract with Russian and English "
    "(Debian: apt-get install tesseract-ocr tesseract-ocr-rus) and `casefold[ocr]`, then read it again.",
    "too_large": "The file exceeds a cap of the reader: split it, or raise max_bytes, max_pages, "
    "max_characters_per_page or max_objects_per_page in casefold.toml.",
    "timeout": "Reading took longer than max_seconds of casefold.toml: raise it, or print the article to a new PDF.",
    "out_of_memory": "Reading needed more than max_memory_bytes of casefold.toml: raise it, or print the article to a new PDF.",
    "reader_crashed": "The reader ended on this file: print the article to a new PDF and read that.",
}
OF_EXTRACTION: dict[Problem, str] = {
    "timeout": "Extracting took longer than max_seconds of casefold.toml: raise it.",
    "out_of_memory": "Extracting needed more than max_memory_bytes of casefold.toml: raise it.",
    "reader_crashed": "The rules failed on the text of this report; its PDF is sound. Nothing mends it but a change of the "
    "rules: tell the maintainers of casefold what problem_detail says.",
}
"""Where the text was read, and the rules came to an end on it."""
NOT_UTF8 = "The text file is not UTF-8 (old Windows files are CP1251): save it as UTF-8."


class Unreadable(Exception):
    """A report cannot be read; caught at the reader's border, where it becomes a Quarantine. `hint`: in place of HINTS."""

    def __init__(self, problem: Problem, detail: str = "", n_pages: int | None = None, hint: str | None = None) -> None:
        super().__init__(problem, detail)
        self.problem: Problem = problem
        self.detail = detail
        self.n_pages = n_pages
        self.hint = hint


def quarantine(
    path: Path,
    problem: Problem,
    sha256: str,
    n_bytes: int,
    version: str,
    detail: str = "",
    n_pages: int | None = None,
    hint: str | None = None,
    stage: Stage | None = "reading",
) -> Quarantine:
    """The row of a report that could not be read, with its hint."""
    hint = hint or (OF_EXTRACTION.get(problem) if stage == "extraction" else None) or HINTS[problem]
    return Quarantine(sha256[:16], sha256, path.name, n_bytes, problem, hint, n_pages, version, stage, detail)
