"""A service for notifications on this machine: takes what Apprise sends, and answers what a test wants."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Webhook:
    """What came in, oldest first."""

    def __init__(self) -> None:
        self.took: list[dict[str, Any]] = []
        self.status = 200
        self.url = ""


@contextlib.contextmanager
def webhook() -> Iterator[Webhook]:
    """Listens until the end, at the address `url` that Apprise understands."""
    world = Webhook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            world.took.append(json.loads(self.rfile.read(length)))
            self.send_response(world.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    world.url = f"json://127.0.0.1:{server.server_address[1]}"
    try:
        yield world
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
