"""Spans go to whom the settings name, over HTTP, and hold no address."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest
from opentelemetry import trace
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.cast import engage
from tests.streets.strategy.test_answering import signed_in
from trimtab.config import env, tracing
from trimtab.config.tracing import TRACING


class Collector(BaseHTTPRequestHandler):
    """Takes what an exporter sends."""

    taken: ClassVar[list[bytes]] = []

    def do_POST(self) -> None:
        self.taken.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *words: object) -> None:
        """Says nothing."""


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    server = HTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(env, "TRACES_URL", f"http://127.0.0.1:{server.server_port}/v1/traces")
    monkeypatch.setattr(TRACING, "tracer", None)
    monkeypatch.setattr(Collector, "taken", [])
    TRACING.begin("web")
    yield Collector.taken
    server.shutdown()


def test_a_page_and_a_job_are_told_without_their_address(db: None, collector: list[bytes]) -> None:
    cast = engage()
    signed_in(cast.administrator).get("/audit?q=a-secret-word")
    signed_in(cast.administrator).get("/no/such/page-of-a-secret")
    with tracing.job("tidy"):
        pass
    with pytest.raises(ValueError), tracing.job("break"):
        raise ValueError("what a secret says")
    assert TRACING.provider is not None and TRACING.provider.force_flush()
    sent = b"".join(collector)
    request = ExportTraceServiceRequest.FromString(collector[0])
    (resource,) = request.resource_spans
    spans = [span for scope in resource.scope_spans for span in scope.spans]
    assert {span.name for span in spans} >= {"workbench:audit", "job tidy"}
    (page,) = [span for span in spans if span.name == "workbench:audit"]
    assert {each.key for each in page.attributes} == {
        "http.request.method",
        "http.route",
        "http.response.status_code",
    }
    assert b"secret" not in sent
    assert not trace.get_current_span().get_span_context().is_valid


def test_without_the_setting_nothing_is_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "TRACES_URL", "")
    monkeypatch.setattr(TRACING, "tracer", None)
    TRACING.begin("web")
    assert TRACING.tracer is None
