"""Many lookups at once, by the same rules as one: what devices bring back after hours without a connection."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from trimtab.library import api as library
from trimtab.lrs import api as lrs
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.support.actions import evidence_of
from trimtab.support.domain.rows import Asked, LookupReceipt, Settled, Solved
from trimtab.support.missed import OpenGaps
from trimtab.support.models import Collection, Gap, Lookup
from trimtab.support.searching import LONGEST_QUESTION, search_each
from trimtab.xapi.profile import Verb

Tags = frozenset[str]
_SAVE = """
    UPDATE support_lookup AS lookup
    SET opened_aid = settled.aid, opened_section = settled.section, solved = settled.solved, gap_id = settled.gap
    FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::uuid[]) AS settled (id, aid, section, solved, gap)
    WHERE lookup.id = settled.id
"""


@dataclass(frozen=True, slots=True)
class _Step:
    """A step of a lookup to write evidence of."""

    lookup: Lookup
    verb: Verb
    at: dt.datetime
    result: Mapping[str, object] | None = None


@transaction.atomic
def look_up_many(asked: Sequence[Asked], *, limit: int = 10) -> list[LookupReceipt]:
    """Searches for many people and writes it down in order of time; equal questions are searched once.

    Lookups that are written down already are left out.
    """
    known = set(
        Lookup.objects.filter(id__in=[one.lookup_id for one in asked]).values_list("id", flat=True)
    )
    fresh = sorted(
        (one for one in asked if one.lookup_id not in known and _words(one)), key=lambda one: one.at
    )
    tags = _tags_of({one.person_id for one in fresh})
    questions = list(dict.fromkeys((_words(one), tags[one.person_id]) for one in fresh))
    found = dict(zip(questions, search_each(questions, limit), strict=True))
    missed = OpenGaps(
        _words(one) for one in fresh if not found[_words(one), tags[one.person_id]].hits
    )
    gaps: dict[str, Gap | None] = {}
    lookups = []
    for one in fresh:
        query, hits = _words(one), found[_words(one), tags[one.person_id]].hits
        if not hits and query not in gaps:
            gaps[query] = missed.gap_for(query, one.at)
        gap = None if hits else gaps[query]
        lookups.append(
            Lookup(
                id=one.lookup_id,
                person_id=one.person_id,
                query=query,
                found=len(hits),
                at=one.at,
                gap=gap,
            )
        )
    Lookup.objects.bulk_create(lookups, batch_size=5000)
    _record([_Step(one, Verb.SEARCHED, one.at, {"success": one.found > 0}) for one in lookups])
    answers = [found[_words(one), tags[one.person_id]] for one in fresh]
    return [
        LookupReceipt(
            row.id, answer.hits, answer.corrected, answer.offered, answer.unknown, answer.is_empty
        )
        for row, answer in zip(lookups, answers, strict=True)
    ]


@transaction.atomic
def settle_many(settled: Iterable[Settled]) -> None:
    """Writes down which aids were opened and whether they helped, for lookups that nothing came of so far; unknown ones are left out."""
    by_id = {one.lookup_id: one for one in settled}
    lookups = list(
        Lookup.objects.select_for_update(of=("self",))
        .filter(id__in=by_id, opened_aid="")
        .order_by("at", "id")
    )
    steps: list[_Step] = []
    missed = OpenGaps(
        one.query for one in lookups if by_id[one.id].solved is Solved.NO and not one.gap_id
    )
    for lookup in lookups:
        one = by_id[lookup.id]
        lookup.opened_aid, lookup.opened_section = one.aid_key, one.section[:300]
        steps.append(_Step(lookup, Verb.OPENED, one.at))
        if one.solved is not None:
            _settle(lookup, one.solved, one.at, missed)
            result = {"success": one.solved is Solved.YES, "response": one.solved.value}
            steps.append(_Step(lookup, Verb.RESOLVED, one.at, result))
    _save(lookups)
    _record(steps)


def _settle(lookup: Lookup, solved: Solved, at: dt.datetime, missed: OpenGaps) -> None:
    lookup.solved = solved
    match solved:
        case Solved.YES:
            lookup.gap = None
        case Solved.NO:
            if not lookup.gap_id:
                lookup.gap = missed.gap_for(lookup.query, at)
        case Solved.WRONG:
            library.flag_aid(key=lookup.opened_aid)


def _save(lookups: Sequence[Lookup]) -> None:
    rows = [
        (one.id, one.opened_aid, one.opened_section, str(one.solved), one.gap_id) for one in lookups
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_SAVE, [list(column) for column in zip(*rows, strict=True)])


def _words(one: Asked) -> str:
    return " ".join(one.query.split())[:LONGEST_QUESTION]


def _tags_of(person_ids: set[UUID]) -> dict[UUID, Tags]:
    """The tags of each person's collections."""
    running = list(Collection.objects.filter(retired_at=None).values_list("audience", "tags"))
    found: dict[UUID, set[str]] = defaultdict(set)
    for key, members in people.members_by_audience({audience for audience, _ in running}).items():
        tags = {tag for audience, own in running if audience == key for tag in own}
        for person_id in person_ids.intersection(members):
            found[person_id] |= tags
    return {person_id: frozenset(found[person_id]) for person_id in person_ids}


def _record(steps: Sequence[_Step]) -> None:
    if not steps:
        return
    pseudonyms = people.pseudonyms({one.lookup.person_id for one in steps if one.lookup.person_id})
    titles = library.aid_titles({one.lookup.opened_aid for one in steps if one.lookup.opened_aid})
    context_at = strategy.revision_contexts()
    evidence = [
        evidence_of(
            one.lookup,
            one.verb,
            pseudonyms[one.lookup.person_id],
            titles,
            one.at,
            one.result,
            context_at(one.at),
        )
        for one in steps
        if one.lookup.person_id
    ]
    lrs.record_many(evidence, now=max(one.at for one in steps))
