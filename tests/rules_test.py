"""Facts come from named rules whose patterns spaCy's matchers run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.extraction import extract
from pipeline.reader import read
from pipeline.report import Report
from pipeline.settings import Settings

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "samples").glob("*.pdf"))
KINDS = {p.name for p in (ROOT / "pipeline" / "rules").iterdir() if (p / "facts.py").exists()}
SENTENCE = (
    "On 12 May 2017 a nodule of 3.2 × 2.1 cm was found; haemoglobin was 9.1 g/dL and imatinib 400 mg daily was started."
)
SILENT = """
import spacy.matcher

class Silent:
    def __init__(self, *_, **__): pass
    def add(self, *_, **__): pass
    def __call__(self, *_, **__): return []

if {silent}:
    spacy.matcher.Matcher = Silent
from pipeline.annotation import annotate
import json
print(json.dumps(sorted({{s.type for s in annotate({sentence!r}, "en")}})))
"""


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.stem)
def test_every_fact_names_its_rule(sample: Path) -> None:
    report = read(sample, Settings())
    assert isinstance(report, Report)
    rules = [linked.fact.rule for linked in extract(report).facts]
    assert len(rules) > 30
    assert {r for r in rules if r.split(".")[0] not in KINDS or not r.split(".")[-1].isidentifier()} == set()


@pytest.mark.parametrize(
    ("silent", "found"), [(False, ["date", "dose", "drug", "frequency", "lab", "size"]), (True, ["drug"])]
)
def test_with_spacys_matcher_silenced_only_the_lexicon_speaks(silent: bool, found: list[str]) -> None:
    code = SILENT.format(silent=silent, sentence=SENTENCE)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert json.loads(done.stdout) == found
