"""Which parts are plugged in where: the one page that knows both the rooms and the streets'
channels."""

from __future__ import annotations

from functools import cache

import httpx
from django.urls import reverse

from trimtab import clock
from trimtab.channels.installed import installed
from trimtab.config import env, mailing
from trimtab.gateway import outgoing
from trimtab.gateway.directories import WebDirectories
from trimtab.gateway.forwarding import http as forwarding
from trimtab.gateway.sources import Fetcher
from trimtab.journeys import asking, inviting
from trimtab.kernel.channels import ChannelName
from trimtab.lrs.api import Forwarder
from trimtab.messaging.api import Channel, Channels


def channels() -> Channels:
    """The ways a message leaves the house, by name. What is not set up is read in the app."""
    by_settings = installed(lambda name: env.env.str(name, default=""))
    return {**by_settings, ChannelName.EMAIL: mailing.channel()}


def letters() -> Channel | None:
    """The way a letter reaches somebody without an account; None without a mail server."""
    return mailing.channel()


def asked_address(token: str) -> str:
    """The whole link of somebody who is asked."""
    return f"{env.BASE_URL}{reverse('portal:asked', args=[token])}"


def entry_link(key: str) -> str | None:
    """The whole link that a letter with this key carries, drawn at this moment; None when it is not
    to go any more."""
    if key.startswith(f"{asking.ASKING}/"):
        return asking.link_of_letter(key, address=asked_address)
    return inviting.link_of_letter(
        key,
        address=lambda token: f"{env.BASE_URL}{reverse('come-in', args=[token])}",
        now=clock.now(),
    )


def today_address() -> str:
    """The whole link of Today."""
    return f"{env.BASE_URL}{reverse('learner:today')}"


@cache
def _client() -> httpx.Client:
    """Asks other systems, where this machine's administrator lets it; its connections are kept.
    Raises Refusal for a wrong setting."""
    return outgoing.client(outgoing.networks(env.OUTGOING_NETWORKS))


@cache
def forwarder() -> Forwarder:
    """The way statements leave for other systems."""
    return forwarding.forwarder(_client())


@cache
def fetcher() -> Fetcher:
    """The way figures are read from other systems."""
    return Fetcher(env.SOURCES, env.CONNECTIONS, _client())


@cache
def directories() -> WebDirectories:
    """The way to the directories that people sign in with."""
    return WebDirectories(_client())
