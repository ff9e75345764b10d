"""`python -m assets run` and `python -m assets ui`: what `casefold run` and `casefold ui` start."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m assets")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="take in what is new, extract it, publish the dataset")
    run.add_argument("--inbox", type=Path, help="folder of PDFs; default: `inbox` of casefold.toml")
    run.add_argument("--allow-empty", action="store_true", help="publish an empty dataset over a filled one")
    ui = commands.add_parser("ui", help="the Dagster UI on 127.0.0.1")
    ui.add_argument("--port", type=int, default=3000)
    given = parser.parse_args()
    try:
        return started(given)
    except (OSError, ValueError) as error:
        print(f"casefold: {error}", file=sys.stderr)
        return 2


def started(given: argparse.Namespace) -> int:
    """Raises OSError where a folder cannot be used, ValueError where the settings, or the inbox that they name, cannot."""
    from assets.home import prepare

    prepare()
    if given.command == "ui":
        return serve(given.port)
    from assets.terminal import run as run_in_terminal

    return run_in_terminal(given.inbox, given.allow_empty)


def serve(port: int) -> int:
    """`dagster dev`, webserver and daemon, and the case pages beside it; both bound to the loopback address."""
    from assets.pages_server import pages_served
    from pipeline.settings import Settings

    settings = Settings.load()
    quiet = ["-W", "ignore:Function `dev_command`"]
    arguments = ["dagster", "dev", "--module-name", "assets", "--host", "127.0.0.1", "--port", str(port)]
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a shell's background job ignores it, and so would Dagster
    with pages_served(settings.pages, settings.pages_port) as address:
        print(f"The Dagster UI: http://127.0.0.1:{port}/assets/dataset   (Ctrl-C stops it)", flush=True)
        taken = f"not shown, port {settings.pages_port} is taken: set another as `pages_port` in casefold.toml"
        print(f"The case pages: {address or taken}", flush=True)
        dagster = subprocess.Popen([sys.executable, *quiet, "-m", *arguments, "--log-level", "error"])
        signal.signal(signal.SIGTERM, lambda *_: dagster.terminate())
        while True:
            try:
                return dagster.wait()
            except KeyboardInterrupt:
                continue


if __name__ == "__main__":
    sys.exit(main())
