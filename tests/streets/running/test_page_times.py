"""How long pages take is counted, written down by the hour, added up over processes, and read."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import engage
from tests.streets.strategy.test_answering import signed_in
from trimtab import clock
from trimtab.config import page_times
from trimtab.config.models import PageTime
from trimtab.config.page_times import ENDS, TIMES, PageTimes, share_within, slowest

HOUR = dt.timedelta(hours=1)


def counted(name: str, *seconds: float, now: dt.datetime) -> PageTimes:
    times = PageTimes()
    for each in seconds:
        times.note(name, each, now)
    return times


@given(st.lists(st.floats(0, 20), min_size=1))
def test_nineteen_of_twenty_stay_under_what_is_said(seconds: list[float]) -> None:
    steps = [sum(1000 * each > end for end in ENDS) for each in seconds]
    within = share_within({step: steps.count(step) for step in steps})
    milliseconds = [1000 * each for each in seconds]
    if within is None:
        assert sum(each <= ENDS[-1] for each in milliseconds) < 0.95 * len(seconds)
    else:
        assert sum(each <= within for each in milliseconds) >= 0.95 * len(seconds)
        lower = [end for end in ENDS if end < within]
        assert all(sum(e <= end for e in milliseconds) < 0.95 * len(seconds) for end in lower)


@pytest.mark.django_db
def test_processes_add_up_and_the_slowest_come_first() -> None:
    now = clock.now()
    for _process in range(2):
        counted("test:slow", *[9.0] * 19, 30.0, now=now).flush()
        counted("test:less", *[4.0] * 20, now=now).flush()
        counted("test:few", *[9.0] * 5, now=now).flush()
        counted("test:past", *[99.0] * 20, now=now - 30 * HOUR).flush()
    assert _of_this_test(now) == [("test:slow", 40, 10_000), ("test:less", 40, 5000)]
    counted("test:past", *[99.0] * 20, now=now).flush()
    assert _of_this_test(now)[0] == ("test:past", 20, None)


def _of_this_test(now: dt.datetime) -> list[tuple[str, int, int | None]]:
    """Other tests serve the product from this database, and it counts their pages."""
    pages = [(page.name, page.visits, page.within) for page in slowest(now)]
    return [page for page in pages if page[0].startswith("test:")]


@pytest.mark.django_db
def test_what_is_old_goes() -> None:
    now = clock.now()
    counted("test:old", 1.0, now=now - dt.timedelta(days=15)).flush()
    counted("test:new", 1.0, now=now).flush()
    assert page_times.let_go(now=now) >= 1
    names = PageTime.objects.filter(name__startswith="test:").values_list("name", flat=True)
    assert list(names) == ["test:new"]


@pytest.mark.django_db
def test_what_could_not_be_written_down_stays_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    times = counted("test:kept", 1.0, 2.0, now=now)
    with monkeypatch.context() as patch:
        patch.setattr(page_times, "_ADD", "SELECT no_such_column")
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SAVEPOINT before")
            times.flush()
    with connection.cursor() as cursor:
        cursor.execute("ROLLBACK TO SAVEPOINT before")
    times.flush()
    kept = PageTime.objects.filter(name="test:kept").values_list("visits", flat=True)
    assert sum(kept) == 2


def test_a_visit_is_counted_and_stands_on_the_page_of_health(db: None, client: Client) -> None:
    administrator = signed_in(engage().administrator)
    for _visit in range(25):
        administrator.get("/audit")
    client.get("/no/such/page")
    TIMES.flush()
    counted("test:slow", *[9.0] * 20, now=clock.now()).flush()
    names = set(PageTime.objects.values_list("name", flat=True))
    assert "workbench:audit" in names and not any("no/such" in name for name in names)
    page = administrator.get("/health").content.decode()
    assert "Slowest pages" in page and "test:slow" in page
