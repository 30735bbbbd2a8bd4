"""What must run: the resources that an adopted strategy asks of the rooms, and how they differ from
what runs now.

A resource is a value keyed by the action (or part) it comes from; rooms make themselves match a
list of them, idempotently. Every resource carries `because`: the places of the document it rests
on, nearest first.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from trimtab.strategy.domain.document import (
    AudienceRule,
    Design,
    Direction,
    MeasureGrain,
    Response,
    Scale,
)


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """Something that runs.

    `key` is stable over revisions: the id of the part of the document it comes from.
    """

    key: str
    because: tuple[str, ...] = ()


class AudienceResource(Resource, frozen=True, kw_only=True, tag="audience"):
    """A group of people by rule (people room)."""

    name: str
    rule: AudienceRule


class Programme(Resource, frozen=True, kw_only=True, tag="programme"):
    """Spaced practice of the items with any of `tags` for an audience (practice room).

    `minutes_per_week` caps the whole person, over all programmes, at the strategy's limit; this
    programme's share is at most this. `holdout` is the share (0 to 0.5) of the audience that is
    randomised to go without.
    """

    title: str
    audience: str
    tags: tuple[str, ...]
    minutes_per_week: int
    desired_retention: float
    holdout: float = 0.0
    starts: dt.date | None = None


class Collection(Resource, frozen=True, kw_only=True, tag="collection"):
    """Job aids with any of `tags` made findable first for an audience (support room)."""

    title: str
    audience: str
    tags: tuple[str, ...]


class Campaign(Resource, frozen=True, kw_only=True, tag="campaign"):
    """A message to an audience (messaging room)."""

    title: str
    audience: str
    channel: str
    sender: str
    subject: str
    text: str
    starts: dt.date | None = None


class MeasureResource(Resource, frozen=True, kw_only=True, tag="measure"):
    """A figure that may be collected (evaluation room)."""

    name: str
    unit: str
    scale: Scale
    grain: MeasureGrain
    direction: Direction
    baseline: float | None = None
    target: float | None = None


class Evaluation(Resource, frozen=True, kw_only=True, tag="evaluation"):
    """The comparison that checks an action (evaluation room); `key` is the action's id."""

    measure: str
    design: Design
    at_least: float
    by: dt.date
    counts_from: dt.date | None = None
    starts: dt.date | None
    response: Response
    assumption: str
    decides: str
    audience: str


class GrantResource(Resource, frozen=True, kw_only=True, tag="grant"):
    """Which data a role may see (governance room)."""

    role: str
    data: str
    grain: str
    days: int


class RightResource(Resource, frozen=True, kw_only=True, tag="right"):
    """Which role approves one kind of decision (governance room); `key` is the kind of decision."""

    approver: str


class LimitsResource(Resource, frozen=True, kw_only=True, tag="limits"):
    """What the platform never exceeds (practice, messaging and governance rooms); `key` is
    'limits'.
    """

    minutes_per_week: int
    messages_per_week: int
    quiet_from: dt.time
    quiet_until: dt.time
    min_cell: int


class SettingResource(Resource, frozen=True, kw_only=True, tag="setting"):
    """A setting that answers set; `key` is the setting's, with /audience when it holds for one
    audience.
    """

    setting: str
    audience: str
    value: bool | int | str | tuple[str, ...]
    title: str
    rules: tuple[str, ...]


class TaskResource(Resource, frozen=True, kw_only=True, tag="task"):
    """Something that people do outside the platform, or find out: what, who, until when."""

    title: str
    owner: str
    due: dt.date | None = None


class RunPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that must run under one revision."""

    limits: LimitsResource
    audiences: tuple[AudienceResource, ...] = ()
    programmes: tuple[Programme, ...] = ()
    collections: tuple[Collection, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    measures: tuple[MeasureResource, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    grants: tuple[GrantResource, ...] = ()
    rights: tuple[RightResource, ...] = ()
    settings: tuple[SettingResource, ...] = ()
    tasks: tuple[TaskResource, ...] = ()
