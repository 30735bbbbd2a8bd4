"""Which parts are plugged in where: the one page that knows both the rooms and the streets' channels."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.urls import reverse

from trimtab.channels import email, memory
from trimtab.config import env
from trimtab.gateway.forwarding import http as forwarding
from trimtab.gateway.sources import Fetcher
from trimtab.journeys.asking import LinkedLetters
from trimtab.lrs.api import Send
from trimtab.messaging.api import Channel


def channels() -> Mapping[str, Channel]:
    """The ways a message leaves, by name. Without a mail server, e-mail is kept and shown in the outbox."""
    kept = memory.MemoryChannel()
    return {"in-app": kept, "email": email.EmailChannel(env.EMAIL_FROM) if env.EMAIL_URL else kept}


def letters() -> Channel | None:
    """The way a letter reaches somebody without an account; None without a mail server."""
    return LinkedLetters(email.EmailChannel(env.EMAIL_FROM), asked_address) if env.EMAIL_URL else None


def asked_address(token: str) -> str:
    """The whole link of somebody who is asked."""
    return f"{env.BASE_URL}{reverse('portal:asked', args=[token])}"


@cache
def forwarding_sender() -> Send:
    """The way statements leave for other systems; its connections are kept."""
    return forwarding.sender(forwarding.client())


@cache
def fetcher() -> Fetcher:
    """The way figures are read from other systems."""
    return Fetcher(env.SOURCES, env.CONNECTIONS, forwarding.client())
