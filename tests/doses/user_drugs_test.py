"""Drugs that a user adds by a file named in the settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.annotation import annotate
from pipeline.batch import run
from pipeline.fault import DataFault
from pipeline.language.lexicon import lexicon
from pipeline.settings import Settings
from pipeline.user_files import check_user_files


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return tmp_path / "mine.csv"


def drugs_of(text: str, language: str, file: Path | None) -> list[tuple[str, str]]:
    return [(text[s.start : s.end], s.value) for s in annotate(text, language, file) if s.type == "drug"]


def test_names_of_the_file_are_found_in_their_inflected_forms(mine: Path) -> None:
    mine.write_text("drug,name\nZelunex,zelunex\nZelunex,зелунекс\n", encoding="utf-8")
    assert drugs_of("She took zelunex 5 mg daily.", "en", mine) == [("zelunex", "zelunex")]
    assert drugs_of("Лечение зелунексом 5 мг в сутки.", "ru", mine) == [("зелунексом", "zelunex")]


def test_a_name_of_several_words(mine: Path) -> None:
    mine.write_text("drug,name\nzelunex,Zelu Nex forte\nzelunex,zelunex\n", encoding="utf-8")
    assert drugs_of("She took zelu nex forte 5 mg daily.", "en", mine) == [("zelu nex forte", "zelunex")]


def test_without_the_file_the_name_is_unknown_in_the_same_process(mine: Path) -> None:
    mine.write_text("drug,name\nzelunex,zelunex\n", encoding="utf-8")
    text = "She took zelunex 5 mg daily."
    assert drugs_of(text, "en", mine) and not drugs_of(text, "en", None)


def test_the_settings_that_are_given_count_and_not_those_of_the_working_directory(
    mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "casefold.toml").write_text('user_drugs = "nowhere.csv"\n', encoding="utf-8")
    mine.write_text("drug,name\nzelunex,zelunex\n", encoding="utf-8")
    (tmp_path / "codes.csv").write_text("drug,atc\nzelunex,V90AA01\n", encoding="utf-8")
    (tmp_path / "note.txt").write_text("She took zelunex 5 mg daily.", encoding="utf-8")
    settings = Settings(user_drugs=mine, user_atc=tmp_path / "codes.csv", jobs=1)
    (dose,) = run([tmp_path / "note.txt"], settings)["medications"].to_pylist()
    assert (dose["drug"], dose["dose_low"], dose["atc"]) == ("zelunex", 5.0, "V90AA01")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name\nzelunex\n", r"mine\.csv: no column drug.*drug,name"),
        ("drug,name\nzelunex,zelunex,5\n", r"mine\.csv:2: 3 cells, the header has 2"),
        ("drug,name\nzelunex,\n", r"mine\.csv:2: column name is empty"),
        ("drug,name\nzelunex,imatinib\n", r"mine\.csv:2: column name: 'imatinib' is a name of 'imatinib' already"),
        ("drug,name\nzelunex,the\n", r"mine\.csv:2: column name: 'the' is a word of another kind"),
    ],
)
def test_a_faulty_file_is_refused_by_name_and_line(mine: Path, content: str, said: str) -> None:
    mine.write_text(content, encoding="utf-8")
    with pytest.raises(DataFault, match=said):
        lexicon("en", mine)


def test_a_file_that_is_not_there_or_not_utf8_is_refused(mine: Path) -> None:
    with pytest.raises(DataFault, match=r"mine\.csv: there is no such file; the setting user_drugs"):
        check_user_files(Settings(user_drugs=mine))
    mine.write_bytes("drug,name\nzelunex,зелунекс\n".encode("cp1251"))
    with pytest.raises(DataFault, match=r"mine\.csv:2: not UTF-8"):
        check_user_files(Settings(user_drugs=mine))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("drug,code\nimatinib,L01EA01\n", r"mine\.csv: no column atc.*user_atc"),
        ("drug,atc\nimatinib,cancer\n", r"mine\.csv:2: column atc: 'cancer' is no ATC code"),
        (
            "drug,atc\nimatinib,L01EA01\nimatinib,L01EA02\n",
            r"mine\.csv:3: column drug: 'imatinib' has the code L01EA01",
        ),
    ],
)
def test_a_faulty_table_of_codes_is_refused_by_name_and_line(mine: Path, content: str, said: str) -> None:
    mine.write_text(content, encoding="utf-8")
    with pytest.raises(DataFault, match=said):
        check_user_files(Settings(user_atc=mine))
