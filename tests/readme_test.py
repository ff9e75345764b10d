"""What README.md promises: its commands and links exist, and its pandas snippet runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.command import app
from pipeline.dataset.publish import publish
from tests.dataset import sample

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_is_told() -> None:
    commands = {c.callback.__name__ for c in app.registered_commands if c.callback}
    assert commands == set(re.findall(r"`casefold (\w+)", README))


def test_every_make_target_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    told = set(re.findall(r"(?:`|^ {4})make (\w+)", README, re.MULTILINE))
    assert {"run", "test", "ui", "help", "check"} <= told <= targets


def test_every_target_is_listed_by_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony is not None
    assert set(phony[1].split()) == set(re.findall(r"^([a-z]+):.*##", makefile, re.MULTILINE))


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)]+)\)", README))
def test_a_link_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


def test_the_pandas_snippet_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(sample.frames(), tmp_path / "data" / "dataset", kept=1)
    monkeypatch.chdir(tmp_path)
    snippet = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert snippet is not None
    exec(compile(snippet[1], "README.md", "exec"), {})
    printed = capsys.readouterr().out
    header, *rows = printed.splitlines()
    assert header.split() == ["time_edtf", "site", "max_mm", "page", "quote"]
    assert rows and all("…" not in row and "..." not in row for row in rows)
    assert any("liver" in row and "до 28 мм" in row for row in rows)
