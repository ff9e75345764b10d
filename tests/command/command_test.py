"""The command line as its users meet it: help, exit codes, what is said where."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pipeline.command import app, main
from pipeline.command.annotate import answers
from pipeline.command.inputs import files
from pipeline.dataset.schema import TABLES
from pipeline.dataset.write import write_tables
from tests.dataset import sample

SAMPLES = Path(__file__).parents[2] / "samples"
COMMANDS = ("extract", "text", "annotate", "explain", "query", "pages", "run", "ui")


def casefold(*arguments: object, stdin: str | None = None) -> Any:
    return CliRunner().invoke(app, [str(a) for a in arguments], input=stdin, catch_exceptions=True)


def complaint(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """What `casefold …` says on standard error when it ends with exit code 2."""
    monkeypatch.setattr(sys, "argv", ["casefold", *map(str, arguments)])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    return capsys.readouterr().err


def test_help_names_every_command() -> None:
    """How long it takes is measured by `benchmarks.startup`."""
    asked = [sys.executable, "-m", "pipeline.command", "--help"]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert all(command in done.stdout for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_shows_it_at_work(command: str) -> None:
    done = casefold(command, "--help")
    assert done.exit_code == 0
    assert f"casefold {command}" in done.output or "| casefold" in done.output


def test_nothing_heavy_is_imported_for_help() -> None:
    heavy = ("dagster", "spacy", "pandas", "pyarrow", "numpy", "pypdfium2", "duckdb", "matplotlib")
    code = f"import sys, pipeline.command; print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_folder_is_searched_and_a_named_file_kept_once(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    a, b, c = tmp_path / "a.PDF", tmp_path / "deep" / "b.txt", tmp_path / "c.docx"
    for file in (a, b, c):
        file.write_text("x")
    assert files([tmp_path]) == [a, b]
    assert files([tmp_path, a]) == [a, b]
    assert files([c]) == [c]


def test_a_path_that_is_not_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    said = complaint(monkeypatch, capsys, "extract", tmp_path / "nowhere", "--out", tmp_path / "out")
    assert "nowhere: there is no such file or folder" in said
    assert not (tmp_path / "out").exists()


def test_a_folder_without_reports(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "no .pdf or .txt file in" in complaint(monkeypatch, capsys, "text", tmp_path, "--out", tmp_path / "out")


def test_text_writes_what_can_be_read_and_names_the_rest(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and no more")
    done = casefold("text", SAMPLES / "kidney_ru.pdf", broken, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "broken.pdf: damaged" in done.stderr
    assert "1 of 2 reports read" in done.stdout
    lines = (tmp_path / "out" / "kidney_ru.txt").read_text(encoding="utf-8").splitlines()
    assert any("эритроциты 3,6×10^12/л, тромбоциты 412×10^9/л" in line for line in lines)
    assert any("размерами 64×58×51 мм. По данным КТ от 19.03.18 г." in line for line in lines)


def test_text_of_nothing_readable(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    said = complaint(monkeypatch, capsys, "text", tmp_path, "--out", tmp_path / "out")
    assert "empty_file" in said and "none of these reports could be read" in said


def test_annotate_answers_each_line_in_order() -> None:
    lines = ['{"id": "a", "text": "CT on 12 May 2017: a nodule of 3.2 × 2.1 cm"}', "", '{"id": 7, "text": "Боли нет."}']
    done = casefold("annotate", stdin="\n".join(lines))
    assert done.exit_code == 0, done.output
    first, second = map(json.loads, done.stdout.splitlines())
    assert second == {"id": 7, "entities": []}
    text = json.loads(lines[0])["text"]
    told = {(e["type"], text[e["start"] : e["end"]], e["value"]) for e in first["entities"]}
    assert told == {("date", "12 May 2017", "2017-05-12"), ("size", "3.2 × 2.1 cm", "32x21")}


def test_annotate_says_which_line_is_wrong_and_goes_on() -> None:
    done = casefold("annotate", "--language", "en", stdin='{"id": 1}\nno json\n{"id": 3, "text": "stable"}\n')
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert done.exit_code == 1
    assert first["problem"] == 'line 1 is not an object with a string "text"'
    assert second["problem"].startswith("line 2 is not JSON")
    assert third == {"id": 3, "entities": []}
    assert "2 lines could not be annotated" in done.stderr


def test_annotate_in_two_processes_gives_the_same() -> None:
    lines = [
        (n, json.dumps({"id": n, "text": f"On {n % 28 + 1} May 2017 the node measured {n} mm."})) for n in range(150)
    ]
    assert list(answers(lines, "en", jobs=2)) == list(answers(lines, "en", jobs=1))


def test_explain_names_words_facts_and_rules() -> None:
    done = casefold("explain", "Imatinib 400 mg daily was stopped on 14 September 2019.")
    assert done.exit_code == 0, done.output
    assert "imatinib" in done.stdout and "2019-09-14" in done.stdout
    assert (
        done.stdout.index("Words and mentions") < done.stdout.index("Facts") < done.stdout.index("Rules that matched")
    )


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dataset")
    write_tables(sample.frames(), folder)
    return folder


SIZES = "select site, max_mm, modality from lesions where time_edtf is not null order by time_edtf"


def test_query_prints_a_table(dataset: Path) -> None:
    done = casefold("query", SIZES, "--dataset", dataset)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[0].split() == ["site", "max_mm", "modality"]
    assert done.stdout.splitlines()[-1] == "2 rows"


def test_query_prints_json_lines_with_nulls(dataset: Path) -> None:
    done = casefold(
        "query",
        "select site, dim2_mm, flags from lesions order by char_start",
        "--dataset",
        dataset,
        "--format",
        "json",
    )
    assert {"site": "liver", "dim2_mm": None, "flags": []} in [json.loads(line) for line in done.stdout.splitlines()]


def test_query_prints_csv_that_a_spreadsheet_does_not_run(dataset: Path) -> None:
    done = casefold(
        "query", "select '=1+1' as cell, null as gap, ['a', 'b'] as list", "--dataset", dataset, "--format", "csv"
    )
    assert list(csv.reader(io.StringIO(done.stdout))) == [["cell", "gap", "list"], ["'=1+1", "", "a; b"]]


def test_query_without_a_dataset(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "casefold run" in complaint(monkeypatch, capsys, "query", "select 1", "--dataset", tmp_path)


def test_query_with_a_faulty_statement(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], dataset: Path
) -> None:
    assert "Parser Error" in complaint(monkeypatch, capsys, "query", "selec 1", "--dataset", dataset)


def test_run_without_its_inbox(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "there is no such folder" in complaint(monkeypatch, capsys, "run", "--inbox", tmp_path / "inbox")


def test_a_setting_that_does_not_exist(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "casefold.toml").write_text("jops = 4\n")
    monkeypatch.chdir(tmp_path)
    assert "casefold.toml: unknown setting 'jops'" in complaint(
        monkeypatch, capsys, "text", SAMPLES, "--out", tmp_path / "out"
    )


def test_a_place_that_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    assert "Not a directory" in complaint(monkeypatch, capsys, "text", SAMPLES, "--out", tmp_path / "file" / "out")


def test_extract_writes_every_table_and_lists_what_it_could_not_read(tmp_path: Path) -> None:
    inbox, out = tmp_path / "inbox", tmp_path / "out"
    inbox.mkdir()
    (inbox / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    (inbox / "note.txt").write_text(
        "Case report\nCT on 12 May 2017 showed a liver metastasis of 32 mm.\n", encoding="utf-8"
    )
    done = casefold("extract", inbox, SAMPLES / "kidney_ru.pdf", "--out", out, "--jobs", "1")
    assert done.exit_code == 0, done.output
    assert "quarantined broken.pdf: damaged" in done.stdout
    assert "2 reports extracted, 1 quarantined; 2 cases" in done.stdout
    assert {f"{name}.{kind}" for name in TABLES for kind in ("parquet", "csv")} <= {p.name for p in out.iterdir()}
    asked = casefold(
        "query", "select file_name, max_mm, page from lesions join reports using (report_id) where time_edtf = '2017-05-12'",
        "--dataset", out, "--format", "json",
    )  # fmt: skip
    assert [json.loads(line) for line in asked.stdout.splitlines()] == [
        {"file_name": "note.txt", "max_mm": 32.0, "page": None}
    ]


def test_extract_writes_only_the_format_asked_for(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("The node measured 3 cm.", encoding="utf-8")
    done = casefold("extract", tmp_path / "note.txt", "--out", tmp_path / "out", "--format", "csv", "--jobs", "1")
    assert done.exit_code == 0, done.output
    assert {p.suffix for p in (tmp_path / "out").iterdir()} >= {".csv"}
    assert not list((tmp_path / "out").glob("*.parquet"))


def test_extract_of_nothing_readable(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    said = complaint(monkeypatch, capsys, "extract", tmp_path / "empty.pdf", "--out", tmp_path / "out")
    assert "none of these reports could be read" in said
    assert (tmp_path / "out" / "reports.csv").read_text(encoding="utf-8").count("empty_file") == 1
