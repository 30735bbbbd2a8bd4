"""People, for those who run the installation: who is here and how far they have come.

Adding, changing, inviting, shutting out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, assert_never
from uuid import UUID

import msgspec
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trimtab import clock
from trimtab.governance import api as governance
from trimtab.journeys import inviting, staffing
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.lrs import api as lrs
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.people.api import EntryStage, PeopleOrder, Role
from trimtab.support import api as support
from trimtab.web import forms
from trimtab.web.addresses import links_to
from trimtab.web.requests import Request
from trimtab.wording import words
from trimtab.workbench.people import choosing, person_form
from trimtab.workbench.people.forms import (
    ChosenForm,
    FilterForm,
    InviteWay,
    LeaveAct,
    LeaveForm,
    LinkAct,
    LinkForm,
    PersonForm,
    WayForm,
)
from trimtab.workbench.permission import asked_by, asked_to_see

STANDINGS = {
    EntryStage.IN: (_l("has come in"), "good"),
    EntryStage.INVITED: (_l("invited"), "note"),
    EntryStage.EXPIRED: (_l("invitation is over"), "warn"),
    EntryStage.NEW: (_l("never invited"), "unsure"),
    EntryStage.SHUT_OUT: (_l("shut out"), "bad"),
}
ORDERS = {
    PeopleOrder.NAME: _l("Name, A to Z"),
    PeopleOrder.NAME_BACK: _l("Name, Z to A"),
    PeopleOrder.NEWEST: _l("Added last"),
    PeopleOrder.OLDEST: _l("Added first"),
}


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The page /people: who is here, by name, unit, role and how far they have come.

    For administrators also the way to invite them.
    """
    by, now = asked_to_see(request, governance.What.PEOPLE), clock.now()
    asked, unclear = filter_of(request.GET)
    order = asked.order or PeopleOrder.NAME
    every, runs = ("", _("all")), Role.ADMINISTRATOR in by.roles
    page = people.find_people(
        **asked.narrowed(),
        order=order,
        page=forms.page_number(request.GET),
        now=now,
        invite=asked.invitable if runs else None,
    )
    entries = people.entries([row.id for row in page.rows], now=now)
    letters = messaging.letter_states(
        inviting.letter_key(entry.link_id) for entry in entries.values() if entry.link_id
    )
    kept = people.kept_by_directory([row.id for row in page.rows])
    context = {
        "page": page,
        "rows": [(row, _entry(entries[row.id], letters), row.id in kept) for row in page.rows],
        "asked": forms.texts(asked),
        "unclear": unclear,
        "units": choosing.units(_("all")),
        "roles": [every, *choosing.roles()],
        "standings": [every, *((key.value, words) for key, (words, _pill) in STANDINGS.items())],
        "audiences": [every, *((row.key, row.name) for row in people.audiences())],
        "orders": [(key.value, words) for key, words in ORDERS.items()],
        "order": order.value,
        "query": forms.query(asked),
        "is_filtered": bool(forms.query(msgspec.structs.replace(asked, order=None))),
        "saved": people.saved_filters(by.id) if runs else [],
        "role_words": people.ROLE_WORDS,
        "runs": runs,
        "invitable": _invitable(page.invitable, asked),
        "sends_mail": messaging.sends_mail(),
    }
    return render(request, "workbench/people/people.html", context)


def filter_of(given: QueryDict) -> tuple[FilterForm, str]:
    """The filter with the code of the unit that is meant; and why it means none."""
    asked = forms.read(FilterForm, given)
    try:
        return msgspec.structs.replace(asked, unit=choosing.unit_meant(asked.unit)), ""
    except Refusal as refusal:
        return asked, words(refusal.sentence)


def _invitable(found: people.Invitable | None, asked: FilterForm) -> dict[str, Any] | None:
    """How many the buttons would invite, of those who fit the filter; None where nobody is asked."""
    if found is None:
        return None
    return {
        "mail": found.by_mail,
        "without": found.without,
        "all": found.by_mail + found.without,
        "more": found.is_more,
        "again": asked.invitable is not EntryStage.NEW,
    }


def _entry(entry: people.EntryRow, letters: Mapping[str, messaging.MessageState]) -> dict[str, Any]:
    """How far somebody is, for the page: the word, its state, and whether their letter has gone."""
    words, state = STANDINGS[entry.standing]
    letter = letters.get(inviting.letter_key(entry.link_id)) if entry.link_id else None
    return {
        "entry": entry,
        "words": words,
        "state": state,
        "letter": letter.value if letter else "",
    }


@require_POST
@login_required
@never_cache
def invite(request: Request) -> HttpResponse:
    """Invites everybody who fits the filter and has not come in, by mail or on sheets."""
    by, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    asked, way = forms.read(FilterForm, request.POST), forms.read(WayForm, request.POST).way
    chosen = forms.read(ChosenForm, request.POST).person
    back = f"{reverse('workbench:people')}?{forms.query(asked)}"
    match way:
        case InviteWay.MAIL:
            _require_mail()
            ids = _to_invite(asked, chosen, now, mail=True)
            _say_letters(request, inviting.invite_by_mail(person_ids=ids, by=by, now=now).letters)
            return redirect(back)
        case InviteWay.PAPER:
            has_mail = None
        case InviteWay.PAPER_WITHOUT_MAIL:
            has_mail = False
        case _:
            assert_never(way)
    ids = _to_invite(asked, chosen, now, mail=has_mail)
    try:
        sheets = inviting.invite_on_paper(
            person_ids=ids, by=by, address=links_to("come-in"), now=now
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, words(refusal.sentence))
        return redirect(back)
    return _sheets(request, sheets, back)


def _to_invite(
    asked: FilterForm, chosen: Sequence[UUID], now: dt.datetime, *, mail: bool | None
) -> list[UUID]:
    """Of those who were ticked all who have not come in; else those who fit the filter."""
    if not chosen:
        return people.ids_to_invite(**asked.wanted(), now=now, mail=mail)
    outside = (EntryStage.NEW, EntryStage.INVITED, EntryStage.EXPIRED)
    return [
        key
        for standing in outside
        for key in people.ids_to_invite(standing=standing, among=chosen, now=now, mail=mail)
    ]


def _require_mail() -> None:
    if not messaging.sends_mail():
        sentence = _(
            "This installation has no mail server, so no letter would leave. Print sheets instead."
        )
        raise Refusal("people.no-mail", sentence)


def _say_letters(request: Request, count: int) -> None:
    sentence = ngettext(
        "%(n)s invitation is written. It leaves within a minute, outside the quiet hours.",
        "%(n)s invitations are written. They leave within minutes, outside the quiet hours.",
        count,
    )
    nobody = _("Nobody was invited: nobody fits, or it was just done.")
    messages.success(request, sentence % {"n": count} if count else nobody)


def _sheets(
    request: Request, sheets: list[inviting.Sheet], back: str, *, is_reset: bool = False
) -> HttpResponse:
    context = {
        "sheets": [(sheet, support.qr_svg(sheet.link)) for sheet in sheets],
        "sign_in": lrs.home() + reverse("sign-in"),
        "back": back,
        "is_reset": is_reset,
    }
    return render(request, "sheets.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: Request) -> HttpResponse:
    """The page /people/new: one person, who may then be invited."""
    by = asked_by(request, Role.ADMINISTRATOR)
    if request.method == "GET":
        return _form(request, None, {"roles": [Role.LEARNER.value], "manages": []})
    try:
        given = person_form.read(request.POST, {})
        key = staffing.add(given=given, by=by, now=clock.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _form(request, None, forms.kept(PersonForm, request.POST), refusal)
    messages.success(request, _("Added. Invite them now: nobody can sign in before that."))
    return redirect("workbench:person", key)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def person(request: Request, person_id: UUID) -> HttpResponse:
    """The page of one person: name, address, unit, roles, who they manage, attributes, language.

    How they come in; shutting out.
    """
    by = asked_by(request, Role.ADMINISTRATOR)
    row = people.person(person_id)
    if row.is_erased:
        raise NotFound("people.unknown", _("There is no such person."))
    if request.method == "GET":
        return _form(request, row, person_form.as_given(row))
    if people.merged_into(person_id):
        raise NotFound("people.unknown", _("There is no such person."))
    try:
        given, now = person_form.read(request.POST, row.attributes), clock.now()
        changed = staffing.change(person_id=person_id, given=given, by=by, now=now)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        return _form(request, row, forms.kept(PersonForm, request.POST), refusal)
    messages.success(request, _("Kept.") if changed else _("Nothing was different."))
    return redirect("workbench:person", person_id)


@require_POST
@login_required
@never_cache
def link(request: Request, person_id: UUID) -> HttpResponse:
    """Invites one person, by mail or with a sheet; or hands out a link to a new password.

    Or withdraws what is open.
    """
    by, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    back = reverse("workbench:person", args=[person_id])
    act = forms.read(LinkForm, request.POST).do
    match act:
        case LinkAct.MAIL:
            _require_mail()
            done = inviting.invite_by_mail(person_ids=[person_id], by=by, now=now)
            _say_letters(request, done.letters)
        case LinkAct.PAPER:
            sheets = inviting.invite_on_paper(
                person_ids=[person_id], by=by, address=links_to("come-in"), now=now
            )
            if sheets:
                return _sheets(request, sheets, back)
            sentence = _("This person is in already, or shut out. Nothing was changed.")
            messages.error(request, sentence)
        case LinkAct.RESET:
            sheet = inviting.hand_out_reset(
                person_id=person_id, by=by, address=links_to("come-in"), now=now
            )
            return _sheets(request, [sheet], back, is_reset=True)
        case LinkAct.WITHDRAW:
            inviting.withdraw(person_id=person_id, by=by, now=now)
            messages.success(request, _("No link of this person works any more."))
        case None:
            raise Refusal("people.unknown-act", _("Choose what to do with the link."))
        case _:
            assert_never(act)
    return redirect(back)


@require_POST
@login_required
def leave(request: Request, person_id: UUID) -> HttpResponse:
    """Shuts out a person who has left, or lets them back in."""
    by, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    match forms.read(LeaveForm, request.POST).do:
        case LeaveAct.BACK:
            staffing.let_back_in(person_id=person_id, by=by, now=now)
            said = _("They may sign in again, with the password they had.")
        case LeaveAct.LEAVE:
            staffing.shut_out(person_id=person_id, by=by, now=now)
            said = _("Shut out: signed out everywhere, and no message goes to them any more.")
    messages.success(request, said)
    return redirect("workbench:person", person_id)


def _form(
    request: Request,
    row: people.PersonRow | None,
    given: dict[str, Any],
    refusal: Refusal | None = None,
) -> HttpResponse:
    there = row.attributes if row else {}
    context: dict[str, Any] = {
        "row": row,
        "sends_mail": messaging.sends_mail(),
        **person_form.offered(given, there, request.POST, forms.errors(refusal)),
    }
    if row is not None:
        entry = people.entries([row.id], now=clock.now())[row.id]
        keys = [inviting.letter_key(entry.link_id)] if entry.link_id else []
        context |= {
            "how": _entry(entry, messaging.letter_states(keys)),
            "merged_into": people.merged_into(row.id),
            "is_kept": bool(people.kept_by_directory([row.id])),
            "is_self": row.id == request.person.id,
            "steps": people.second_steps_of(row.id),
            "no_mail": _no_mail(row),
        }
    status = refusal.status if refusal else 200
    return render(request, "workbench/people/person.html", context, status=status)


def _no_mail(person: people.PersonRow) -> dict[str, Any]:
    """Since when and why a person's address gets no mail; nothing where it does."""
    row = messaging.suppressed_among([person.email]).get(person.email.lower())
    return {"row": row, "why": messaging.SUPPRESSED_WORDS[row.because]} if row else {}
