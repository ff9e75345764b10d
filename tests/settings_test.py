"""casefold.toml: what may stand in it, what is said of what may not, and the example that describes it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from math import inf
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from pipeline.settings import Settings, SettingsFault, Within

EXAMPLE = Path(__file__).parents[1] / "casefold.example.toml"
SET_BY_NOBODY = {"user_drugs": "my_drugs.csv", "user_atc": "my_atc.csv"}
"""What the example shows of the keys that have no default."""


UNIT = {
    "pages_port": "port",
    "batch_size": "reports",
    "jobs": "processes",
    "kept_versions": "versions",
    "max_bytes": "bytes",
    "max_pages": "pages",
    "max_characters_per_page": "characters of one page",
    "max_objects_per_page": "objects of one page",
    "max_seconds": "seconds",
    "max_memory_bytes": "bytes",
    "ocr_dpi": "dots per inch",
}
"""What each number counts."""


def loaded(folder: Path, text: str | bytes) -> Settings:
    file = folder / "casefold.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Settings.load(file)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("jobs = = 3", "casefold.toml:1:8: Invalid value"),
        ("\njobs = 1\njobs = 2", "casefold.toml:3"),
        ('a = """', "casefold.toml:1: "),
        ("inbox = 5", 'casefold.toml:1: inbox = 5 should be a path in "quotation marks"'),
        ("\n# here\ninbox = ' '", "casefold.toml:3: inbox is empty"),
        ("jobs = true", "jobs = true should be a whole number, without quotation marks"),
        ('jobs = "3"', 'jobs = "3" should be a whole number, without quotation marks'),
        ("jobs = 2.5", "jobs = 2.5 should be a whole number"),
        ('ocr = "yes"', 'ocr = "yes" should be true or false'),
        ("max_seconds = [1]", "max_seconds = [1] should be a number"),
        ("jobs = -3", "casefold.toml:1: jobs = -3 should be from 1 to 1_024"),
        ("jobs = 0", "jobs = 0 should be from 1 to 1_024"),
        ("batch_size = 0", "batch_size = 0 should be from 1"),
        ("max_seconds = -1", "max_seconds = -1 should be from 1 to 86_400"),
        ("max_seconds = nan", "max_seconds = nan should be from 1"),
        ("max_memory_bytes = 1000", "max_memory_bytes = 1_000 should be at least 200_000_000"),
        ("jops = 4", "casefold.toml:1: unknown setting 'jops'; did you mean 'jobs'?"),
        ("[limits]\njobs = 4", "casefold.toml:1: unknown setting 'limits'; known are inbox, "),
        ("inbox = 'Отчёты'".encode("cp1251"), "casefold.toml:1: not UTF-8: save the file as UTF-8"),
    ],
)
def test_what_cannot_be_is_told_with_file_line_and_what_is_allowed(
    tmp_path: Path, text: str | bytes, said: str
) -> None:
    with pytest.raises(SettingsFault) as fault:
        loaded(tmp_path, text)
    assert said in str(fault.value) and "\n" not in str(fault.value)


def test_a_folder_of_the_settings_name_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsFault, match="cannot be read: Is a directory"):
        Settings.load(tmp_path)


def test_what_is_given_counts_and_the_rest_is_as_ever(tmp_path: Path) -> None:
    given = loaded(tmp_path, "\ufeffinbox = 'Отчёты'\njobs = 1\nmax_seconds = 30\n")
    assert (given.inbox, given.jobs, given.max_seconds) == (Path("Отчёты"), 1, 30.0)
    assert Settings.load(tmp_path / "nowhere.toml") == Settings()


def described() -> list[tuple[str, Any, str]]:
    """(key, value, words) of each setting of the example."""
    paragraphs = EXAMPLE.read_text(encoding="utf-8").split("\n\n")[1:]
    parts = [re.fullmatch(r"((?:# .*\n)+)# (\w+ = .*)\n?", p) for p in paragraphs]
    assert all(parts), "each paragraph is words, then one setting"
    return [(*next(iter(tomllib.loads(p[2]).items())), p[1]) for p in parts if p]


def test_the_example_describes_every_key_with_its_default() -> None:
    told = {key: value for key, value, _ in described()}
    defaults = {f.name: str(f.default) if isinstance(f.default, Path) else f.default for f in fields(Settings)}
    assert list(told) == list(defaults)
    assert told == {**defaults, **SET_BY_NOBODY}


@pytest.mark.parametrize(
    ("key", "words"), [(key, words) for key, _, words in described()], ids=lambda v: v if v.isidentifier() else ""
)
def test_the_example_tells_bounds_and_units(key: str, words: str) -> None:
    hint = get_type_hints(Settings, include_extras=True)[key]
    if not hasattr(hint, "__metadata__"):
        return
    within = get_args(hint)[1]
    assert isinstance(within, Within)
    for bound in (within.least, within.most):
        assert bound in (1, inf) or f"{bound:.0f}" in words, f"{key}: the example does not say {bound:.0f}"
    assert UNIT[key] in words.lower(), f"{key} is counted in {UNIT[key]}"


def test_the_example_is_a_file_that_loads(tmp_path: Path) -> None:
    uncommented = re.sub(r"^# (?=\w+ = )", "", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    given = loaded(tmp_path, uncommented)
    assert given.user_drugs == Path("my_drugs.csv") and given.jobs == Settings().jobs
