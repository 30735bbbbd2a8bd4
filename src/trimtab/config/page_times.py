"""How long pages take: counted in each process, written down by the hour, read by whoever looks
after the machine. No address is kept, only which page it was.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping

from django.db import DatabaseError, connection
from django.db.models import Sum
from django.http import HttpRequest, HttpResponseBase

from trimtab import clock
from trimtab.config import tracing
from trimtab.config.models import PageTime
from trimtab.workbench.running.machine import SlowPage

log = logging.getLogger("trimtab.pages")

# Upper ends in milliseconds; what takes longer than the last falls into one more, of no end.
ENDS = (5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
FLUSH_SECONDS = 30.0
LATELY, KEPT = dt.timedelta(days=1), dt.timedelta(days=14)
# Of fewer visits nineteen in twenty say nothing.
LEAST_VISITS = 20
MOST_SHOWN = 10
_ADD = """
    INSERT INTO config_pagetime (hour, name, step, visits)
    SELECT * FROM unnest(%s::timestamptz[], %s::text[], %s::smallint[], %s::bigint[])
    ON CONFLICT (hour, name, step) DO UPDATE
    SET visits = config_pagetime.visits + excluded.visits
"""
Handler = Callable[[HttpRequest], HttpResponseBase]
Step = tuple[dt.datetime, str, int]


class PageTimes:
    """What the pages of this process took since it was last written down."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._visits: Counter[Step] = Counter()

    def note(self, name: str, seconds: float, now: dt.datetime) -> None:
        """A page was answered."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        with self._lock:
            self._visits[hour, name, bisect_left(ENDS, 1000 * seconds)] += 1

    def flush(self) -> None:
        """Writes down what was counted; what cannot be written stays counted."""
        with self._lock:
            visits, self._visits = self._visits, Counter()
        if not visits:
            return
        # In one order in all processes: two that write at once do not wait for each other in a ring.
        steps = sorted(visits)
        columns = [list(column) for column in zip(*steps, strict=True)]
        try:
            with connection.cursor() as cursor:
                cursor.execute(_ADD, [*columns, [visits[step] for step in steps]])
        except DatabaseError:
            with self._lock:
                self._visits.update(visits)
            raise

    def keep(self) -> None:
        """Writes down now and then, from now on, in a thread of its own."""
        threading.Thread(target=self._keep, daemon=True, name="page-times").start()

    def _keep(self) -> None:
        while True:
            time.sleep(FLUSH_SECONDS)
            try:
                self.flush()
            except DatabaseError:
                log.warning("how long pages took could not be written down; tried again")
            finally:
                connection.close()


TIMES = PageTimes()


class PageTimesMiddleware:
    """Counts how long each page takes, from the first of our work to the last."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        with tracing.page(request) as span:
            answer = self.get_response(request)
            match = request.resolver_match
            name = match.view_name if match else ""
            span.ended(name, match.route if match else "", answer.status_code)
        if name:
            TIMES.note(name, time.perf_counter() - begun, clock.now())
        return answer


def slowest(now: dt.datetime) -> list[SlowPage]:
    """The pages that took longest in the last day, by the time under which nineteen of twenty
    visits stayed; those of few visits are left out. One query.
    """
    rows = (
        PageTime.objects.filter(hour__gte=now - LATELY)
        .values_list("name", "step")
        .annotate(total=Sum("visits"))
    )
    visits: dict[str, dict[int, int]] = defaultdict(dict)
    for name, step, total in rows:
        visits[name][step] = total
    pages = [
        SlowPage(name, sum(counts.values()), share_within(counts))
        for name, counts in visits.items()
        if sum(counts.values()) >= LEAST_VISITS
    ]
    return sorted(pages, key=_slowness)[:MOST_SHOWN]


def share_within(counts: Mapping[int, int], share: float = 0.95) -> int | None:
    """The upper end in milliseconds under which this share of visits stayed; None beyond the last
    end. `counts` are visits by step.
    """
    wanted, reached = share * sum(counts.values()), 0
    for step, end in enumerate(ENDS):
        reached += counts.get(step, 0)
        if reached >= wanted:
            return end
    return None


def let_go(*, now: dt.datetime) -> int:
    """Forgets hours that are over for two weeks. Returns how many rows went."""
    return PageTime.objects.filter(hour__lt=now - KEPT).delete()[0]


def _slowness(page: SlowPage) -> tuple[float, int, str]:
    within = float("inf") if page.within is None else page.within
    return (-within, -page.visits, page.name)
