"""Carries a GitHub on a real server on 127.0.0.1, for programs that run as processes of their own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.github.fake import GitHub
from tests.fakes.github.faults import Dropped, TimedOut


@contextmanager
def served(github: GitHub, web_url: str | None = None) -> Iterator[str]:
    """Serve a GitHub and tell its API's URL; all URLs it gives are its own, below the path it had before."""
    over = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(github, over))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    before = github.api_url, github.web_url
    root = f"http://127.0.0.1:{server.server_address[1]}"
    github.api_url = root + urlsplit(github.api_url).path
    github.web_url = web_url or root
    thread.start()
    try:
        yield github.api_url
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()
        github.api_url, github.web_url = before
    github.settle()


def _handler(github: GitHub, over: threading.Event) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Passes requests on; whatever ends without an answer closes the connection."""

        protocol_version = "HTTP/1.1"

        def carry(self) -> None:
            url = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            query = dict(parse_qsl(url.query, keep_blank_values=True))
            try:
                answer = github.answer(
                    self.command, url.path, query, dict(self.headers.items()), body
                )
            except TimedOut:
                over.wait()
                self.close_connection = True
                return
            except (Dropped, AssertionError):
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
            """Tests read `github.requests` instead."""

    return Handler
