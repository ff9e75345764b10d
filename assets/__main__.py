"""`python -m assets run` and `python -m assets ui`: what `casefold run` and `casefold ui` start."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m assets")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="take in what is new, extract it, publish the dataset")
    run.add_argument("--inbox", type=Path, help="folder of PDFs; default: `inbox` of casefold.toml")
    ui = commands.add_parser("ui", help="the Dagster UI on 127.0.0.1")
    ui.add_argument("--port", type=int, default=3000)
    given = parser.parse_args()

    from assets.home import prepare

    prepare()
    if given.command == "ui":
        serve(given.port)
    from assets.terminal import run as run_in_terminal

    return run_in_terminal(given.inbox)


def serve(port: int) -> None:
    """Becomes `dagster dev`: webserver and daemon, bound to the loopback address."""
    print(f"The Dagster UI: http://127.0.0.1:{port}   (Ctrl-C stops it)", flush=True)
    quiet = ["-W", "ignore:Function `dev_command`"]
    arguments = ["dagster", "dev", "--module-name", "assets", "--host", "127.0.0.1", "--port", str(port)]
    os.execv(sys.executable, [sys.executable, *quiet, "-m", *arguments, "--log-level", "warning"])


if __name__ == "__main__":
    sys.exit(main())
