"""What types do not say of a common statement; asked of the same rules by
which every other statement is checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec import UNSET, UnsetType

from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.result import check_order, scaled
from trimtab.xapi.typed.forms import Activity, Agent, Common, Context, ContextActivities, Result
from trimtab.xapi.values import (
    duration,
    extensions,
    instant,
    iri,
    is_in_utc,
    language_map,
    language_tag,
    mailto,
    sha1,
    uuid,
)
from trimtab.xapi.version import Version, version_of

_ALL_BUT_ONE = 3


def check_common(statement: Common, version: Version) -> dt.datetime | None:
    """When it happened. Raises InvalidStatement."""
    _check_agent(statement.actor)
    iri(statement.verb.id)
    if statement.verb.display:
        language_map(statement.verb.display)
    _check_activity(statement.object)
    if statement.id is not UNSET:
        uuid(statement.id)
    if statement.result:
        _check_result(statement.result)
    if statement.context:
        _check_context(statement.context)
    if statement.stored is not UNSET:
        instant(statement.stored)
    if statement.version is not UNSET:
        _check_version(statement.version, version)
    return _moment(statement.timestamp, version)


def _moment(given: str | UnsetType, version: Version) -> dt.datetime | None:
    if given is UNSET:
        return None
    if version is Version.TWO and not is_in_utc(given):
        raise InvalidStatement(
            "Times in other zones are changed by those who know how.", "2.0/4.2.7"
        )
    return instant(given)


def _check_version(given: str, version: Version) -> None:
    named = version_of(given)
    if named is None or (version is Version.ONE and named is not Version.ONE):
        raise InvalidStatement("Not a version of this request.", "2.4.10")


def _check_agent(agent: Agent) -> None:
    if agent.account:
        iri(agent.account.homePage)
    if agent.mbox is not UNSET:
        mailto(agent.mbox)
    if agent.mbox_sha1sum is not UNSET:
        sha1(agent.mbox_sha1sum)
    if agent.openid is not UNSET:
        iri(agent.openid)
    if (agent.account, agent.mbox, agent.mbox_sha1sum, agent.openid).count(UNSET) != _ALL_BUT_ONE:
        raise InvalidStatement("Not exactly one identifier.", "2.4.2.1")


def _check_activity(activity: Activity) -> None:
    iri(activity.id)
    about = activity.definition
    if not about:
        return
    if about.name:
        language_map(about.name)
    if about.description:
        language_map(about.description)
    if about.type is not UNSET:
        iri(about.type)
    if about.moreInfo is not UNSET:
        iri(about.moreInfo)
    if about.extensions:
        extensions(about.extensions)


def _check_result(result: Result) -> None:
    score = result.score
    if score:
        if score.scaled is not UNSET:
            scaled(score.scaled)
        if score.min is not UNSET or score.max is not UNSET:
            check_order(
                *(
                    None if number is UNSET else number
                    for number in (score.min, score.raw, score.max)
                )
            )
    if result.duration is not UNSET:
        duration(result.duration)
    if result.extensions:
        extensions(result.extensions)


def _check_context(context: Context) -> None:
    if context.registration is not UNSET:
        uuid(context.registration)
    if context.instructor:
        _check_agent(context.instructor)
    if context.contextActivities:
        for several in activities_of(context.contextActivities):
            _check_activity(several)
    if context.language is not UNSET:
        language_tag(context.language)
    if context.extensions:
        extensions(context.extensions)


def activities_of(related: ContextActivities) -> Iterator[Activity]:
    """The activities of a context."""
    for several in (related.parent, related.grouping, related.category, related.other):
        if several:
            yield from several
