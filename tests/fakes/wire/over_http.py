"""Carries a service on a real server on 127.0.0.1, for programs that run as processes of their own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.wire.faults import Dropped, TimedOut, Unreached
from tests.fakes.wire.service import Service


@contextmanager
def carried(service: Service) -> Iterator[str]:
    """Serve what a service answers, and tell the root of all its URLs."""
    over = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(service, over))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()
    service.settle()


def _handler(service: Service, over: threading.Event) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Passes requests on; whatever ends without an answer closes the connection."""

        protocol_version = "HTTP/1.1"

        def carry(self) -> None:
            url = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            query = dict(parse_qsl(url.query, keep_blank_values=True))
            try:
                answer = service.answer(
                    self.command, url.path, query, dict(self.headers.items()), body
                )
            except TimedOut:
                over.wait()
                self.close_connection = True
                return
            except (Dropped, Unreached, AssertionError):
                self.close_connection = True
                return
            self.send_response_only(answer.status)
            content = answer.text.encode()
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = carry  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Tests read what the service remembers instead."""

    return Handler
