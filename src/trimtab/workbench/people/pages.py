"""People, for those who run the installation: who is here and how far they have come; adding, changing, inviting, shutting out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
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
from trimtab.people.api import EntryStage, Role
from trimtab.support import api as support
from trimtab.workbench.permission import asked_by, asked_to_see, page_number

STANDINGS = {
    EntryStage.IN: (_l("has come in"), "good"),
    EntryStage.INVITED: (_l("invited"), "note"),
    EntryStage.EXPIRED: (_l("invitation is over"), "warn"),
    EntryStage.NEW: (_l("never invited"), "unsure"),
    EntryStage.SHUT_OUT: (_l("shut out"), "bad"),
}
SAYS = {
    Role.LEARNER: _l("practises, searches, gets messages"),
    Role.MANAGER: _l("sees groups of the units they manage"),
    Role.AUTHOR: _l("writes items and job aids"),
    Role.STRATEGIST: _l("writes the strategy and reads its results"),
    Role.STEWARD: _l("looks after people's data"),
    Role.ADMINISTRATOR: _l("runs this installation: people, keys, sources"),
    Role.STAKEHOLDER: _l("is asked, reviews, reads results"),
}
FILTERS = ("q", "unit", "role", "standing")


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The page /people: who is here, by name, unit, role and how far they have come; for administrators, the way to invite them."""
    by, now = asked_to_see(request, governance.What.PEOPLE), clock.now()
    asked = _asked(request.GET)
    page = people.find_people(
        query=asked["q"],
        unit=asked["unit"],
        role=asked["role"],
        standing=asked["standing"],
        page=page_number(request),
        now=now,
    )
    entries = people.entries([row.id for row in page.rows], now=now)
    letters = messaging.letter_states(
        inviting.letter_key(one.link_id) for one in entries.values() if one.link_id
    )
    runs = Role.ADMINISTRATOR in by.roles
    context = {
        "page": page,
        "rows": [(row, _entry(entries[row.id], letters)) for row in page.rows],
        "asked": asked,
        "units": [("", _("all")), *((unit.code, unit.name) for unit in people.units())],
        "roles": [("", _("all")), *((role.value, role.value) for role in Role)],
        "standings": [
            ("", _("all")),
            *((one.value, words) for one, (words, _state) in STANDINGS.items()),
        ],
        "sizes": people.audience_sizes(),
        "audiences": people.audiences(),
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "runs": runs,
        "invitable": _invitable(asked, now) if runs else None,
        "sends_mail": messaging.sends_mail(),
    }
    return render(request, "workbench/people/people.html", context)


def _asked(given: QueryDict) -> dict[str, str]:
    asked = {name: given.get(name, "")[:100].replace("\x00", "") for name in FILTERS}
    return {**asked, "standing": asked["standing"] if asked["standing"] in set(EntryStage) else ""}


def _invitable(asked: Mapping[str, str], now: Any) -> dict[str, Any]:
    """Whom the buttons would invite: of the filter those who were never invited, or those of the standing that is looked at."""
    standing = EntryStage(asked["standing"] or EntryStage.NEW)
    wanted = {"query": asked["q"], "unit": asked["unit"], "role": asked["role"]}
    by_mail, without = (
        people.count_to_invite(**wanted, standing=standing, now=now, mail=one)
        for one in (True, False)
    )
    return {
        "mail": by_mail,
        "without": without,
        "all": by_mail + without,
        "again": standing is not EntryStage.NEW,
    }


def _ids(
    asked: Mapping[str, str], standing: EntryStage, now: Any, *, mail: bool | None
) -> list[UUID]:
    return people.ids_to_invite(
        query=asked["q"],
        unit=asked["unit"],
        role=asked["role"],
        standing=standing,
        now=now,
        mail=mail,
    )


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
def invite(request: HttpRequest) -> HttpResponse:
    """Invites everybody who fits the filter and has not come in, by mail or on sheets to hand out."""
    by, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    asked = _asked(request.POST)
    standing = EntryStage(asked["standing"] or EntryStage.NEW)
    back = f"{reverse('workbench:people')}?{urlencode({name: value for name, value in asked.items() if value})}"
    if request.POST.get("way") == "mail":
        _require_mail()
        done = inviting.invite_by_mail(
            person_ids=_ids(asked, standing, now, mail=True), by=by, now=now
        )
        _say_letters(request, done.letters)
        return redirect(back)
    only = False if request.POST.get("way") == "paper-without-mail" else None
    ids = _ids(asked, standing, now, mail=only)
    try:
        sheets = inviting.invite_on_paper(person_ids=ids, by=by, address=_link_of(), now=now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(back)
    return _sheets(request, sheets, back)


def _require_mail() -> None:
    if not messaging.sends_mail():
        sentence = _(
            "This installation has no mail server, so no letter would leave. Print sheets instead."
        )
        raise Refusal("people.no-mail", sentence)


def _say_letters(request: HttpRequest, count: int) -> None:
    sentence = ngettext(
        "%(n)s invitation is written. It leaves within a minute, outside the quiet hours.",
        "%(n)s invitations are written. They leave within minutes, outside the quiet hours.",
        count,
    )
    messages.success(
        request,
        sentence % {"n": count}
        if count
        else _("Nobody was invited: nobody fits, or it was just done."),
    )


def _link_of() -> Callable[[str], str]:
    """Makes whole links out of tokens, at the address that the settings name: what a browser says of the host is not believed."""
    home = lrs.home()
    return lambda token: f"{home}{reverse('come-in', args=[token])}"


def _sheets(
    request: HttpRequest, sheets: list[inviting.Sheet], back: str, *, is_reset: bool = False
) -> HttpResponse:
    context = {
        "sheets": [(one, support.qr_svg(one.link)) for one in sheets],
        "sign_in": lrs.home() + reverse("sign-in"),
        "back": back,
        "is_reset": is_reset,
    }
    return render(request, "sheets.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """The page /people/new: one person, who may then be invited."""
    by = asked_by(request, Role.ADMINISTRATOR)
    if request.method == "GET":
        return _form(request, None, {"roles": [Role.LEARNER.value], "manages": []})
    try:
        key = staffing.add(given=_given(request.POST), by=by, now=clock.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _form(request, None, _posted(request.POST), refusal)
    messages.success(request, _("Added. Invite them now: nobody can sign in before that."))
    return redirect("workbench:person", key)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The page of one person: name, address, unit, roles and who they manage; how they come in; shutting out."""
    by = asked_by(request, Role.ADMINISTRATOR)
    row = people.person(person_id)
    if row.is_erased:
        raise NotFound("people.unknown", _("There is no such person."))
    if request.method == "GET":
        return _form(request, row, _as_given(row))
    try:
        changed = staffing.change(
            person_id=person_id, given=_given(request.POST), by=by, now=clock.now()
        )
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        return _form(request, row, _posted(request.POST), refusal)
    messages.success(request, _("Kept.") if changed else _("Nothing was different."))
    return redirect("workbench:person", person_id)


@require_POST
@login_required
@never_cache
def link(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Invites one person, by mail or with a sheet; hands out a link to a new password; or withdraws what is open."""
    by, now, back = (
        asked_by(request, Role.ADMINISTRATOR),
        clock.now(),
        reverse("workbench:person", args=[person_id]),
    )
    match request.POST.get("do"):
        case "mail":
            _require_mail()
            _say_letters(
                request, inviting.invite_by_mail(person_ids=[person_id], by=by, now=now).letters
            )
        case "paper":
            sheets = inviting.invite_on_paper(
                person_ids=[person_id], by=by, address=_link_of(), now=now
            )
            if sheets:
                return _sheets(request, sheets, back)
            messages.error(
                request, _("This person is in already, or shut out. Nothing was changed.")
            )
        case "reset":
            sheet = inviting.hand_out_reset(person_id=person_id, by=by, address=_link_of(), now=now)
            return _sheets(request, [sheet], back, is_reset=True)
        case "withdraw":
            inviting.withdraw(person_id=person_id, by=by, now=now)
            messages.success(request, _("No link of this person works any more."))
        case _:
            raise Refusal("people.unknown-act", _("Choose what to do with the link."))
    return redirect(back)


@require_POST
@login_required
def leave(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Shuts out a person who has left, or lets them back in."""
    by, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    if request.POST.get("do") == "back":
        staffing.let_back_in(person_id=person_id, by=by, now=now)
        messages.success(request, _("They may sign in again, with the password they had."))
    else:
        staffing.shut_out(person_id=person_id, by=by, now=now)
        messages.success(
            request, _("Shut out: signed out everywhere, and no message goes to them any more.")
        )
    return redirect("workbench:person", person_id)


def _given(posted: QueryDict) -> staffing.PersonDetails:
    return staffing.PersonDetails(
        email=posted.get("email", "")[:254],
        name=posted.get("name", "")[:300],
        unit=posted.get("unit", "")[:64],
        roles=staffing.roles_of(posted.getlist("role")[: len(Role)]),
        manages=tuple(code[:64] for code in posted.getlist("manages")),
    )


def _posted(posted: QueryDict) -> dict[str, Any]:
    kept = {name: posted.get(name, "")[:300] for name in ("email", "name", "unit")}
    return {**kept, "roles": posted.getlist("role"), "manages": posted.getlist("manages")}


def _as_given(row: people.PersonRow) -> dict[str, Any]:
    return {
        "email": row.sign_in_name,
        "name": row.name,
        "unit": row.unit_code,
        "roles": sorted(row.roles),
        "manages": list(row.managed_units),
    }


def _form(
    request: HttpRequest,
    row: people.PersonRow | None,
    given: dict[str, Any],
    refusal: Refusal | None = None,
) -> HttpResponse:
    units = people.units()
    context: dict[str, Any] = {
        "row": row,
        "given": given,
        "error": {refusal.field: refusal.sentence} if refusal else {},
        "units": [("", _("None")), *((unit.code, f"{unit.name} ({unit.code})") for unit in units)],
        "managed": [{"value": unit.code, "text": unit.name, "note": unit.code} for unit in units],
        "roles": [{"value": role.value, "text": role.value, "note": SAYS[role]} for role in Role],
        "sends_mail": messaging.sends_mail(),
    }
    if row is not None:
        entry = people.entries([row.id], now=clock.now())[row.id]
        keys = [inviting.letter_key(entry.link_id)] if entry.link_id else []
        context |= {
            "how": _entry(entry, messaging.letter_states(keys)),
            "is_self": row.id == request.person.id,
        }  # type: ignore[attr-defined]
    return render(
        request, "workbench/people/person.html", context, status=refusal.status if refusal else 200
    )
