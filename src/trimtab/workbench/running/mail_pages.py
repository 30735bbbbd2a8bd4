"""Mail: how it leaves, what came back, and which addresses get none."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from trimtab import clock
from trimtab.journeys import mail as journey
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.kernel.said import Said
from trimtab.messaging import api as messaging
from trimtab.messaging.api import (
    SERVICES,
    SUPPRESSED_WORDS,
    MailKept,
    MailRegion,
    MailSecurity,
    MailSetUp,
    MailWay,
    Outgoing,
)
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.web import forms
from trimtab.web.forms import Faults
from trimtab.web.requests import Request
from trimtab.workbench.permission import asked_by
from trimtab.workbench.running.mail_forms import (
    USUAL_PORT,
    HookForm,
    LiftForm,
    MailAct,
    MailForm,
    MailWayForm,
)
from trimtab.workbench.running.mail_tools import MailTools

SECURITY = {
    MailSecurity.STARTTLS: _l("STARTTLS (most servers, port 587)"),
    MailSecurity.TLS: _l("TLS from the first byte (port 465)"),
    MailSecurity.NONE: _l("None (a relay on this machine or behind the same wall)"),
}
REGIONS = {MailRegion.US: _l("United States"), MailRegion.EU: _l("European Union")}
HOOK_USER, HOOK_BYTES = "trimtab", 24
SECRET_FIELD = "secret"  # noqa: S105  # a field's name


class NotSent(Refusal):
    """A test did not go."""

    def __init__(self, sentence: Said) -> None:
        super().__init__("mail.not-sent", sentence)


@never_cache
@sensitive_post_parameters(SECRET_FIELD)
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def page(request: Request, tools: MailTools) -> HttpResponse:
    """The page /mail. A POST sends a test as the form says, and keeps it when it went, or keeps it
    without one when that was said.
    """
    by = asked_by(request, Role.ADMINISTRATOR)
    if request.method != "POST":
        return _show(request, tools, by)
    try:
        form = forms.read(MailForm, request.POST)
        was_tried = _keep(form, tools, by)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _show(request, tools, by, refusal=refusal)
    if was_tried:
        said = _("The test was taken, and mail leaves so from now on. Look whether it has arrived.")
    else:
        said = _("Kept without a test. Mail leaves so from now on; the outbox says how it goes.")
    messages.success(request, said)
    return redirect("mail")


def _keep(form: MailForm, tools: MailTools, by: people.PersonRow) -> bool:
    """Keeps what was filled in; whether a test was sent before. Raises Refusal."""
    set_up = messaging.with_kept_secret(form.set_up())
    faults = messaging.mail_faults(set_up) | _missing_secret(set_up)
    is_tried = form.do is MailAct.TRY
    if is_tried and "@" not in form.test:
        faults["test"] = _("Give an address that you can look into.")
    if faults:
        raise Faults(faults)
    if is_tried and (problem := tools.try_out(set_up, _test(form.test))):
        raise NotSent(problem)
    journey.keep(set_up, tried=is_tried, by=by, now=clock.now())
    return is_tried


def _missing_secret(set_up: MailSetUp) -> dict[str, str]:
    """A password that is kept goes nowhere but where it went before."""
    kept = messaging.mail_kept()
    is_bare = set_up.way is MailWay.SMTP and bool(set_up.user) and not set_up.secret
    if is_bare and kept is not None and kept.has_secret:
        return {SECRET_FIELD: _("It would go to another place than before: enter it again.")}
    return {}


def _test(address: str) -> Outgoing:
    return Outgoing(
        id=uuid4(),
        address=address,
        name="",
        sender="",
        subject=_("A test of mail"),
        body=_("This is how messages arrive. There is nothing to do."),
        why=_("An administrator has sent this to see whether mail goes."),
    )


def _show(
    request: Request,
    tools: MailTools,
    by: people.PersonRow,
    *,
    refusal: Refusal | None = None,
    hook: str = "",
) -> HttpResponse:
    kept, machine = messaging.mail_kept(), tools.machine()
    asked = forms.read(MailWayForm, request.GET)
    given = _given(request, kept, asked, by)
    way = MailWay(given["way"])
    found = messaging.suppressed(text=asked.q, page=forms.page_number(request.GET))
    not_sent = refusal if isinstance(refusal, NotSent) else None
    context = {
        "kept": kept,
        "machine": machine,
        "stand": messaging.mail_standing(now=clock.now()),
        "given": given,
        "error": {} if not_sent else forms.errors(refusal),
        "not_sent": not_sent,
        "service": SERVICES.get(way),
        "of_kept": SERVICES.get(kept.set_up.way) if kept else None,
        "is_kept_way": kept is not None and kept.set_up.way is way,
        "ways": [
            (MailWay.SMTP.value, _("A mail server (SMTP)")),
            *((service_way.value, service.name) for service_way, service in SERVICES.items()),
        ],
        "securities": [(security.value, word) for security, word in SECURITY.items()],
        "regions": [(region.value, word) for region, word in REGIONS.items()],
        "hook": hook,
        "page": found,
        "lines": _lines(found.rows),
        "asked": forms.texts(asked),
        "query": forms.query(asked),
    }
    status = refusal.status if refusal else 200
    return render(request, "workbench/running/mail.html", context, status=status)


def _given(
    request: Request, kept: MailKept | None, asked: MailWayForm, by: people.PersonRow
) -> dict[str, Any]:
    """What stands in the form: what was filled in, else what is kept of the way that is looked at.

    A secret never stands there.
    """
    if request.method == "POST" and "sender" in request.POST:
        given = forms.kept(MailForm, request.POST)
        way = given["way"] if given["way"] in set(MailWay) else MailWay.SMTP.value
        return given | {"way": str(way), SECRET_FIELD: ""}
    way = asked.way or (kept.set_up.way if kept else MailWay.SMTP)
    start: dict[str, Any] = {"port": USUAL_PORT, "security": MailSecurity.STARTTLS.value}
    if kept is not None:
        set_up = kept.set_up
        start |= {
            "sender": set_up.sender,
            "sender_name": set_up.sender_name,
            "reply_to": set_up.reply_to,
            "per_hour": set_up.per_hour,
        }
        if set_up.way is way:
            start |= {name: getattr(set_up, name) for name in ("host", "port", "user", "detail")}
            start |= {"security": set_up.security.value, "region": set_up.region.value}
    return start | {"way": way.value, "test": by.email}


def _lines(rows: tuple[messaging.SuppressedRow, ...]) -> list[dict[str, Any]]:
    """The addresses that get no mail, with whose they are."""
    owners = people.ids_by_email(row.address for row in rows)
    names = people.people_rows(owners.values()) if owners else {}
    return [
        {
            "row": row,
            "why": SUPPRESSED_WORDS[row.because],
            "person": names.get(owners.get(row.address, UUID(int=0))),
        }
        for row in rows
    ]


@never_cache
@require_POST
@login_required
def make_hook(request: Request, tools: MailTools) -> HttpResponse:
    """Makes the address at which the service tells of bounces, and shows it this once; one that was
    made before works no more.
    """
    by = asked_by(request, Role.ADMINISTRATOR)
    kept = messaging.mail_kept()
    if kept is None or not _tells(kept):
        raise NotFound("mail.no-hook", _("Mail does not leave by a service that tells of bounces."))
    way, secret = kept.set_up.way, secrets.token_urlsafe(HOOK_BYTES)
    key = forms.read(HookForm, request.POST).key
    journey.hear_bounces(way=way, secret=secret, key=key, by=by, now=clock.now())
    address = urlsplit(f"{tools.hook_address}{way.value}")
    hook = address._replace(netloc=f"{HOOK_USER}:{secret}@{address.netloc}").geturl()
    return _show(request, tools, by, hook=hook)


def _tells(kept: MailKept) -> bool:
    service = SERVICES.get(kept.set_up.way)
    return service is not None and service.tells


@require_POST
@login_required
def lift(request: Request) -> HttpResponse:
    """Mail goes to these addresses again."""
    by = asked_by(request, Role.ADMINISTRATOR)
    form = forms.read(LiftForm, request.POST)
    count = journey.lift(addresses=form.address, by=by, now=clock.now())
    if count:
        said = ngettext(
            "Mail goes to %(n)s address again.", "Mail goes to %(n)s addresses again.", count
        )
        messages.success(request, said % {"n": count})
    else:
        messages.info(request, _("Nothing was chosen, or mail goes there already."))
    if (person_id := _uuid(form.person)) is not None:
        return redirect("workbench:person", person_id)
    return redirect("mail")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_POST
@login_required
def forget(request: Request) -> HttpResponse:
    """Forgets what was set up in the browser."""
    by = asked_by(request, Role.ADMINISTRATOR)
    journey.forget(by=by, now=clock.now())
    messages.success(request, _("Forgotten, with its secrets."))
    return redirect("mail")
