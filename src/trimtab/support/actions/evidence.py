"""The evidence of lookups, written in the transaction that makes it.

The words somebody searched with stay out of it: statements are for ever, free text can be erased.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from trimtab.library import api as library
from trimtab.lrs import api as lrs
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.support.domain.rows import Solved
from trimtab.support.models import Lookup
from trimtab.xapi.profile import ActivityType, Verb


@dataclass(frozen=True, slots=True)
class LookupStep:
    """A step of a lookup to write evidence of."""

    lookup: Lookup
    verb: Verb
    at: dt.datetime
    result: Mapping[str, object] | None = None

    @classmethod
    def searched(cls, lookup: Lookup) -> LookupStep:
        """Somebody searched, and found something or nothing."""
        return cls(lookup, Verb.SEARCHED, lookup.at, {"success": lookup.found > 0})

    @classmethod
    def opened(cls, lookup: Lookup, at: dt.datetime) -> LookupStep:
        """Somebody opened an aid."""
        return cls(lookup, Verb.OPENED, at)

    @classmethod
    def resolved(cls, lookup: Lookup, solved: Solved, at: dt.datetime) -> LookupStep:
        """Somebody said whether it helped."""
        result = {"success": solved is Solved.YES, "response": solved.value}
        return cls(lookup, Verb.RESOLVED, at, result)


def record(steps: Sequence[LookupStep]) -> None:
    """Writes the evidence of steps of people who are known; a fixed number of queries."""
    known = [step for step in steps if step.lookup.person_id]
    if not known:
        return
    pseudonyms = people.pseudonyms(
        {step.lookup.person_id for step in known if step.lookup.person_id}
    )
    titles = library.aid_titles({step.lookup.opened_aid for step in known} - {""})
    context_at = strategy.revision_contexts()
    evidence = [
        _evidence(step, pseudonyms[step.lookup.person_id], titles, context_at(step.at))
        for step in known
        if step.lookup.person_id
    ]
    lrs.record_many(evidence, now=max(step.at for step in steps))


def _evidence(
    step: LookupStep,
    actor: UUID,
    titles: Mapping[str, str],
    context: Mapping[str, object] | None,
) -> lrs.Experience:
    """The evidence of one step; `titles` of aids by key."""
    aid = step.lookup.opened_aid if step.verb is not Verb.SEARCHED else ""
    return lrs.Experience(
        actor=actor,
        verb=step.verb,
        object_id=f"find/aids/{aid}" if aid else f"find/lookups/{step.lookup.id}",
        object_name=titles.get(aid, aid) if aid else "Search",
        object_type=ActivityType.AID if aid else ActivityType.SEARCH,
        at=step.at,
        result=step.result,
        context=context,
    )
