"""`casefold ui`: the Dagster UI on this machine."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer


def ui(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on 127.0.0.1.")] = 3000,
) -> None:
    """
    Start the Dagster UI on the loopback address; Ctrl-C stops it.

    Its history and settings lie in `.dagster` in the working directory.

    \b
        casefold ui --port 3333
    """
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "assets", "ui", "--port", str(port)])
