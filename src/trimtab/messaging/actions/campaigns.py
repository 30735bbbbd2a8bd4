"""Campaigns: messages to an audience that the strategy asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.db import transaction

from trimtab.kernel.matching import Matched, match
from trimtab.kernel.said import as_written, say
from trimtab.messaging.actions.meaning import CAMPAIGN
from trimtab.messaging.actions.queueing import NewMessage, check_channel, write
from trimtab.messaging.domain.rows import CampaignLike
from trimtab.messaging.models import Campaign
from trimtab.people import api as people

_SHAPE = ("title", "audience", "channel", "sender", "subject", "text", "starts")
_FARTHEST_EAST = dt.timedelta(hours=14)


@transaction.atomic
def match_campaigns(resources: Sequence[CampaignLike], *, now: dt.datetime) -> Matched:
    """Makes the campaigns match the plan's; those whose day has come go to the outbox at the next delivery.

    Raises Refusal for a campaign through a channel that there is not.
    """
    for resource in resources:
        check_channel(resource.channel, field=f"actions/{resource.key}/channel")
    wanted = {resource.key: resource for resource in resources}
    running = {
        campaign.key: campaign
        for campaign in Campaign.objects.select_for_update().filter(retired_at=None)
    }
    matched = match(wanted, running, lambda resource, there: _shape(resource) == _shape(there))
    Campaign.objects.bulk_create(
        [
            Campaign(
                key=resource.key,
                because=list(resource.because),
                **dict(zip(_SHAPE, _shape(resource), strict=True)),
            )
            for resource in wanted.values()
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[*_SHAPE, "because", "retired_at"],
    )
    Campaign.objects.filter(key__in=matched.retired).update(retired_at=now)
    return matched


def _shape(campaign: CampaignLike | Campaign) -> tuple[object, ...]:
    return tuple(getattr(campaign, name) for name in _SHAPE)


@transaction.atomic
def queue_campaigns(*, now: dt.datetime) -> int:
    """Writes the messages of campaigns whose day has come where the reader is; each person of the audience gets each campaign once.

    A campaign of an earlier version through a channel that there is not is written too: its messages fail, and the outbox says why.
    """
    starting = Campaign.objects.filter(retired_at=None, starts__lte=(now + _FARTHEST_EAST).date())
    campaigns = list(starting)
    members = people.members_by_audience({campaign.audience for campaign in campaigns})
    zones = people.time_zones({person_id for ids in members.values() for person_id in ids})
    days = {zone: now.astimezone(ZoneInfo(zone)).date() for zone in set(zones.values())}
    return sum(
        write(
            NewMessage(
                key=f"{CAMPAIGN}{campaign.key}",
                subject=as_written(campaign.subject),
                body=as_written(campaign.text),
                sender=campaign.sender,
                why=say(
                    "It belongs to '{title}': messages that your organisation has planned for "
                    "people like you.",
                    title=campaign.title,
                ),
                channel=campaign.channel,
                because=campaign.because,
                audience=campaign.audience,
            ),
            [
                person_id
                for person_id in members[campaign.audience]
                if days[zones[person_id]] >= campaign.starts
            ],
            now=now,
        )
        for campaign in campaigns
        if campaign.starts is not None
    )
