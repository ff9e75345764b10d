"""Case pages: what was found of one patient, drawn, tabled and tied to the words and the page it comes from."""

from pipeline.pages.figure import CourseFigure, course_figure
from pipeline.pages.record import CaseRecord, case_records
from pipeline.pages.write import write_pages

__all__ = ["CaseRecord", "CourseFigure", "case_records", "course_figure", "write_pages"]
