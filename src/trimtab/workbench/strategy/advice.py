"""What the answers call for: each recommendation is accepted, altered or declined."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import say
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.strategy.api import parts
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.workbench.permission import STEERING, WRITING, asked_by, readable
from trimtab.workbench.strategy.editing.drafts import (
    base_of,
    keep,
    page_of_ours,
    working_copy,
)
from trimtab.workbench.strategy.editing.settings import read_setting, shown
from trimtab.workbench.strategy.places import address_for

MANY = 12


class TakeForm(Form, frozen=True, kw_only=True):
    """How a recommendation is taken. An altered one has a field `set-KEY` for each setting too."""

    standing: Annotated[parts.Standing, Asks(fault=_l("Accept, alter or decline it."))]
    because: Annotated[str, Asks(most=2000)] = ""


class WhichForm(Form, frozen=True, kw_only=True):
    """Which recommendation is taken, and the page that one comes from."""

    key: str = ""
    next: str = ""


@require_GET
@login_required
def page(request: Request) -> HttpResponse:
    """The page /strategy/advice: what is open first, then what was taken."""
    person = asked_by(request, *STEERING)
    draft = readable(working_copy(), person)
    rows = [row(draft.document, advice, person) for advice in strategy.recommend(draft.document)]
    waiting = [told for told in rows if not told["taken"]]
    context = {
        "draft": draft,
        "open": waiting,
        "musts": sum(told["advice"].strength is strategy.Strength.MUST for told in waiting),
        "groups": _by_strength(waiting),
        "over": [told for told in rows if told["taken"]],
        "may_write": bool(person.roles & set(WRITING)),
    }
    return render(request, "workbench/strategy/advice.html", context)


def _by_strength(rows: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Recommendations as (title, rows): many by strength, a few under no title.

    The strongest come first.
    """
    titles = {
        strategy.Strength.MUST: _("Must"),
        strategy.Strength.SHOULD: _("Should"),
        strategy.Strength.MAY: _("May"),
    }
    groups = [
        (title, [told for told in rows if told["advice"].strength is strength])
        for strength, title in titles.items()
    ]
    if len(rows) <= MANY:
        return [("", [told for _title, own in groups for told in own])]
    return [(title, own) for title, own in groups if own]


def row(
    document: strategy.Strategy, advice: strategy.Recommendation, reader: people.PersonRow
) -> dict[str, Any]:
    """A recommendation with its reasons as links for who may follow them.

    With it what it sets, in words, and how it was taken.
    """
    entry = strategy.taken(document, advice)
    altered = entry.sets if entry else {}
    names = {audience.id: audience.name for audience in document.audiences}
    return {
        "advice": advice,
        "key": _key(advice),
        "taken": entry,
        "standing": strategy.called(entry.standing) if entry else "",
        "reasons": [
            {"says": step.says, "href": address_for(reader, document, step.place)}
            for step in strategy.walk(document, advice.because)
        ],
        "sets": [
            shown(sets, altered.get(sets.key, sets.value), names.get(sets.audience, ""))
            for sets in advice.sets
        ],
        "adds": advice.patch.title if advice.patch else "",
    }


def _key(advice: strategy.Recommendation) -> str:
    return f"{advice.code}@{advice.place}"


@require_POST
@login_required
def take(request: Request) -> HttpResponse:
    """Takes one recommendation; accepting one that adds something to the strategy adds it."""
    person = asked_by(request, *WRITING)
    draft, which = working_copy(), forms.read(WhichForm, request.POST)
    try:
        advice = _named(draft.document, which.key)
        document = taken(draft.document, advice, request.POST, person)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("workbench:advice")
    entry = strategy.taken(document, advice)
    standing = strategy.called(entry.standing) if entry else ""
    because = say("{name}: {value}", name=advice.code, value=standing)
    keep(document, by=person, because=because, base=base_of(request), now=clock.now())
    messages.success(request, _("Taken down. You can change your mind until it is adopted."))
    return redirect(page_of_ours(which.next) or "workbench:advice")


def _named(document: strategy.Strategy, key: str) -> strategy.Recommendation:
    for advice in strategy.recommend(document):
        if _key(advice) == key:
            return advice
    raise NotFound("strategy.advice", _("The answers do not call for this any more."))


def taken(
    document: strategy.Strategy,
    advice: strategy.Recommendation,
    posted: QueryDict,
    by: people.PersonRow,
) -> strategy.Strategy:
    """The document with a recommendation taken as posted.

    Raises Refusal without a reason where one is needed, or for an odd value.
    """
    form = forms.read(TakeForm, posted)
    if form.standing is not parts.Standing.ACCEPTED and not form.because:
        raise Refusal(
            "strategy.because", _("Say why: whoever reads it in a year will ask."), "because"
        )
    entry = parts.Taken(
        rule=advice.code,
        place=advice.place,
        standing=form.standing,
        sets=_altered(advice, posted) if form.standing is parts.Standing.ALTERED else {},
        because=form.because,
        by=by.address,
    )
    kept = tuple(
        earlier
        for earlier in document.recommendations
        if (earlier.rule, earlier.place) != (advice.code, advice.place)
    )
    changed = msgspec.structs.replace(document, recommendations=(*kept, entry))
    if form.standing is parts.Standing.ACCEPTED and advice.patch:
        return strategy.apply_patch(changed, advice.patch)
    return changed


def _altered(advice: strategy.Recommendation, posted: QueryDict) -> dict[str, Any]:
    found = {}
    for sets in advice.sets:
        text = forms.text(posted, f"set-{sets.key}")
        value = read_setting(sets.key, text) if text else sets.value
        if value != sets.value:
            found[sets.key] = value
    if not found:
        raise Refusal(
            "strategy.unaltered", _("Nothing is altered: change a value, or accept it."), "standing"
        )
    return found
