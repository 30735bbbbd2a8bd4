"""The form that asks others: which questions, whom, until when, and what silence means."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from trimtab.kernel import written
from trimtab.kernel.errors import Refusal
from trimtab.strategy import api as strategy
from trimtab.strategy.api import asking

MOST_PEOPLE = 12
ROWS = 4
DAYS_TO_ANSWER = 10
REMINDERS = (7, 3, 1)


def new_enquiry(document: strategy.Strategy, given: QueryDict, today: dt.date) -> dict[str, Any]:
    """What the form shows: `given` is what was posted, or the query of the address with `code` to begin with one question."""
    chosen = given.getlist("code")
    first = strategy.BY_CODE.get(chosen[0]) if len(chosen) == 1 else None
    return {
        "areas": _questions(document, chosen),
        "title": given.get("title") or (first.asks if first else ""),
        "note": given.get("note", ""),
        "rows": _rows(given),
        "closes_on": given.get("closes_on")
        or (today + dt.timedelta(days=DAYS_TO_ANSWER)).isoformat(),
        "reminders": [{"value": str(one), "text": _days_before(one)} for one in REMINDERS],
        "remind": given.getlist("remind") or ["3", "1"],
        "silences": [
            {"value": asking.Silence.GO_ON.value, "text": _("We go on with those who answered")},
            {
                "value": asking.Silence.UNKNOWN.value,
                "text": _("It counts as 'I do not know', and the answer is less sure"),
            },
            {
                "value": asking.Silence.STAND_IN.value,
                "text": _("Somebody else is asked instead, with a week of their own"),
            },
        ],
        "silence": given.get("silence") or asking.Silence.GO_ON.value,
        "stand_in_name": given.get("stand_in_name", ""),
        "stand_in_email": given.get("stand_in_email", ""),
        "stakeholders": [one.name for one in document.stakeholders],
        "chosen": chosen,
    }


def _days_before(days: int) -> str:
    return _("The day before") if days == 1 else _("%(n)s days before") % {"n": days}


def _questions(document: strategy.Strategy, chosen: list[str]) -> list[dict[str, Any]]:
    """The questions that have a point and can be sent, by area; an area is open when something in it is chosen."""
    asked = [one for one in strategy.asked(document) if asking.can_be_asked(one)]
    return [
        {
            "name": area.value,
            "is_open": any(one.code in chosen for one in asked if one.area is area),
            "options": [
                {
                    "value": one.code,
                    "text": one.asks,
                    "note": _("Who knows best: %(who)s") % {"who": one.asked_of},
                }
                for one in asked
                if one.area is area
            ],
        }
        for area in strategy.Area
    ]


def _rows(given: QueryDict) -> list[dict[str, Any]]:
    """The rows for people: those that were filled in, and empty ones."""
    filled = [
        {"name": given.get(f"name-{at}", ""), "email": given.get(f"email-{at}", "")}
        for at in range(MOST_PEOPLE)
    ]
    filled = [one for one in filled if any(one.values())]
    blank = max(ROWS - len(filled), 1)
    rows = [*filled, *({"name": "", "email": ""} for _i in range(blank))][:MOST_PEOPLE]
    return [{**one, "at": at} for at, one in enumerate(rows)]


def read_invitees(given: QueryDict) -> list[asking.Invitee]:
    """The people that were filled in; rows without anything are left out."""
    rows = [
        (given.get(f"name-{at}", "").strip(), given.get(f"email-{at}", "").strip())
        for at in range(MOST_PEOPLE)
    ]
    return [asking.Invitee(name[:200], email[:254]) for name, email in rows if name or email]


def read_agreed(given: QueryDict) -> asking.Agreed:
    """What was agreed. Raises Refusal for a day that is none; the rest is checked when it is sent."""
    silence = given.get("silence", "")
    stands_in = silence == asking.Silence.STAND_IN
    return asking.Agreed(
        title=given.get("title", "").strip()[:200],
        codes=tuple(given.getlist("code")[:100]),
        closes_on=read_day(given, "closes_on"),
        remind_days=tuple(
            days for one in given.getlist("remind") if (days := written.whole(one, 99)) is not None
        ),
        silence=asking.Silence(silence) if silence in set(asking.Silence) else asking.Silence.GO_ON,
        stand_in_name=given.get("stand_in_name", "").strip()[:200] if stands_in else "",
        stand_in_email=given.get("stand_in_email", "").strip()[:254] if stands_in else "",
        note=given.get("note", "").strip()[:2000],
    )


def read_day(given: QueryDict, field: str) -> dt.date:
    """A day. Raises Refusal naming the field."""
    day = written.day(given.get(field))
    if day is None:
        raise Refusal("asking.closes", _("Give the last day."), field)
    return day
