"""The files of a dataset, read by tools that are not ours."""

from __future__ import annotations

import csv
import datetime
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from frictionless import Package

from pipeline.dataset.database import NAME as DATABASE
from pipeline.dataset.package import broken
from pipeline.dataset.rows import RowFault, arrow_schema
from pipeline.dataset.schema import TABLES
from pipeline.dataset.spreadsheet import harmless
from pipeline.dataset.write import write_tables

from .sample import EN, RU, SHARED, arrow, frames, rows

DUCKDB = {
    "str": "VARCHAR",
    "int": "BIGINT",
    "float": "DOUBLE",
    "date": "DATE",
    "list[str]": "VARCHAR[]",
    "json": "VARCHAR",
}
PANDAS = {"str": "str", "int": "Int64", "float": "float64", "date": "object", "list[str]": "object", "json": "str"}
SCORER = SHARED / "score" / "score_facts.py"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("dataset, it's")
    write_tables(frames(), place)
    return place


def test_everything_lies_in_the_folder_and_nothing_else(folder: Path) -> None:
    tables = {f"{name}.{kind}" for name in TABLES for kind in ("parquet", "csv")}
    texts = {"datapackage.json", "data_dictionary.md", "CITATION", DATABASE}
    assert {file.name for file in folder.iterdir()} == tables | texts
    assert broken(folder) == []


def test_frictionless_finds_the_package_valid(folder: Path) -> None:
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "message"])
    assert {task.name: task.stats["rows"] for task in report.tasks} == {
        name: len(table) for name, table in frames().items()
    }


@pytest.mark.parametrize(
    ("table", "row", "column", "wrong"),
    [
        ("labs", 0, "subject", "someone"),
        ("labs", 0, "report_id", "0" * 16),
        ("lesions", 2, "repeat_of", "0" * 16),
        ("labs", 0, "fact_id", "short"),
    ],
)
def test_frictionless_finds_what_is_wrong(tmp_path: Path, table: str, row: int, column: str, wrong: str) -> None:
    by_table = rows()
    by_table[table][row][column] = wrong
    write_tables(arrow(by_table), tmp_path)
    assert not Package(str(tmp_path / "datapackage.json")).validate().valid


@pytest.mark.parametrize("name", TABLES)
def test_duckdb_and_pandas_read_every_table_with_its_types(folder: Path, name: str) -> None:
    frame = pd.read_parquet(folder / f"{name}.parquet")
    table = TABLES[name]
    assert {c: str(t) for c, t in frame.dtypes.items()} == {c.name: PANDAS[c.type] for c in table.columns}
    with duckdb.connect(":memory:") as connection:
        relation = connection.sql("SELECT * FROM read_parquet(?)", params=[str(folder / f"{name}.parquet")])
        assert dict(zip(relation.columns, map(str, relation.types), strict=True)) == {
            c.name: DUCKDB[c.type] for c in table.columns
        }
        assert len(relation.fetchall()) == len(frame) == len(frames()[name])


def test_values_come_back_from_parquet_as_they_went_in(folder: Path) -> None:
    for name, table in frames().items():
        back = pq.read_table(folder / f"{name}.parquet")
        assert back.schema.equals(arrow_schema(name))
        assert sorted(back.to_pylist(), key=repr) == sorted(table.to_pylist(), key=repr)
    lesion = pd.read_parquet(folder / "lesions.parquet").set_index("char_start").loc[40]
    assert lesion["time_start"] == datetime.date(2017, 1, 18) and list(lesion["flags"]) == []


def test_values_come_back_from_csv(folder: Path) -> None:
    lab = next(row for row in read_csv(folder / "labs.csv") if row["report_id"] == EN)
    assert (lab["value_low"], lab["time_offset"], lab["time_start"]) == ("85", "-P2W", "")
    assert json.loads(lab["boxes"]) == [[1, 50.0, 100.5, 120.25, 110.0]]
    reports = {row["file_name"]: row for row in read_csv(folder / "reports.csv")}
    assert reports["ru.pdf"]["authors"] == "Иванова А; O'Neil B"
    assert reports["en.pdf"]["title"] == 'A case, with a comma and "quotes"'


def test_rows_stand_in_the_order_of_the_schema(tmp_path: Path) -> None:
    write_tables({name: table.take(list(reversed(range(len(table))))) for name, table in frames().items()}, tmp_path)
    lesions = pq.read_table(tmp_path / "lesions.parquet")
    assert lesions["char_start"].to_pylist() == [5, 40, 90]
    write_tables(frames(), tmp_path / "straight")
    for name in TABLES:
        for kind in ("parquet", "csv"):
            assert (tmp_path / f"{name}.{kind}").read_bytes() == (tmp_path / "straight" / f"{name}.{kind}").read_bytes()


def test_two_runs_from_scratch_give_identical_bytes(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from dataset.sample import frames; from pipeline.dataset.write import write_tables; write_tables(frames(), Path(sys.argv[1]))"
    root = Path(__file__).resolve().parents[2]
    for run, seed in (("a", "1"), ("b", "2")):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join([str(root), str(root / "tests")]),
        }
        subprocess.run([sys.executable, "-c", code, str(tmp_path / run)], check=True, env=environment, timeout=120)
    names = sorted(file.name for file in (tmp_path / "a").iterdir() if file.name != DATABASE)
    assert len(names) == 2 * len(TABLES) + 3
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def read_csv(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+SUM(A1)",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "'=1",
        "＝1",
        "-P2W+A1",
        "-5-A1",
        "=",
        "-",
        "+7 (495)",
    ],
)
def test_text_that_would_open_a_formula_gets_an_apostrophe(cell: str, tmp_path: Path) -> None:
    by_table = rows()
    by_table["labs"][0] |= {"quote": cell, "analyte": cell}
    by_table["reports"][1] |= {"title": cell, "keywords": [cell, "x"]}
    write_tables(arrow(by_table), tmp_path)
    lab, report = (
        next(r for r in read_csv(tmp_path / "labs.csv") if r["report_id"] == EN),
        next(r for r in read_csv(tmp_path / "reports.csv") if r["report_id"] == EN),
    )
    assert lab["quote"] == lab["analyte"] == report["title"] == f"'{cell}"
    assert report["keywords"] == f"'{cell}; x"
    assert pq.read_table(tmp_path / "labs.parquet")["quote"].to_pylist().count(cell) == 1


@pytest.mark.parametrize("cell", ["-5", "+5.2", "-P2W", "-P1M/-P2M", "5 - 10", "a=b", "", None, "O'Neil", "−5"])
def test_harmless_text_stays(cell: str | None) -> None:
    assert harmless(pa.chunked_array([[cell]], pa.string())).to_pylist() == [cell]


def test_words_of_a_vocabulary_stay() -> None:
    given = pa.chunked_array([["=", "=1"]], pa.string())
    assert harmless(given, ("=", "<=")).to_pylist() == ["=", "'=1"]


def test_the_database_goes_where_its_folder_goes(folder: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(folder, moved)
    with duckdb.connect(str(moved / DATABASE), read_only=True) as connection:
        connection.execute(f"SET file_search_path = '{moved}'")
        for name, table in frames().items():
            assert connection.execute(f"SELECT count(*) FROM {name}").fetchone() == (len(table),)
        said = connection.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'labs' AND column_name = 'loinc'"
        ).fetchone()
        assert said == ("LOINC code",)
    command = [
        "-c",
        f"import duckdb; print(duckdb.connect('{DATABASE}', read_only=True).execute('select count(*) from labs').fetchone())",
    ]
    shown = subprocess.run(
        [sys.executable, *command], cwd=moved, capture_output=True, text=True, check=True, timeout=60
    )
    assert shown.stdout == "(2,)\n"


def test_one_format_alone_and_nothing_left_of_the_other(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("mine", encoding="utf-8")
    write_tables(frames(), tmp_path)
    write_tables(frames(), tmp_path, ("csv",))
    assert not list(tmp_path.glob("*.parquet")) and not (tmp_path / DATABASE).exists()
    assert Package(str(tmp_path / "datapackage.json")).validate().valid
    write_tables(frames(), tmp_path, ("parquet",))
    assert [file.name for file in tmp_path.glob("*.csv")] == ["notes.csv"]
    assert broken(tmp_path) == []


def test_what_is_not_of_the_schema_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(RowFault, match="labs"):
        write_tables({"labs": pa.table({"fact_id": ["x"]})}, tmp_path / "out")
    with pytest.raises(ValueError, match="xlsx"):
        write_tables(frames(), tmp_path / "out", ("xlsx",))
    assert not (tmp_path / "out").exists()


def test_the_citation_names_the_reports_that_were_read(folder: Path) -> None:
    lines = (folder / "CITATION").read_text(encoding="utf-8").split("\n\n")
    assert any(
        line.startswith("Иванова А, O'Neil B. ") and line.strip().endswith(f"Журнал. 2019. [{RU}, ru.pdf]")
        for line in lines
    )
    assert sum("pdf]" in line for line in lines) == 2


def test_what_was_changed_by_hand_is_noticed(tmp_path: Path) -> None:
    write_tables(frames(), tmp_path)
    (tmp_path / "labs.csv").write_text("x", encoding="utf-8")
    (tmp_path / "dates.parquet").unlink()
    assert sorted(line.rpartition("/")[2] for line in broken(tmp_path)) == [
        "dates.parquet: missing",
        "labs.csv: differs from datapackage.json",
    ]


@pytest.mark.skipif(not SCORER.exists(), reason="the scorer ../shared/score/score_facts.py is not beside this checkout")
@pytest.mark.parametrize("formats", [("parquet",), ("csv",)])
def test_the_scorer_reads_the_files(tmp_path: Path, formats: tuple[str, ...]) -> None:
    write_tables(frames(), tmp_path / "dataset", formats)
    (tmp_path / "gold").mkdir()
    for name, gold in GOLD.items():
        (tmp_path / "gold" / f"{name}.json").write_text(json.dumps({"doc": name, **gold}), encoding="utf-8")
    command = [
        sys.executable,
        str(SCORER),
        str(tmp_path / "gold"),
        str(tmp_path / "dataset"),
        "--json",
        str(tmp_path / "score.json"),
    ]
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    score: dict[str, Any] = json.loads((tmp_path / "score.json").read_text(encoding="utf-8"))
    wanted = {"doses": 1, "lesions": 3, "labs": 2, "dates": 1, "durations": 1}
    assert score["absent"] == []
    assert {table: (score["tables"][table]["gold"], score["tables"][table]["right"]) for table in wanted} == {
        t: (n, 1.0) for t, n in wanted.items()
    }
    assert score["tables"]["labs"]["fields"] == {
        "subject": [2, 2],
        "flag": [1, 1],
        "ref_low": [1, 1],
        "comparator": [1, 1],
        "time": [1, 1],
    }


GOLD: dict[str, dict[str, Any]] = {
    "ru": {
        "medications": [{"drug": "imatinib", "dose_low": 400, "dose_high": 400, "dose_unit": "mg", "per": "day", "subject": "patient", "time": {"edtf": "2017-02"}, "quote": "иматиниб 400 мг/сут"}],
        "lesions": [
            {"dims_mm": [28], "comparator": "<=", "subject": "patient", "time": {"edtf": "2017-01-18"}, "quote": "до 28 мм"},
            {"dims_mm": [20], "subject": "patient", "quote": "20 мм"},
            {"dims_mm": [20], "subject": "patient", "time": {"edtf": "2017-08"}, "quote": "20 мм"},
        ],
        "labs": [{"analyte": "platelets", "value_low": 45, "value_high": 45, "unit_ucum": "10*9/L", "subject": "patient", "quote": "тромбоциты 45"}],
        "dates": [{"edtf": "2017-01-18", "quote": "18.01.17"}],
        "durations": [{"value": "P7M", "quote": "7 месяцев"}],
    },
    "en": {
        "labs": [{"analyte": "hemoglobin", "value_low": 85, "value_high": 85, "unit_ucum": "g/L", "comparator": "=", "ref_low": 120, "flag": "low", "subject": "patient",
                  "time": {"relative": "P2W before admission"}, "quote": "Hb 85 g/L"}],
    },
}  # fmt: skip
