"""The case pages beside the UI: files of one folder, shown on the loopback address, never changed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from pipeline.pages.front import front_page
from pipeline.pages.write import INDEX


class Pages(SimpleHTTPRequestHandler):
    """Pages and figures alone: no list of a folder, and no file that is hidden. The front page answers `?q=words`."""

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        if asked.path in ("/", f"/{INDEX}"):
            self._send(front_page(Path(self.directory), parse_qs(asked.query).get("q", [""])[0]))
        else:
            super().do_GET()

    def send_head(self):  # type: ignore[no-untyped-def]  # the type of the standard library's is its own
        if any(part.startswith(".") for part in unquote(urlsplit(self.path).path).split("/")):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def list_directory(self, path: object) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def _send(self, page: str) -> None:
        body = page.encode("utf-8", "replace")
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        return


@contextmanager
def pages_served(folder: Path, port: int) -> Iterator[str | None]:
    """Their address while the block lasts; None where the port is taken. Runs in a thread."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(Pages, directory=str(folder)))
    except OSError:
        yield None
        return
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
