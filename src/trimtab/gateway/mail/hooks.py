"""What a mail service tells of bounces and complaints (django-anymail reads it).

A service brings the secret that the page Mail has shown once, as the password of its address (HTTP
Basic, RFC 7617), and its signature where its key is kept. Nobody else is heard.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from trimtab import clock
from trimtab.lrs import api as lrs
from trimtab.messaging import api as messaging
from trimtab.messaging.api import MailWay, SuppressedBecause, SuppressedFor

log = logging.getLogger("trimtab.mail")
MOST_BYTES = 1024 * 1024
MOST_EVENTS, MOST_HEADER = 10_000, 2000
USER = "trimtab"
TEXT = "text/plain; charset=utf-8"
_VIEWS = {
    MailWay.BREVO: "BrevoTrackingWebhookView",
    MailWay.MAILERSEND: "MailerSendTrackingWebhookView",
    MailWay.MAILGUN: "MailgunTrackingWebhookView",
    MailWay.MAILJET: "MailjetTrackingWebhookView",
    MailWay.MAILTRAP: "MailtrapTrackingWebhookView",
    MailWay.MANDRILL: "MandrillCombinedWebhookView",
    MailWay.POSTMARK: "PostmarkTrackingWebhookView",
    MailWay.RESEND: "ResendTrackingWebhookView",
    MailWay.SENDGRID: "SendGridTrackingWebhookView",
    MailWay.SPARKPOST: "SparkPostTrackingWebhookView",
}
# What each view calls the key with which the service signs.
_KEYS = {
    MailWay.MAILERSEND: "signing_secret",
    MailWay.MAILGUN: "webhook_signing_key",
    MailWay.MAILTRAP: "tracking_secret",
    MailWay.MANDRILL: "webhook_key",
    MailWay.SENDGRID: "tracking_webhook_verification_key",
}
# Words by which services say that a bounce is not for good, or not the address's fault.
_PASSING = frozenset(
    "softbounce soft_bounce soft_bounced blocked transient undetermined 1 20 21 22 23 24 25 40 50 51"
    " 52 53 54 70".split()
)
_BOUNCED, _REJECTED, _COMPLAINED = "bounced", "rejected", "complained"
_FOR_GOOD = ("bounced", "invalid")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hear(request: HttpRequest, service: str) -> HttpResponse:
    """/hooks/mail/<service>: takes in what the service tells. 403 for whoever has not its secret,
    400 for what is not its own words.
    """
    way, brought = _way(service), request.headers.get("Authorization", "")
    key = messaging.hook_key(way, _secret(brought)) if way else None
    if way is None or key is None:
        return HttpResponse("This is not the secret of the address.", status=403, content_type=TEXT)
    if request.method != "POST":
        # Some services look whether somebody is there before they keep the address.
        return HttpResponse("", content_type=TEXT)
    try:
        events = _events(request, way, key)
    except SuspiciousOperation:
        return HttpResponse("The signature is not the service's.", status=403, content_type=TEXT)
    except _Unread:
        log.warning("%s told something that is none of its events", way.value)
        return HttpResponse("This is none of the service's events.", status=400, content_type=TEXT)
    count = messaging.suppress(_reasons(events), now=clock.now())
    if count:
        log.warning("%d addresses get no more mail: %s told of bounces or complaints", count, way)
    return HttpResponse("", content_type=TEXT)


class _Unread(Exception):
    """It cannot be read."""


def _way(service: str) -> MailWay | None:
    return next((way for way in _VIEWS if way.value == service), None)


def is_known(service: str, authorization: str) -> bool:
    """Whether somebody who brings this header may tell of bounces of this service."""
    way = _way(service)
    return way is not None and messaging.hook_key(way, _secret(authorization)) is not None


def _secret(authorization: str) -> str:
    """The password that a header brings, "" where it brings none."""
    scheme, _blank, brought = authorization[:MOST_HEADER].partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        user, _colon, secret = base64.b64decode(brought, validate=True).decode().partition(":")
    except ValueError:
        return ""
    return secret if user == USER else ""


def _events(request: HttpRequest, way: MailWay, key: str) -> list[Any]:
    """What the service tells, as anymail reads it. Raises SuspiciousOperation for a wrong signature,
    _Unread for anything else that is not the service's.
    """
    module: Any = import_module(f"anymail.webhooks.{way.value}")
    errors: Any = import_module("anymail.exceptions")
    # The password was compared already; anymail compares it once more.
    brought = _secret(request.headers.get("Authorization", ""))
    options = {"webhook_secret": f"{USER}:{brought}", **_options(way, key)}
    try:
        view = getattr(module, _VIEWS[way])(**options)
        if key and way in _KEYS:
            view.run_validators(request)
        events = list(view.parse_events(request))
    except errors.AnymailWebhookValidationFailure:
        raise
    except (
        errors.AnymailError,
        errors.AnymailConfigurationError,
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        OSError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        raise _Unread from error
    if len(events) > MOST_EVENTS:
        raise _Unread
    return events


def _options(way: MailWay, key: str) -> dict[str, str]:
    if way not in _KEYS:
        return {}
    # Without its key a service is known by its password alone; some views want a key all the same.
    needs_one = way in (MailWay.MAILGUN, MailWay.MAILERSEND, MailWay.MANDRILL)
    options = {_KEYS[way]: key or "unsigned"} if key or needs_one else {}
    if way is MailWay.MANDRILL:
        # Mandrill signs the address as it stands there, without what only this machine knows of it.
        options["webhook_url"] = f"{lrs.home()}/hooks/mail/{way.value}"
    return options


def _reasons(events: Iterable[Any]) -> dict[str, SuppressedFor]:
    """Why addresses get no more mail, from what was told; complaints count before bounces."""
    reasons: dict[str, SuppressedFor] = {}
    for event in events:
        address, because = event.recipient, _because(event)
        if not isinstance(address, str) or because is None:
            continue
        said = event.mta_response or event.description or ""
        if address not in reasons or because is SuppressedBecause.COMPLAINED:
            reasons[address] = SuppressedFor(because, str(said)[:1000])
    return reasons


def _because(event: Any) -> SuppressedBecause | None:
    """What an event says of its address for good; None for all others."""
    reason = event.reject_reason
    if event.event_type == _COMPLAINED or (event.event_type == _REJECTED and reason == "spam"):
        return SuppressedBecause.COMPLAINED
    if event.event_type == _BOUNCED and reason in (None, *_FOR_GOOD) and not _passes(event):
        return SuppressedBecause.BOUNCED
    is_known_bad = event.event_type == _REJECTED and reason in _FOR_GOOD
    return SuppressedBecause.BOUNCED if is_known_bad else None


def _passes(event: Any) -> bool:
    """Whether the service's own words say that it may go well another time."""
    raw = event.esp_event
    if not isinstance(raw, dict):
        return False
    if raw.get("hard_bounce") is False:
        return True
    return any(word.lower() in _PASSING for word in _kinds(raw))


def _kinds(raw: dict[str, Any]) -> Iterable[str]:
    """What the service calls the kind of a bounce, wherever it says so."""
    nested = [raw, raw.get("data"), *_inner(raw.get("data"), "bounce"), *_inner(raw, "msys")]
    nested += [inner for event in _inner(raw, "msys") for inner in event.values()]
    for place in nested:
        if isinstance(place, dict):
            yield from (
                str(place[name]).strip()
                for name in ("Type", "type", "event", "bounce_class")
                if isinstance(place.get(name), str | int)
            )


def _inner(place: Any, name: str) -> list[dict[str, Any]]:
    inner = place.get(name) if isinstance(place, dict) else None
    return [inner] if isinstance(inner, dict) else []
