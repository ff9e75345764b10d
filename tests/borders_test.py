"""Who may import what: each library is known to the stage that needs it, and to no other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ALLOWED = {
    "dagster": ("assets/",),
    "pdfplumber": ("pipeline/reader/",),
    "pdfminer": ("pipeline/reader/",),
    "pypdfium2": ("pipeline/reader/",),
    "tesserocr": ("pipeline/reader/",),
    "spacy": ("pipeline/language/", "pipeline/rules/"),
    "pandas": ("pipeline/dataset/", "pipeline/pages/", "assets/"),
    "typer": ("pipeline/command/",),
    "assets": ("assets/",),
}
"""Package → the folders whose modules may import it, or anything inside it."""

MODULES = [path for folder in ("pipeline", "assets") for path in sorted((ROOT / folder).rglob("*.py"))]


@pytest.mark.parametrize("package", ALLOWED)
def test_only_its_own_stage_imports(package: str) -> None:
    outside = [p for p in MODULES if not p.relative_to(ROOT).as_posix().startswith(ALLOWED[package])]
    strays = [f"{p.relative_to(ROOT)}:{line}" for p in outside for line, name in imports(p) if top(name) == package]
    assert strays == [], f"{package} may be imported in {', '.join(ALLOWED[package])} only"


@pytest.mark.parametrize("package", ["pypdfium2", "pdfplumber", "spacy", "pandas"])
def test_the_border_has_something_to_guard(package: str) -> None:
    assert any(top(name) == package for p in MODULES for _, name in imports(p))


EARLIER = ("language", "rules", "linking", "courses", "dataset", "pages", "cache", "intake", "command")
"""The way of a report: a stage knows what stands before it, and nothing behind it."""
APART = {
    "reader": ("language", "rules", "linking", "courses", "dataset", "pages", "cache", "intake", "command"),
    "language": ("reader", "settings"),
    "rules": ("reader", "settings"),
    "linking": ("reader", "settings"),
    "courses": ("reader", "settings", "dataset"),
    "dataset": ("reader", "settings", "language", "rules", "linking", "courses"),
    "pages": ("linking", "courses"),
    "cache": ("pages",),
}
"""Besides: stages that are no business of each other. What the user sets is given to them, never looked up."""


@pytest.mark.parametrize("stage", sorted({*EARLIER, *APART}))
def test_a_stage_knows_only_what_stands_before_it(stage: str) -> None:
    behind = EARLIER[EARLIER.index(stage) + 1 :] if stage in EARLIER else ()
    forbidden = {f"pipeline.{other}" for other in (*behind, *APART.get(stage, ()))}
    folder = ROOT / "pipeline" / stage
    found = [(path, line, name) for path in sorted(folder.rglob("*.py")) for line, name in imports(path)]
    assert found, f"{folder} has nothing to guard"
    strays = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path, line, name in found
        if any(name == other or name.startswith(f"{other}.") for other in forbidden)
    ]
    assert strays == []


def test_only_commands_know_commands() -> None:
    inside = [p for p in MODULES if not p.relative_to(ROOT).as_posix().startswith(("pipeline/command/", "assets/"))]
    assert [p.name for p in inside for _, name in imports(p) if name.startswith("pipeline.command")] == []


def test_an_import_inside_a_function_is_seen(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text("def f():\n    from dagster.core import x\n    import spacy.matcher as m\n")
    assert list(imports(module)) == [(2, "dagster.core"), (3, "spacy.matcher")]


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of every import that can run; those for the type checker alone do not count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {id(n) for b in ast.walk(tree) if is_type_checking(b) for s in b.body for n in ast.walk(s)}  # type: ignore[attr-defined]
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def top(name: str) -> str:
    return name.split(".")[0]
