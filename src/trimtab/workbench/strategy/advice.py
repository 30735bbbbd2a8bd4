"""What the answers call for: each recommendation is accepted, altered or declined, with a reason."""

from __future__ import annotations

from typing import Any

import msgspec
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.strategy.api import parts
from trimtab.workbench.permission import STEERING, asked_by, readable
from trimtab.workbench.strategy.editing.drafts import WRITING, base_of, keep, working_copy
from trimtab.workbench.strategy.editing.settings import Unreadable, read_setting, shown
from trimtab.workbench.strategy.places import address_for

STANDINGS = {one.value: one for one in parts.Standing}


@require_GET
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page /strategy/advice: what is open first, then what was taken."""
    person = asked_by(request, *STEERING)
    draft = readable(working_copy(), person)
    rows = [row(draft.document, one, person) for one in strategy.recommend(draft.document)]
    waiting = [one for one in rows if not one["taken"]]
    context = {
        "draft": draft,
        "open": waiting,
        "musts": sum(one["advice"].strength is strategy.Strength.MUST for one in waiting),
        "groups": _by_strength(waiting),
        "over": [one for one in rows if one["taken"]],
        "may_write": bool(person.roles & set(WRITING)),
    }
    return render(request, "workbench/strategy/advice.html", context)


MANY = 12


def _by_strength(rows: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Recommendations as (title, rows): a few under no title, the strongest first; many by strength."""
    titles = {
        strategy.Strength.MUST: _("Must"),
        strategy.Strength.SHOULD: _("Should"),
        strategy.Strength.MAY: _("May"),
    }
    groups = [
        (title, [one for one in rows if one["advice"].strength is key])
        for key, title in titles.items()
    ]
    if len(rows) <= MANY:
        return [("", [one for _title, own in groups for one in own])]
    return [group for group in groups if group[1]]


def row(
    document: strategy.Strategy, one: strategy.Recommendation, reader: people.PersonRow
) -> dict[str, Any]:
    """A recommendation with its reasons as links for who may follow them, what it sets in words, and how it was taken."""
    entry = strategy.taken(document, one)
    altered = entry.sets if entry else {}
    return {
        "advice": one,
        "key": f"{one.code}@{one.place}",
        "taken": entry,
        "reasons": [
            {"says": step.says, "href": address_for(reader, document, step.place)}
            for step in strategy.walk(document, one.because)
        ],
        "sets": [
            shown(each, altered.get(each.key, each.value), _audience(document, each.audience))
            for each in one.sets
        ],
        "adds": one.patch.title if one.patch else "",
    }


def _audience(document: strategy.Strategy, key: str) -> str:
    return next((one.name for one in document.audiences if one.id == key), "")


@require_POST
@login_required
def take(request: HttpRequest) -> HttpResponse:
    """Takes one recommendation; accepting one that adds something to the strategy adds it."""
    person = asked_by(request, *WRITING)
    draft = working_copy()
    try:
        one = _named(draft.document, request.POST.get("key", ""))
        document = taken(draft.document, one, request.POST, person)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("workbench:advice")
    entry = strategy.taken(document, one)
    because = _("%(code)s: %(standing)s") % {
        "code": one.code,
        "standing": entry.standing if entry else "",
    }
    keep(document, by=person, because=because, base=base_of(request), now=clock.now())
    messages.success(request, _("Taken down. You can change your mind until it is adopted."))
    return redirect(f"{request.POST.get('next') or ''}" if _ours(request) else "workbench:advice")


def _ours(request: HttpRequest) -> bool:
    given = request.POST.get("next", "")
    return given.startswith("/strategy") and "//" not in given


def _named(document: strategy.Strategy, key: str) -> strategy.Recommendation:
    for one in strategy.recommend(document):
        if f"{one.code}@{one.place}" == key:
            return one
    raise NotFound("strategy.advice", _("The answers do not call for this any more."))


def taken(
    document: strategy.Strategy, one: strategy.Recommendation, posted: Any, by: people.PersonRow
) -> strategy.Strategy:
    """The document with a recommendation taken as posted. Raises Refusal without a reason where one is needed, or for an odd value."""
    standing = STANDINGS.get(posted.get("standing", ""))
    because = posted.get("because", "").strip()[:2000]
    if standing is None:
        raise Refusal("strategy.standing", _("Accept, alter or decline it."), "standing")
    if standing is not parts.Standing.ACCEPTED and not because:
        raise Refusal(
            "strategy.because", _("Say why: whoever reads it in a year will ask."), "because"
        )
    sets = _altered(one, posted) if standing is parts.Standing.ALTERED else {}
    entry = parts.Taken(
        rule=one.code, place=one.place, standing=standing, sets=sets, because=because, by=by.address
    )
    kept = tuple(
        each
        for each in document.recommendations
        if (each.rule, each.place) != (one.code, one.place)
    )
    changed: strategy.Strategy = msgspec.structs.replace(document, recommendations=(*kept, entry))
    if standing is parts.Standing.ACCEPTED and one.patch:
        changed = strategy.apply_patch(changed, one.patch)
    return changed


def _altered(one: strategy.Recommendation, posted: Any) -> dict[str, Any]:
    found = {}
    for each in one.sets:
        text = posted.get(f"set-{each.key}", "").strip()
        if text:
            try:
                value = read_setting(each.key, text)
            except Unreadable as fault:
                raise Refusal("strategy.setting", str(fault), each.key) from fault
            if value != each.value:
                found[each.key] = value
    if not found:
        raise Refusal(
            "strategy.unaltered", _("Nothing is altered: change a value, or accept it."), "standing"
        )
    return found
