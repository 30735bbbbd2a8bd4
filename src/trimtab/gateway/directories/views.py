"""Where browsers bring what a SAML directory gave them, and what we say of ourselves to it."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.gateway.directories import our_metadata
from trimtab.kernel.errors import NotFound
from trimtab.kernel.said import say
from trimtab.people import api as people
from trimtab.people.api import ConnectionKind
from trimtab.web.addresses import connection_addresses
from trimtab.web.forms import Asks, Form, read

MOST_BYTES = 320 * 1024
# Stands for an answer of characters that base64 has not, and that no column may hold.
UNREADABLE = "?"


class AssertionForm(Form, frozen=True, kw_only=True):
    """What a browser brings from a directory (bindings, 3.5.4)."""

    answer: Annotated[str, Asks(most=MOST_BYTES, sent_as="SAMLResponse")] = ""
    state: Annotated[str, Asks(most=80, sent_as="RelayState")] = ""


@csrf_exempt
@never_cache
@require_POST
def assertion(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    """Keeps what a browser brings from another site, and has it come again from here.

    The form comes without the browser's cookies, so nothing is decided here: the page that it is
    led to knows whether this browser began the sign-in, and reads the answer.
    """
    _saml(connection_id)
    form = read(AssertionForm, request.POST)
    answer = "".join(form.answer.split())
    if answer and form.state:
        people.keep_answer(
            connection_id=connection_id,
            state=form.state,
            answer=answer if answer.isascii() and answer.isprintable() else UNREADABLE,
            now=clock.now(),
        )
    back = reverse("directory-back", args=[connection_id])
    led = HttpResponseRedirect(f"{back}?{urlencode({'state': form.state})}")
    led.status_code = 303
    return led


@never_cache
@require_GET
def metadata(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    """What a directory reads to know this installation; its address is our entity ID too."""
    _saml(connection_id)
    return HttpResponse(
        our_metadata(connection_addresses(connection_id)),
        content_type="application/samlmetadata+xml",
    )


def _saml(connection_id: UUID) -> None:
    if people.connection(connection_id).spec.kind is not ConnectionKind.SAML:
        raise NotFound("connection.unknown", say("There is no such sign-in connection."))
