"""The parts of a statement of the common form as types.
Properties have the standard's own names."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec import UNSET, Raw, UnsetType


class _Part(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    pass


class Account(_Part):
    """2.4.2.4."""

    homePage: str
    name: str


class Agent(_Part):
    """2.4.2.1."""

    objectType: Literal["Agent"] | UnsetType = UNSET
    name: str | UnsetType = UNSET
    mbox: str | UnsetType = UNSET
    mbox_sha1sum: str | UnsetType = UNSET
    openid: str | UnsetType = UNSET
    account: Account | UnsetType = UNSET


class Verb(_Part):
    """2.4.3."""

    id: str
    display: dict[str, str] | UnsetType = UNSET


class Definition(_Part):
    """2.4.4.1, without the components of interactions."""

    name: dict[str, str] | UnsetType = UNSET
    description: dict[str, str] | UnsetType = UNSET
    type: str | UnsetType = UNSET
    moreInfo: str | UnsetType = UNSET
    extensions: dict[str, Any] | UnsetType = UNSET


class Activity(_Part):
    """2.4.4.1."""

    id: str
    objectType: Literal["Activity"] | UnsetType = UNSET
    definition: Definition | UnsetType = UNSET


class Score(_Part):
    """2.4.5.1."""

    scaled: int | float | UnsetType = UNSET
    raw: int | float | UnsetType = UNSET
    min: int | float | UnsetType = UNSET
    max: int | float | UnsetType = UNSET


class Result(_Part):
    """2.4.5."""

    score: Score | UnsetType = UNSET
    success: bool | UnsetType = UNSET
    completion: bool | UnsetType = UNSET
    response: str | UnsetType = UNSET
    duration: str | UnsetType = UNSET
    extensions: dict[str, Any] | UnsetType = UNSET


class ContextActivities(_Part):
    """2.4.6.2, each of them a list."""

    parent: list[Activity] | UnsetType = UNSET
    grouping: list[Activity] | UnsetType = UNSET
    category: list[Activity] | UnsetType = UNSET
    other: list[Activity] | UnsetType = UNSET


class Context(_Part):
    """2.4.6, without groups, references and what 2.0 adds."""

    registration: str | UnsetType = UNSET
    instructor: Agent | UnsetType = UNSET
    contextActivities: ContextActivities | UnsetType = UNSET
    revision: str | UnsetType = UNSET
    platform: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    extensions: dict[str, Any] | UnsetType = UNSET


class Common(_Part):
    """A statement of the common form; `authority` is the store's to set, as JSON."""

    actor: Agent
    verb: Verb
    object: Activity
    id: str | UnsetType = UNSET
    result: Result | UnsetType = UNSET
    context: Context | UnsetType = UNSET
    timestamp: str | UnsetType = UNSET
    stored: str | UnsetType = UNSET
    version: str | UnsetType = UNSET
    authority: Raw | UnsetType = UNSET
