"""Connecting a directory: what it is, what it must be told, a trial, and who signs in by it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any, assert_never
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trimtab import clock
from trimtab.journeys import directories as journey
from trimtab.journeys.directories import Directories
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.kernel.said import say
from trimtab.people import api as people
from trimtab.people.api import (
    ROLE_WORDS,
    ConnectionKind,
    ConnectionRow,
    ConnectionSpec,
    ConnectionStage,
    Role,
)
from trimtab.web import forms
from trimtab.web.addresses import connection_addresses
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.workbench.permission import asked_by

Reaching = Callable[[], Directories]
KINDS = {ConnectionKind.OIDC: _l("OpenID Connect"), ConnectionKind.SAML: _l("SAML 2.0")}
STAGES = {
    ConnectionStage.DRAFT: ("empty", _l("not ready")),
    ConnectionStage.TESTED: ("note", _l("off")),
    ConnectionStage.ON: ("good", _l("on")),
}
# What a directory says without being asked to: the standard claims, and the name of the person.
USUAL = {
    ConnectionKind.OIDC: {"email_claim": "email", "name_claim": "name"},
    ConnectionKind.SAML: {"email_claim": "NameID", "name_claim": "displayName"},
}
LONGEST_METADATA = 192 * 1024


class ConnectionForm(Form, frozen=True, kw_only=True):
    """What an administrator says of a directory; `metadata` is its address or its text (SAML)."""

    name: Annotated[str, Asks(most=200)] = ""
    issuer: Annotated[str, Asks(most=600)] = ""
    metadata: Annotated[str, Asks(most=LONGEST_METADATA)] = ""
    address: Annotated[str, Asks(most=600)] = ""
    certificates: Annotated[str, Asks(most=40_000)] = ""
    client_id: Annotated[str, Asks(most=300)] = ""
    secret: Annotated[str, Asks(most=1000)] = ""
    email_claim: Annotated[str, Asks(most=300)] = ""
    name_claim: Annotated[str, Asks(most=300)] = ""
    number_claim: Annotated[str, Asks(most=300)] = ""
    domains: Annotated[str, Asks(most=5000)] = ""
    vouches: bool = False
    lets_in: bool = False
    asks_again: bool = False


class DirectoryOnlyForm(Form, frozen=True, kw_only=True):
    """Who signs in through a directory alone."""

    everybody: bool = False
    roles: tuple[Role, ...] = ()


class ConnectionAct(StrEnum):
    """What is done with a connection."""

    ON = "on"
    OFF = "off"
    REMOVE = "remove"


class TurnForm(Form, frozen=True, kw_only=True):
    """What is done with a connection."""

    do: ConnectionAct | None = None


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def listing(request: Request) -> HttpResponse:
    """The page /people/connections: all of them; a POST says who signs in by them alone."""
    by = asked_by(request, Role.ADMINISTRATOR)
    if request.method == "POST":
        form = forms.read(DirectoryOnlyForm, request.POST)
        journey.bind(everybody=form.everybody, roles=form.roles, by=by, now=clock.now())
        messages.success(request, _("Kept. It holds from the next sign-in on."))
        return redirect("connections")
    rule = people.directory_rule()
    context = {
        "connections": [
            (row, KINDS[row.spec.kind], *STAGES[row.stage]) for row in people.connections()
        ],
        "rule": rule,
        "bound": [role.value for role in rule.roles],
        "roles": [
            {"value": role.value, "text": ROLE_WORDS[role]}
            for role in Role
            if role is not Role.ADMINISTRATOR
        ],
    }
    return render(request, "workbench/people/connections.html", context)


@sensitive_post_parameters("secret")
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def new(request: Request, kind: str, *, directories: Reaching) -> HttpResponse:
    """The page of a new connection, OpenID Connect or SAML."""
    by = asked_by(request, Role.ADMINISTRATOR)
    if kind not in set(ConnectionKind):
        raise NotFound("connection.kind", say("There is no such kind of sign-in connection."))
    chosen = ConnectionKind(kind)
    if request.method != "POST":
        return _form(request, chosen, directories(), dict(USUAL[chosen]))
    try:
        spec = _spec(chosen, forms.read(ConnectionForm, request.POST), directories())
        connection_id = journey.add(spec=spec, by=by, now=clock.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _form(request, chosen, directories(), _sent(request), refusal=refusal)
    messages.success(request, _("Kept. Tell the directory the addresses below, then try it."))
    return redirect("connection", connection_id=connection_id)


@require_GET
@login_required
@never_cache
def connection(request: Request, connection_id: UUID, *, directories: Reaching) -> HttpResponse:
    """The page of one connection: what its directory must be told, the last trial, on and off."""
    asked_by(request, Role.ADMINISTRATOR)
    row = people.connection(connection_id)
    reaching = directories()
    state, word = STAGES[row.stage]
    context: dict[str, Any] = {
        "connection": row,
        "kind": KINDS[row.spec.kind],
        "is_saml": row.spec.kind is ConnectionKind.SAML,
        "state": state,
        "word": word,
        "ours": connection_addresses(connection_id),
        "trouble": reaching.trouble(row.spec.kind),
        "certificates": [reaching.certificate_ends(text) for text in row.spec.certificates],
        "is_on": row.stage is ConnectionStage.ON,
        "is_tried": row.stage is not ConnectionStage.DRAFT,
    }
    return render(request, "workbench/people/connection.html", context)


@sensitive_post_parameters("secret")
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def change(request: Request, connection_id: UUID, *, directories: Reaching) -> HttpResponse:
    """Describes a connection anew; its secret is never shown, and stays when none is entered."""
    by = asked_by(request, Role.ADMINISTRATOR)
    row = people.connection(connection_id)
    if request.method != "POST":
        return _form(request, row.spec.kind, directories(), _kept(row.spec), row)
    try:
        form = forms.read(ConnectionForm, request.POST)
        spec = _spec(row.spec.kind, form, directories(), row.spec.certificates)
        changed = journey.change(connection_id=connection_id, spec=spec, by=by, now=clock.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _form(request, row.spec.kind, directories(), _sent(request), row, refusal)
    if changed.stage is row.stage:
        messages.success(request, _("Kept."))
    else:
        messages.success(request, _("Kept. It is off until somebody has tried it again."))
    return redirect("connection", connection_id=connection_id)


@require_POST
@login_required
def turn(request: Request, connection_id: UUID) -> HttpResponse:
    """Turns a connection on or off, or removes it."""
    by, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    form = forms.read(TurnForm, request.POST)
    match form.do:
        case ConnectionAct.ON:
            row = journey.turn(connection_id=connection_id, on=True, by=by, now=now)
            said = _("'%(name)s' is on: its button stands on the sign-in page.")
        case ConnectionAct.OFF:
            row = journey.turn(connection_id=connection_id, on=False, by=by, now=now)
            said = _("'%(name)s' is off. Whoever is signed in stays so.")
        case ConnectionAct.REMOVE:
            row = journey.remove(connection_id=connection_id, by=by, now=now)
            messages.success(request, _("'%(name)s' is removed.") % {"name": row.spec.name})
            return redirect("connections")
        case None:
            return redirect("connection", connection_id=connection_id)
        case _:
            assert_never(form.do)
    messages.success(request, said % {"name": row.spec.name})
    return redirect("connection", connection_id=connection_id)


def _spec(
    kind: ConnectionKind,
    form: ConnectionForm,
    directories: Directories,
    kept: tuple[str, ...] = (),
) -> ConnectionSpec:
    """A connection as the form and the directory itself describe it; certificates that are `kept`
    stay when none are entered. Raises Refusal by field.
    """
    learnt = _learnt(kind, form, directories, kept)
    return ConnectionSpec(
        kind=kind,
        name=form.name,
        issuer=learnt.issuer,
        address=learnt.address,
        certificates=learnt.certificates,
        places=learnt.places,
        client_id=form.client_id,
        secret=form.secret or None,
        email_claim=form.email_claim,
        name_claim=form.name_claim,
        number_claim=form.number_claim,
        domains=people.domains_of(form.domains),
        vouches=form.vouches,
        lets_in=form.lets_in,
        asks_again=form.asks_again,
    )


def _learnt(
    kind: ConnectionKind,
    form: ConnectionForm,
    directories: Directories,
    kept: tuple[str, ...],
) -> journey.LearntDirectory:
    match kind:
        case ConnectionKind.OIDC:
            people.check_address(form.issuer, "issuer")
            return directories.learn(kind, form.issuer)
        case ConnectionKind.SAML if form.metadata:
            if not form.metadata.startswith("<"):
                people.check_address(form.metadata, "metadata")
            try:
                return directories.learn(kind, form.metadata)
            except Refusal as refusal:
                raise Refusal(refusal.code, refusal.sentence, "metadata") from refusal
        case ConnectionKind.SAML:
            certificates = (
                directories.certificates(form.certificates) if form.certificates else kept
            )
            return journey.LearntDirectory(form.issuer, form.address, certificates)
        case _:
            assert_never(kind)


def _sent(request: Request) -> dict[str, Any]:
    """What was filled in; a secret that was typed is not shown again."""
    return forms.kept(ConnectionForm, request.POST) | {"secret": ""}


def _kept(spec: ConnectionSpec) -> dict[str, Any]:
    names = ("name", "issuer", "address", "client_id", "email_claim", "name_claim", "number_claim")
    switches = ("vouches", "lets_in", "asks_again")
    return {name: getattr(spec, name) for name in (*names, *switches)} | {
        "domains": "\n".join(spec.domains)
    }


def _form(
    request: Request,
    kind: ConnectionKind,
    directories: Directories,
    given: dict[str, Any],
    row: ConnectionRow | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    context = {
        "connection": row,
        "kind": KINDS[kind],
        "is_saml": kind is ConnectionKind.SAML,
        "given": given,
        "errors": forms.errors(refusal),
        "trouble": directories.trouble(kind),
    }
    status = refusal.status if refusal else 200
    return render(request, "workbench/people/connection_form.html", context, status=status)
