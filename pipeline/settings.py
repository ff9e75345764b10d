"""What a user can set: the caps of the reader, the places of inbox, cache and dataset."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import cache
from math import inf
from pathlib import Path
from typing import Annotated, Any, get_args, get_type_hints

FILE = Path("casefold.toml")
POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
"""How tomllib says where a file is no TOML."""


class SettingsFault(ValueError):
    """`casefold.toml` says something that cannot be: the message names file, line, key and what is allowed."""


@dataclass(frozen=True, slots=True)
class Within:
    """The least and the most that a number may be; both are allowed."""

    least: float
    most: float = inf

    def __str__(self) -> str:
        least, most = (f"{bound:_.15g}" for bound in (self.least, self.most))
        return f"at least {least}" if self.most == inf else f"from {least} to {most}"


@dataclass(frozen=True, slots=True)
class Settings:
    """Read from `casefold.toml` in the working directory, if there is one.

    Each key is a field here; `casefold.example.toml` describes them, in this order.
    """

    inbox: Path = Path("data/inbox")
    cache: Path = Path("data/cache")
    dataset: Path = Path("data/dataset")
    state: Path = Path("data/state")
    pages: Path = Path("data/pages")
    pages_port: Annotated[int, Within(1, 65_535)] = 3001
    batch_size: Annotated[int, Within(1, 100_000)] = 500
    jobs: Annotated[int, Within(1, 1_024)] = 2
    kept_versions: Annotated[int, Within(1)] = 3
    mask_identifiers: bool = False
    max_bytes: Annotated[int, Within(1)] = 200_000_000
    max_pages: Annotated[int, Within(1)] = 500
    max_characters_per_page: Annotated[int, Within(1)] = 200_000
    max_objects_per_page: Annotated[int, Within(1)] = 500_000
    max_seconds: Annotated[float, Within(1.0, 86_400.0)] = 120.0
    max_memory_bytes: Annotated[int, Within(200_000_000)] = 1_000_000_000
    ocr: bool = True
    ocr_dpi: Annotated[int, Within(72, 1_200)] = 200
    user_drugs: Path | None = None
    user_atc: Path | None = None

    @staticmethod
    def load(file: Path = FILE) -> Settings:
        """The settings of the file, the defaults where there is none.

        Raises SettingsFault where the file cannot be read as TOML, a key is unknown, or a value is of another type or
        out of bounds.
        """
        if not file.exists():
            return Settings()
        text = _text(file)
        given = _parsed(text, file)
        values = {}
        for key, value in given.items():
            try:
                values[key] = _checked(key, value)
            except SettingsFault as fault:
                raise SettingsFault(f"{file}{_line_of(key, text)}: {fault}") from None
        return Settings(**values)


@cache
def _hints() -> dict[str, Any]:
    return get_type_hints(Settings, include_extras=True)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsFault(f"{file}:{line}: not UTF-8: save the file as UTF-8") from error
    except OSError as error:
        raise SettingsFault(f"{file}: cannot be read: {error.strerror}") from error


def _parsed(text: str, file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        found = POSITION.search(said)
        place = ":".join(found.groups(str(text.count("\n") + 1))[: 2 if found[1] else 1]) if found else "1"
        raise SettingsFault(
            f'{file}:{place}: {POSITION.sub("", said)}; each line is `key = value`, words and paths in "quotation marks"'
        ) from None


def _checked(key: str, value: Any) -> Any:
    """The value as the field holds it. Raises SettingsFault, without the file, where it is none."""
    if key not in _hints():
        names = [f.name for f in fields(Settings)]
        near = get_close_matches(key, names, n=1)
        meant = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(names)}"
        raise SettingsFault(f"unknown setting {key!r}; {meant}")
    hint = _hints()[key]
    kind, within = get_args(hint) if _is_bounded(hint) else (hint, None)
    if kind is bool:
        return _of_type(key, value, bool, "true or false, without quotation marks")
    if kind is int:
        return _in_bounds(key, _of_type(key, value, int, "a whole number, without quotation marks"), within)
    if kind is float:
        number = float(value) if type(value) is int else value
        return _in_bounds(key, _of_type(key, number, float, "a number, without quotation marks"), within)
    path = _of_type(key, value, str, 'a path in "quotation marks"')
    if not path.strip():
        raise SettingsFault(f"{key} is empty; it should be a path, or the line should go")
    return Path(path)


def _is_bounded(hint: Any) -> bool:
    return hasattr(hint, "__metadata__")


def _of_type(key: str, value: Any, kind: type, wanted: str) -> Any:
    if type(value) is not kind:
        raise SettingsFault(f"{key} = {json.dumps(value, ensure_ascii=False, default=str)} should be {wanted}")
    return value


def _in_bounds(key: str, value: Any, within: Within) -> Any:
    if not within.least <= value <= within.most:
        raise SettingsFault(f"{key} = {value:_.15g} should be {within}")
    return value


def _line_of(key: str, text: str) -> str:
    """`:3` where the key stands at the beginning of a line."""
    found = re.search(rf"""^[ \t]*(?:\[+ *)?["']?{re.escape(key)}["']?[ \t]*[=.\]]""", text, re.MULTILINE)
    return f":{text.count(chr(10), 0, found.start()) + 1}" if found else ""
