"""SQL over the current dataset."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from pipeline.dataset.publish import current, publish
from pipeline.dataset.query import NoDataset, query
from pipeline.dataset.write import write_tables

from .sample import frames

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "reading_the_dataset.md"


def test_a_query_reads_the_current_version(tmp_path: Path) -> None:
    for n in (1.0, 2.0):
        publish(frames(n), tmp_path, 2)
    answer = query("select dim1_mm, page, time_start from lesions where char_start = 40", tmp_path)
    assert answer.to_dict("list")["dim1_mm"] == [2.0]
    assert str(answer["page"].dtype) == "int64[pyarrow]" and str(answer["time_start"].iloc[0]) == "2017-01-18"
    version = current(tmp_path)
    assert version is not None
    assert len(query("select * from lesions", version)) == 3


@pytest.mark.parametrize("name", ["it's", "a, b", "[x]", "st*r", "вход"])
def test_a_query_reads_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    write_tables(frames(), tmp_path / name, ("parquet",))
    for table, frame in frames().items():
        assert query(f'select count(*) as n from "{table}"', tmp_path / name)["n"].tolist() == [len(frame)]


def test_where_no_dataset_is_the_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoDataset, match="casefold run"):
        query("select 1", tmp_path)


def test_a_faulty_statement_is_answered_by_duckdb(tmp_path: Path) -> None:
    write_tables(frames(), tmp_path, ("parquet",))
    with pytest.raises(duckdb.Error, match="lesoins"):
        query("select * from lesoins", tmp_path)
    with pytest.raises(duckdb.Error):
        query("delete from lesions", tmp_path)


def test_what_answers_nothing_is_an_empty_frame(tmp_path: Path) -> None:
    write_tables(frames(), tmp_path, ("parquet",))
    assert query("create table x (y int)", tmp_path).empty


def examples() -> list[tuple[str, str]]:
    """(statement, answer) of each worked example."""
    pair = r"```sql\n(.*?)```\n\n```text\n(.*?)```"
    return re.findall(pair, GUIDE.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("number", range(3))
def test_a_worked_example_gives_the_answer_shown(tmp_path: Path, number: int) -> None:
    write_tables(frames(), tmp_path, ("parquet",))
    assert len(examples()) == 3
    statement, shown = examples()[number]
    answer = query(statement, tmp_path)
    assert len(answer) > 0
    assert shown.rstrip() == answer.to_string(index=False, na_rep="").rstrip()


def test_the_pandas_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(frames(), tmp_path / "data" / "dataset", 2)
    monkeypatch.chdir(tmp_path)
    [snippet] = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), flags=re.DOTALL)
    exec(compile(snippet, str(GUIDE), "exec"), {})
    assert "imatinib" in capsys.readouterr().out
