"""How people are reached: at which hours, on which devices, by which channels (X1, X9, X11,
X16).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from trimtab.kernel.channels import THERE_ARE, ChannelName, is_channel
from trimtab.kernel.said import say
from trimtab.strategy.domain.circumstances import Connectivity, Device, Pay
from trimtab.strategy.domain.coherence.areas.running import audiences, running
from trimtab.strategy.domain.coherence.finding import Check, FindingAt, Severity, setting
from trimtab.strategy.domain.document import (
    ActionKind,
    Strategy,
)
from trimtab.strategy.domain.rules.rule import answered

_EVENING = dt.time(20, 0)
_MORNING = dt.time(6, 0)


def _after_hours(document: Strategy) -> Iterator[FindingAt]:
    limits = document.policy.limits
    late = limits.quiet_from > _EVENING or limits.quiet_until < _MORNING
    for one in document.audiences:
        if one.pay is Pay.HOURLY and one.device is Device.OWN and late:
            yield FindingAt(
                "policy/limits/quiet_from",
                say(
                    "'{name}', paid by the hour, would get messages on their own phones in the "
                    "evening.",
                    name=one.name,
                ),
                say("Begin quiet hours at 18:00, or provide devices."),
                setting(say("Begin quiet hours at 18:00"), "policy/limits/quiet_from", "18:00:00"),
            )
            return


def _shared(document: Strategy) -> Iterator[FindingAt]:
    known = audiences(document)
    for one in running(document, ActionKind.MESSAGE):
        audience = known.get(one.audience)
        if audience and audience.device is Device.SHARED and one.channel in {"push", "sms"}:
            place = f"actions/{one.id}/channel"
            yield FindingAt(
                place,
                say(
                    "'{name}' share devices, and '{title}' goes to a device of one's own.",
                    name=audience.name,
                    title=one.title,
                ),
                say("Send it in the app."),
                setting(say("Send it in the app"), place, "in-app"),
            )


def _offline(document: Strategy) -> Iterator[FindingAt]:
    helped = str(answered(document, "Q-C7") or "").lower()
    for one in document.audiences:
        if (
            one.connectivity is Connectivity.OFFLINE
            and "chat" in helped
            and not {"phone", "peer", "desk"} & set(helped.split())
        ):
            yield FindingAt(
                "answers/Q-C7",
                say("'{name}' are offline, and help is by chat alone.", name=one.name),
                say("Name a phone number or a colleague."),
            )


def _no_channel(document: Strategy) -> Iterator[FindingAt]:
    for one in running(document, ActionKind.MESSAGE):
        if one.channel and not is_channel(one.channel):
            place = f"actions/{one.id}/channel"
            yield FindingAt(
                place,
                say(
                    "'{title}' goes by '{channel}', and there is no such channel here: it would "
                    "reach nobody.",
                    title=one.title,
                    channel=one.channel,
                ),
                say("There are {THERE_ARE}.", THERE_ARE=THERE_ARE),
                setting(say("Send it in the app"), place, ChannelName.IN_APP.value),
            )


CHECKS = (
    Check(
        "X1",
        Severity.ERROR,
        say("Evening messages to hourly staff"),
        "29 CFR 785.11; WP29 Opinion 2/2017",
        say(
            "Time that hourly staff spend at the employer's wish is work time, and evenings are "
            "theirs."
        ),
        _after_hours,
        ("Q-P3", "Q-T1"),
    ),
    Check(
        "X9",
        Severity.WARNING,
        say("Personal notices on shared devices"),
        "R-T4",
        say(
            "A notice that somebody else reads is a fault in privacy, and of no use to the one "
            "it was for."
        ),
        _shared,
        ("Q-T1",),
    ),
    Check(
        "X11",
        Severity.WARNING,
        say("Offline people, chat alone"),
        "R-C8",
        say("Help that needs a connection is no help where there is none."),
        _offline,
        ("Q-C7", "Q-T3"),
    ),
    Check(
        "X16",
        Severity.ERROR,
        say("A channel that there is not"),
        "The channels that are wired here",
        say("A message that no channel takes is not sent, and nobody learns what it says."),
        _no_channel,
    ),
)
