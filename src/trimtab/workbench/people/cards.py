"""Cards to cut out and hand over: for whoever fits a filter and has not come in, for those who are
chosen, and for one person.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from trimtab import clock
from trimtab.journeys import cards
from trimtab.kernel import paging
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.lrs import api as lrs
from trimtab.people import api as people
from trimtab.people.api import EntryStage, Role
from trimtab.web import forms
from trimtab.web.addresses import links_to
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.wording import words
from trimtab.workbench.people import choosing
from trimtab.workbench.people.forms import FilterForm
from trimtab.workbench.people.pages import STANDINGS, filter_of
from trimtab.workbench.permission import asked_by

ON_A_PAGE = 50
OUTSIDE = (EntryStage.NEW, EntryStage.INVITED, EntryStage.EXPIRED)


class Whose(StrEnum):
    """Whose cards are made."""

    CHOSEN = "chosen"
    FILE = "file"


class CardsForm(Form, frozen=True, kw_only=True):
    """Whose cards are made: of those who are ticked, or the next file of all who fit."""

    whose: Whose = Whose.CHOSEN
    person: Annotated[tuple[UUID, ...], Asks(many=ON_A_PAGE)] = ()
    file: Annotated[int, Asks(most=1000)] = 1


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def page(request: Request) -> HttpResponse:
    """The page /people/cards: who would get a card, and the files of them. A POST makes links and
    gives the cards as PDF; a card that was made before opens nothing from then on.
    """
    by, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    given = request.POST if request.method == "POST" else request.GET
    asked, unclear = filter_of(given)
    fit = people.ids_not_in(**{**asked.wanted(), "standing": asked.standing}, now=now)
    if request.method == "GET":
        return _show(request, asked, fit, unclear)
    form = forms.read(CardsForm, request.POST)
    start = (max(form.file, 1) - 1) * cards.MOST_CARDS
    whole = fit[start : start + cards.MOST_CARDS]
    wanted = list(form.person) if form.whose is Whose.CHOSEN else whole
    if not wanted:
        messages.error(request, _("Nobody was chosen, or everybody is in. Nothing was changed."))
        return redirect(f"{reverse('workbench:cards')}?{forms.query(asked)}")
    try:
        made, count = cards.invitation_cards(person_ids=wanted, by=by, now=now, **_places())
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, words(refusal.sentence))
        return redirect(f"{reverse('workbench:cards')}?{forms.query(asked)}")
    if not count:
        messages.error(request, _("Nobody was chosen, or everybody is in. Nothing was changed."))
        return redirect(f"{reverse('workbench:cards')}?{forms.query(asked)}")
    sentence = ngettext(
        "%(n)s card was made. An older card of the same person opens nothing any more.",
        "%(n)s cards were made. Older cards of the same people open nothing any more.",
        count,
    )
    messages.success(request, sentence % {"n": count})
    return _file(made, f"trimtab-cards-{count}.pdf")


@require_POST
@login_required
@never_cache
def one(request: Request, person_id: UUID) -> HttpResponse:
    """The card of one person: an invitation, or for somebody who is in a link to a new password or
    PIN.
    """
    by, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    if people.person(person_id).is_erased:
        raise NotFound("people.unknown", _("There is no such person."))
    standing = people.entries([person_id], now=now)[person_id].standing
    if standing is EntryStage.IN:
        made = cards.reset_card(person_id=person_id, by=by, now=now, **_places())
        return _file(made, "trimtab-card.pdf")
    made, count = cards.invitation_cards(person_ids=[person_id], by=by, now=now, **_places())
    if not count:
        messages.error(request, _("This person is shut out. Nothing was changed."))
        return redirect("workbench:person", person_id)
    return _file(made, "trimtab-card.pdf")


def _places() -> dict[str, Any]:
    return {
        "address": links_to("come-in"),
        "typed_at": lrs.home() + reverse("come-in-typed"),
    }


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _show(request: Request, asked: FilterForm, fit: list[UUID], unclear: str) -> HttpResponse:
    cut = paging.cut(len(fit), number=forms.page_number(request.GET), size=ON_A_PAGE)
    rows = people.people_rows(fit[cut.window])
    entries = people.entries(rows, now=clock.now())
    every = ("", _("all"))
    context = {
        "page": cut.page([rows[key] for key in fit[cut.window]]),
        "entries": {key: STANDINGS[entry.standing] for key, entry in entries.items()},
        "files": _files(len(fit), asked),
        "most": cards.MOST_CARDS,
        "asked": forms.texts(asked),
        "query": forms.query(asked),
        "unclear": unclear,
        "units": choosing.units(_("all")),
        "standings": [every, *((key.value, STANDINGS[key][0]) for key in OUTSIDE)],
    }
    return render(request, "workbench/people/cards.html", context)


def _files(count: int, asked: FilterForm) -> list[tuple[int, int, int]]:
    """The files with number, first and last card. Of those never invited there is one: whoever is
    in it is invited afterwards, and the next are the first.
    """
    files = [
        (at // cards.MOST_CARDS + 1, at + 1, min(at + cards.MOST_CARDS, count))
        for at in range(0, count, cards.MOST_CARDS)
    ]
    return files[:1] if asked.standing in (EntryStage.NEW, EntryStage.EXPIRED) else files
