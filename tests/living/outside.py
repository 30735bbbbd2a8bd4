"""Another system beside the installation: it has figures, and takes what a webhook brings. It is on
this machine."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Figure = dict[str, object]


@dataclass
class Elsewhere:
    """Another system: it has figures (or is broken), and takes what a webhook brings."""

    figures: list[Figure] = field(default_factory=list)
    is_broken: bool = False
    brought: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        system = self

        class Counter(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(503 if system.is_broken else 200, json.dumps(system.figures).encode())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                system.brought += json.loads(body)["data"]["statements"]
                self._answer(200, b"{}")

            def _answer(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Counter)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
