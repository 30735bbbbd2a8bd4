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


def check_common(found: Common, version: Version) -> dt.datetime | None:
    """When it happened. Raises InvalidStatement."""
    _check_agent(found.actor)
    iri(found.verb.id)
    if found.verb.display:
        language_map(found.verb.display)
    _check_activity(found.object)
    if found.id is not UNSET:
        uuid(found.id)
    if found.result:
        _check_result(found.result)
    if found.context:
        _check_context(found.context)
    if found.stored is not UNSET:
        instant(found.stored)
    if found.version is not UNSET:
        _check_version(found.version, version)
    return _moment(found.timestamp, version)


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


def _check_agent(found: Agent) -> None:
    if found.account:
        iri(found.account.homePage)
    if found.mbox is not UNSET:
        mailto(found.mbox)
    if found.mbox_sha1sum is not UNSET:
        sha1(found.mbox_sha1sum)
    if found.openid is not UNSET:
        iri(found.openid)
    if (found.account, found.mbox, found.mbox_sha1sum, found.openid).count(UNSET) != _ALL_BUT_ONE:
        raise InvalidStatement("Not exactly one identifier.", "2.4.2.1")


def _check_activity(found: Activity) -> None:
    iri(found.id)
    about = found.definition
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


def _check_result(found: Result) -> None:
    score = found.score
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
    if found.duration is not UNSET:
        duration(found.duration)
    if found.extensions:
        extensions(found.extensions)


def _check_context(found: Context) -> None:
    if found.registration is not UNSET:
        uuid(found.registration)
    if found.instructor:
        _check_agent(found.instructor)
    if found.contextActivities:
        for several in activities_of(found.contextActivities):
            _check_activity(several)
    if found.language is not UNSET:
        language_tag(found.language)
    if found.extensions:
        extensions(found.extensions)


def activities_of(found: ContextActivities) -> Iterator[Activity]:
    """The activities of a context."""
    for several in (found.parent, found.grouping, found.category, found.other):
        if several:
            yield from several
