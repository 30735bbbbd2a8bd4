"""A mail service for tests: an HTTP server that plays Postmark's interface, or behaves badly as it
is told to.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "a-token-of-the-service"


@dataclass
class MailService:
    """`taken` holds the requests that it has said it has. `status` and `says` are its answer where
    it is not its own; `seconds` is how long it thinks.
    """

    port: int = 0
    status: int = 0
    says: str = ""
    seconds: float = 0.0
    hangs_up: bool = False
    taken: list[dict[str, Any]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


def _handler(service: MailService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            if service.hangs_up:
                self.close_connection = True
                return
            time.sleep(service.seconds)
            if self.headers["X-Postmark-Server-Token"] != TOKEN:
                self._answer(401, '{"ErrorCode": 10, "Message": "Bad or missing token."}')
            elif service.status:
                self._answer(service.status, service.says)
            else:
                message = json.loads(content)
                service.taken.append(message)
                said = {"ErrorCode": 0, "Message": "OK", "MessageID": "m", "To": message["To"]}
                self._answer(200, json.dumps(said))

        def _answer(self, status: int, text: str) -> None:
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """It stands in no log."""

    return Handler


@contextmanager
def mail_service(service: MailService) -> Iterator[MailService]:
    """The service listens on 127.0.0.1 until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", service.port), _handler(service))
    service.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
