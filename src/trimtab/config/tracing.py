"""Traces for whoever collects them (OpenTelemetry, OTLP over HTTP), when the settings name where to
and the extra `tracing` is installed. A span says which page or job it was, never an address: some
addresses are keys.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from django.http import HttpRequest

import trimtab
from trimtab.config import env

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span, Tracer

log = logging.getLogger("trimtab.tracing")


class PageSpan:
    """What is written down of one page; nothing where nobody collects."""

    def __init__(self, span: Span | None = None) -> None:
        self._span = span

    def ended(self, name: str, route: str, status: int) -> None:
        """Which page it was, and how it was answered."""
        if self._span is None:
            return
        self._span.update_name(name or "no page")
        self._span.set_attribute("http.route", route)
        self._span.set_attribute("http.response.status_code", status)


class Tracing:
    """Where spans go; nowhere before `begin`."""

    def __init__(self) -> None:
        self.tracer: Tracer | None = None
        self.provider: TracerProvider | None = None

    def begin(self, process: str) -> None:
        """Collects from now on, where the settings say so. `process` is 'web' or 'worker'."""
        if not env.TRACES_URL or self.tracer is not None:
            return
        if find_spec("opentelemetry.sdk") is None:
            log.warning("TRIMTAB_TRACES_URL is set, but the extra 'tracing' is not installed")
            return
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        resource = Resource.create(
            {
                "service.name": "trimtab",
                "service.version": trimtab.__version__,
                "trimtab.process": process,
            }
        )
        self.provider = TracerProvider(resource=resource)
        self.provider.add_span_processor(
            BatchSpanProcessor(OTLPSpanExporter(endpoint=env.TRACES_URL))
        )
        self.tracer = self.provider.get_tracer("trimtab")


TRACING = Tracing()


@contextmanager
def page(request: HttpRequest) -> Iterator[PageSpan]:
    """The span of a page."""
    if TRACING.tracer is None:
        yield PageSpan()
        return
    from opentelemetry.trace import SpanKind

    attributes = {"http.request.method": request.method or ""}
    # What an error says may hold a name or a key: a span has none of its words.
    with TRACING.tracer.start_as_current_span(
        "page",
        kind=SpanKind.SERVER,
        attributes=attributes,
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        yield PageSpan(span)


@contextmanager
def job(name: str) -> Iterator[None]:
    """The span of a job."""
    if TRACING.tracer is None:
        yield
        return
    with TRACING.tracer.start_as_current_span(
        f"job {name}", record_exception=False, set_status_on_exception=False
    ):
        yield
