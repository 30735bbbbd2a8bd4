"""The form that asks others: which questions, whom, until when, and what silence means."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from trimtab.strategy import api as strategy
from trimtab.strategy.api import asking
from trimtab.web import forms
from trimtab.web.forms import Asks, Form

MOST_PEOPLE = 12
ROWS = 4
DAYS_TO_ANSWER = 10
REMINDERS = (7, 3, 1)
_PEOPLE = "{name}-{at}"
_PERSON = ("name", "email")
_MOST_NAME, _MOST_ADDRESS, _MOST_NOTE = 200, 254, 2000
_MOST_DAYS = 99


class LastDayForm(Form, frozen=True, kw_only=True):
    """The last day on which links work."""

    closes_on: Annotated[dt.date, Asks(fault=_l("Give the last day."))]


class EnquiryForm(LastDayForm, frozen=True, kw_only=True):
    """What holds for everybody who is asked."""

    title: Annotated[str, Asks(most=_MOST_NAME)] = ""
    codes: Annotated[tuple[str, ...], Asks(many=100, sent_as="code")] = ()
    note: Annotated[str, Asks(most=_MOST_NOTE)] = ""
    remind: Annotated[tuple[int, ...], Asks(most=_MOST_DAYS)] = ()
    silence: asking.Silence = asking.Silence.GO_ON
    stand_in_name: Annotated[str, Asks(most=_MOST_NAME)] = ""
    stand_in_email: Annotated[str, Asks(most=_MOST_ADDRESS)] = ""


def new_enquiry(document: strategy.Strategy, given: QueryDict, today: dt.date) -> dict[str, Any]:
    """What the form shows.

    `given` is what was posted, or the query of the address with `code` to begin with one question.
    """
    asked = forms.kept(EnquiryForm, given)
    chosen = asked["codes"]
    first = strategy.BY_CODE.get(chosen[0]) if len(chosen) == 1 else None
    usual_day = today + dt.timedelta(days=DAYS_TO_ANSWER)
    return {
        **asked,
        "areas": _questions(document, chosen),
        "title": asked["title"] or (first.asks if first else ""),
        "rows": _rows(given),
        "closes_on": asked["closes_on"] or usual_day.isoformat(),
        "reminders": [{"value": str(days), "text": _days_before(days)} for days in REMINDERS],
        "remind": asked["remind"] or ["3", "1"],
        "silences": _silences(),
        "silence": asked["silence"] or asking.Silence.GO_ON.value,
        "stakeholders": [stakeholder.name for stakeholder in document.stakeholders],
        "chosen": chosen,
    }


def _silences() -> list[dict[str, str]]:
    words = {
        asking.Silence.GO_ON: _("We go on with those who answered"),
        asking.Silence.UNKNOWN: _("It counts as 'I do not know', and the answer is less sure"),
        asking.Silence.STAND_IN: _("Somebody else is asked instead, with a week of their own"),
    }
    return [{"value": silence.value, "text": text} for silence, text in words.items()]


def _days_before(days: int) -> str:
    return _("The day before") if days == 1 else _("%(n)s days before") % {"n": days}


def _questions(document: strategy.Strategy, chosen: list[str]) -> list[dict[str, Any]]:
    """The questions that have a point and can be sent, by area.

    An area is open when something in it is chosen.
    """
    asked = [question for question in strategy.asked(document) if asking.can_be_asked(question)]
    areas = []
    for area in strategy.Area:
        own = [question for question in asked if question.area is area]
        areas.append(
            {
                "says": strategy.called(area),
                "is_open": any(question.code in chosen for question in own),
                "options": [_question_option(question) for question in own],
            }
        )
    return areas


def _question_option(question: strategy.Question) -> dict[str, str]:
    who = _("Who knows best: %(who)s") % {"who": question.asked_of}
    return {"value": question.code, "text": question.asks, "note": who}


def _people_given(given: QueryDict) -> list[dict[str, str]]:
    """The rows for people that were filled in."""
    people = forms.rows(given, _PEOPLE, _PERSON, MOST_PEOPLE)
    return [person for person in people if person["name"] or person["email"]]


def _rows(given: QueryDict) -> list[dict[str, Any]]:
    """The rows for people: those that were filled in, and empty ones."""
    people = _people_given(given)
    blank = {"name": "", "email": ""}
    shown = [*people, *[blank] * max(ROWS - len(people), 1)]
    return [{**row, "at": at} for at, row in enumerate(shown[:MOST_PEOPLE])]


def read_invitees(given: QueryDict) -> list[asking.Invitee]:
    """The people that were filled in; rows without anything are left out."""
    return [
        asking.Invitee(person["name"][:_MOST_NAME], person["email"][:_MOST_ADDRESS])
        for person in _people_given(given)
    ]


def read_agreed(given: QueryDict) -> asking.Agreed:
    """What was agreed. Raises Faults for a day that is none; sending it checks the rest."""
    asked = forms.read(EnquiryForm, given)
    stands_in = asked.silence is asking.Silence.STAND_IN
    return asking.Agreed(
        title=asked.title,
        codes=asked.codes,
        closes_on=asked.closes_on,
        remind_days=asked.remind,
        silence=asked.silence,
        stand_in_name=asked.stand_in_name if stands_in else "",
        stand_in_email=asked.stand_in_email if stands_in else "",
        note=asked.note,
    )
