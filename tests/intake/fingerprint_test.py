"""Whatever can change what is understood changes the fingerprint of the rules, so that no fact outlives its rule."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from pipeline.extraction import PIPELINE, rule_files

ROOT = Path(__file__).resolve().parents[2]
NO_RULES = {"__init__.py", "fault.py", "kept.py", "record.py", "report.py", "settings.py", "text.py"}
"""Records, faults, settings (fingerprinted by their values) and the cache."""
LOADED = """
import json, sys
import pipeline.extraction
print(json.dumps([m.__file__ for name, m in sys.modules.items() if name.split(".")[0] == "pipeline"]))
"""


def test_every_module_behind_the_extraction_is_fingerprinted() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = {Path(file).resolve() for file in json.loads(done.stdout)}
    assert len(loaded) > 50
    assert loaded - {file.resolve() for file in rule_files()} <= {PIPELINE.resolve() / name for name in NO_RULES}


def test_the_tables_of_words_are_fingerprinted() -> None:
    tables = set((PIPELINE / "language" / "data").rglob("*.csv"))
    assert len(tables) > 30
    assert tables <= set(rule_files())
