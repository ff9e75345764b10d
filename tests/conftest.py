"""Programs that a test needs, and the rule that CI skips nothing that it can install.

`@pytest.mark.needs("tesseract")` skips where the program is missing; with CI=true any skip is a failure, but for
tests on material that is not part of the project (`../shared`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

SHARED = "../shared"
NEEDS: dict[str, Callable[[], bool]] = {
    "tesseract": lambda: shutil.which("tesseract") is not None,
    "chromium": lambda: shutil.which("chromium") is not None,
    "postgresql": lambda: any(Path("/usr/lib/postgresql").glob("*/bin/initdb")),
}
ON_CI = os.environ.get("CI") == "true"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"needs(program): skipped where it is missing; one of {', '.join(NEEDS)}")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("needs"):
        for program in mark.args:
            if not NEEDS[program]():
                pytest.skip(f"{program} is not installed: scripts/debian.sh installs it")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[Any]:
    report = yield
    if ON_CI and forbidden_skip(report):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} may not be skipped on CI: {report.longrepr[2]}"
    return report


def forbidden_skip(report: pytest.TestReport) -> bool:
    return report.skipped and not hasattr(report, "wasxfail") and SHARED not in str(report.longrepr)
