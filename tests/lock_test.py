"""requirements.lock holds what pyproject.toml asks for, at versions that fit, with hashes and without addresses."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ASKED = [
    *PROJECT["build-system"]["requires"],
    *PROJECT["project"]["dependencies"],
    *(r for extra in PROJECT["project"]["optional-dependencies"].values() for r in extra),
]


def locked() -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", LOCK, re.MULTILINE):
        out.setdefault(canonicalize_name(name), []).append(version)
    return out


@pytest.mark.parametrize("asked", ASKED)
def test_the_lock_satisfies(asked: str) -> None:
    requirement = Requirement(asked)
    versions = locked().get(canonicalize_name(requirement.name), [])
    assert versions and all(requirement.specifier.contains(v) for v in versions), (
        f"{asked} against {versions}: run `make lock`"
    )


def test_every_package_has_hashes() -> None:
    blocks = re.split(r"^(?=\S)", LOCK, flags=re.MULTILINE)
    assert [
        b.splitlines()[0] for b in blocks if "==" in b and not b.startswith("#") and "--hash=sha256:" not in b
    ] == []


def test_no_address_in_the_lock() -> None:
    assert "://" not in LOCK and "index-url" not in LOCK.split("\n", 2)[2]
