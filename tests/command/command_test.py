"""The command line as its users meet it: help, exit codes, what is said where."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pipeline.batch import run
from pipeline.command import app, main
from pipeline.command.annotate import answers
from pipeline.command.inputs import Found, files, search
from pipeline.dataset.schema import TABLES
from pipeline.dataset.write import write_tables
from pipeline.reader.worker import Outcome
from pipeline.settings import Settings
from tests.dataset import sample

SAMPLES = Path(__file__).parents[2] / "samples"
COMMANDS = ("extract", "text", "annotate", "explain", "query", "pages", "run", "ui")


def casefold(*arguments: object, stdin: str | bytes | None = None) -> Any:
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
    texts = [{"id": n, "text": f"On {n % 28 + 1} May 2017 the node measured {n + 1} mm."} for n in range(150)]
    lines = [(number, json.dumps(text).encode()) for number, text in enumerate(texts)]
    told = list(answers(lines, "en", jobs=1))
    assert list(answers(lines, "en", jobs=2)) == told
    assert all([entity["type"] for entity in line["entities"]] == ["date", "size"] for line in told)


def test_annotate_goes_on_behind_what_is_no_text() -> None:
    """Half a character, bytes of another encoding, a constant that JSON lacks, a nest without end."""
    lines = [rb'{"id": 1, "text": "\ud800"}', '{"id": 2, "text": "рост"}'.encode("cp1251"), b'{"id": NaN, "text": ""}']
    lines += [b"[" * 100_000, b'\xef\xbb\xbf{"id": "\\ud800", "text": "Hb 9.1 g/dL"}']
    done = casefold("annotate", stdin=b"\n".join(lines))
    assert done.exit_code == 1, done.output
    *faulty, sound = map(json.loads, done.stdout.splitlines())
    assert [line["problem"] for line in faulty] == [
        r"line 1 has half of a character (\ud800) in its text",
        "line 2 is not UTF-8 (byte 20)",
        "line 3 is not JSON: NaN is no JSON",
        "line 4 is not JSON: nested too deep",
    ]
    assert faulty[0]["id"] == 1
    assert [entity["value"] for entity in sound["entities"]] == ["9.1 g/dL"]


def test_annotate_tells_a_line_on_which_the_rules_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    import pipeline.annotation

    def failing(text: str, *_: object) -> list[object]:
        raise ArithmeticError(f"no rule for {text}")

    monkeypatch.setattr(pipeline.annotation, "annotate", failing)
    (told,) = answers([(7, b'{"id": 1, "text": "this"}')], "en", jobs=1)
    assert told["problem"].startswith("line 7: the rules failed on it: ArithmeticError: no rule for this")


def test_explain_names_words_facts_and_rules() -> None:
    done = casefold("explain", "Imatinib 400 mg daily was stopped on 14 September 2019.")
    assert done.exit_code == 0, done.output
    assert "imatinib" in done.stdout and "2019-09-14" in done.stdout
    (dose,) = [line for line in done.stdout.splitlines() if line.startswith("medication imatinib")]
    assert "patient" in dose and "2019-09-14 (stated)" in dose
    assert (
        done.stdout.index("Words and mentions") < done.stdout.index("Facts") < done.stdout.index("Rules that matched")
    )


def test_explain_tells_whose_a_fact_is_and_whether(capsys: pytest.CaptureFixture[str]) -> None:
    done = casefold("explain", "Her mother had taken warfarin 5 mg daily since 2014.")
    (dose,) = [line for line in done.stdout.splitlines() if line.startswith("medication warfarin")]
    assert "family" in dose and "2014" in dose


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


def test_query_shows_words_as_they_are(dataset: Path) -> None:
    """No emoji, no markup, no signs that a terminal obeys."""
    done = casefold(
        "query", "select 'a:x:b [red]:heart:[/red] ' || chr(27) || '[2J' as \"[b]cell\"", "--dataset", dataset
    )
    assert [line.rstrip() for line in done.stdout.splitlines()[:2]] == ["[b]cell", "a:x:b [red]:heart:[/red] ␛[2J"]


@pytest.mark.parametrize(
    "statement",
    [
        "copy (select 1) to '{}/labs.parquet'",
        "select * from read_csv('{}/labs.csv')",
        "attach '{}/new.duckdb'",
        "set enable_external_access = true",
        "drop table labs",
    ],
)
def test_query_reaches_no_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], dataset: Path, statement: str
) -> None:
    before = {file.name: file.read_bytes() for file in dataset.iterdir()}
    said = complaint(monkeypatch, capsys, "query", statement.format(dataset), "--dataset", dataset)
    assert "the statement cannot be run" in said
    assert before == {file.name: file.read_bytes() for file in dataset.iterdir()}


@pytest.mark.parametrize("nothing", ["", "  ", ";", "/* a comment */"])
def test_query_of_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], dataset: Path, nothing: str
) -> None:
    assert "the statement is empty" in complaint(monkeypatch, capsys, "query", nothing, "--dataset", dataset)


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


@pytest.mark.parametrize(
    "command", [("explain", "Hb 9 g/dL"), ("annotate",), ("extract", SAMPLES, "--out", "out"), ("run",)]
)
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("jobs = = 3", "casefold.toml:1:8: "),
        ("inbox = 5", 'casefold.toml:1: inbox = 5 should be a path in "quotation marks"'),
        ("jobs = 0", "casefold.toml:1: jobs = 0 should be from 1 to "),
        ('user_drugs = "nope.csv"', "nope.csv: there is no such file; the setting user_drugs names it"),
        ('user_atc = "codes.csv"', "codes.csv: no column atc"),
    ],
)
def test_a_faulty_setting_is_named_by_every_command(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    command: tuple[object, ...],
    line: str,
    said: str,
) -> None:
    (tmp_path / "casefold.toml").write_text(line)
    (tmp_path / "codes.csv").write_text("drug,code\nimatinib,L01EA01\n")
    monkeypatch.chdir(tmp_path)
    assert said in complaint(monkeypatch, capsys, *command)
    assert not (tmp_path / "out").exists()


def test_a_setting_that_does_not_exist(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "casefold.toml").write_text("jops = 4\n")
    monkeypatch.chdir(tmp_path)
    assert "casefold.toml:1: unknown setting 'jops'" in complaint(
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


def test_extract_tells_what_it_leaves_out(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    (inbox / "sub").mkdir(parents=True)
    (inbox / "a.txt").write_text("Hb 9.1 g/dL", encoding="utf-8")
    (inbox / "b.txt").write_text("Hb 9.1 g/dL", encoding="utf-8")
    (inbox / "c.txt").write_bytes("Гемоглобин 91 г/л".encode("cp1251"))
    (inbox / "d.docx").write_bytes(b"PK")
    (inbox / "e.pdf").symlink_to(inbox / "nowhere.pdf")
    (inbox / "linked").symlink_to(inbox / "sub")
    done = casefold("extract", inbox, "--out", tmp_path / "out", "--jobs", "1")
    assert done.exit_code == 0, done.output
    assert "1 other file left out (1 .docx)" in done.stderr
    assert "e.pdf: no file, or a link that leads nowhere" in done.stderr
    assert "linked: a linked folder, left out" in done.stderr
    assert f"{inbox / 'b.txt'}: the same content as {inbox / 'a.txt'}" in done.stderr
    assert "quarantined c.txt: damaged. The text file is not UTF-8" in done.stdout


def test_a_folder_that_may_not_be_listed_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir()
    (tmp_path / "a.txt").write_text("x")
    scandir = os.scandir

    def refusing(folder: Any) -> Any:
        if Path(folder) == shut:
            raise PermissionError(errno.EACCES, "Permission denied", str(shut))
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refusing)
    found = Found()
    search(tmp_path, (".txt",), found)
    assert list(found.files) == [tmp_path / "a.txt"]
    assert found.left_out() == [f"{shut}: this folder cannot be listed (Permission denied); what it holds is left out"]


def test_rules_that_fail_are_told_apart_from_a_pdf_that_does(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The rules raise on a report: its row says so, and the others go on."""
    outcome = Outcome(
        tmp_path / "note.txt", None, "reader_crashed", "KeyError: 'x' (pipeline/rules/x.py:3)", raised=True
    )
    (tmp_path / "note.txt").write_text("Hb 9.1 g/dL")
    monkeypatch.setattr("pipeline.batch.isolated", lambda *_: iter([outcome]))
    (report,) = run([tmp_path / "note.txt"], Settings())["reports"].to_pylist()
    assert (report["problem"], report["problem_stage"]) == ("reader_crashed", "extraction")
    assert report["problem_detail"] == "KeyError: 'x' (pipeline/rules/x.py:3)"
    assert report["hint"].startswith("The rules failed on the text of this report; its PDF is sound.")


def test_text_of_two_reports_with_one_name(tmp_path: Path) -> None:
    for folder, words in (("one", "first"), ("two", "second")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "report.txt").write_text(words)
    done = casefold("text", tmp_path / "one", tmp_path / "two", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert {p.name: p.read_text() for p in (tmp_path / "out").iterdir()} == {
        "report.txt": "first\n",
        "report-2.txt": "second\n",
    }


def test_text_never_takes_the_place_of_a_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "note.txt").write_text("a  b")
    assert "its text would take its place" in complaint(monkeypatch, capsys, "text", tmp_path, "--out", tmp_path)
    assert (tmp_path / "note.txt").read_text() == "a  b"


def test_the_version_is_that_of_the_package() -> None:
    done = casefold("--version")
    assert (done.exit_code, done.stdout) == (0, f"casefold {version('casefold')}\n")


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
