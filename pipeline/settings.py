"""What a user can set: the caps of the reader, the places of inbox, cache and dataset."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Read from `casefold.toml` in the working directory, if there is one; each key is a field here."""

    inbox: Path = Path("data/inbox")
    cache: Path = Path("data/cache")
    dataset: Path = Path("data/dataset")
    state: Path = Path("data/state")
    """The manifest of what was taken in, and the tables of each batch."""
    pages: Path = Path("data/pages")
    pages_port: int = 3001
    """Where `casefold ui` shows the case pages, on 127.0.0.1."""
    batch_size: int = 500
    jobs: int = 2
    kept_versions: int = 3
    mask_identifiers: bool = False
    max_bytes: int = 200_000_000
    max_pages: int = 500
    max_characters_per_page: int = 200_000
    max_objects_per_page: int = 500_000
    max_seconds: float = 120.0
    max_memory_bytes: int = 1_000_000_000
    ocr: bool = True
    ocr_dpi: int = 200
    user_drugs: Path | None = None
    user_atc: Path | None = None

    @staticmethod
    def load(file: Path = Path("casefold.toml")) -> Settings:
        """Raises ValueError naming the file and the key that is unknown or of the wrong type."""
        if not file.exists():
            return Settings()
        given = tomllib.loads(file.read_text(encoding="utf-8"))
        known = {f.name: f for f in fields(Settings)}
        values: dict[str, object] = {}
        for key, value in given.items():
            if key not in known:
                raise ValueError(f"{file}: unknown setting {key!r}; known are {', '.join(sorted(known))}")
            default = known[key].default
            if key in ("user_drugs", "user_atc") or isinstance(default, Path):
                value = Path(value)
            elif isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
                value = float(value)
            elif type(value) is not type(default):
                raise ValueError(f"{file}: {key} = {value!r} should be of type {type(default).__name__}")
            values[key] = value
        return Settings(**values)  # type: ignore[arg-type]
