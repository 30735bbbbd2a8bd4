"""Looking something up, saying whether it helped, closing gaps, matching collections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID, uuid4

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.matching import Matched, match
from trimtab.kernel.text import fit
from trimtab.library import api as library
from trimtab.lrs import api as lrs
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.support.domain.rows import GapState, LookupReceipt, Solved
from trimtab.support.missed import gap_for
from trimtab.support.models import Collection, Gap, Lookup
from trimtab.support.searching import LONGEST_QUESTION, search_many
from trimtab.xapi.profile import ActivityType, Verb

LONGEST_WORDS = 500
_SHAPE = ("title", "audience", "tags", "because")


class CollectionLike(Protocol):
    """What the strategy's plan says about a collection."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def audience(self) -> str: ...
    @property
    def tags(self) -> tuple[str, ...]: ...
    @property
    def because(self) -> tuple[str, ...]: ...


@transaction.atomic
def match_collections(resources: Sequence[CollectionLike], *, now: dt.datetime) -> Matched:
    """Makes the collections match the plan's, by key; doing it twice changes nothing the second time."""
    wanted = {one.key: one for one in resources}
    running = {
        one.key: one for one in Collection.objects.select_for_update().filter(retired_at=None)
    }
    matched = match(
        wanted, running, lambda one, there: _made(one, there.key) == _made(there, there.key)
    )
    fresh = [_made(wanted[key], key) for key in (*matched.created, *matched.changed)]
    Collection.objects.bulk_create(
        [Collection(**values) for values in fresh],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[*_SHAPE, "retired_at"],
    )
    Collection.objects.filter(key__in=matched.retired).update(retired_at=now)
    return matched


def _made(one: CollectionLike | Collection, key: str) -> dict[str, object]:
    return {
        "key": key,
        "title": one.title,
        "audience": one.audience,
        "tags": list(one.tags),
        "because": list(one.because),
    }


@transaction.atomic
def look_up(
    *,
    person_id: UUID | None,
    query: str,
    limit: int = 10,
    now: dt.datetime,
    exact: bool = False,
    lookup_id: UUID | None = None,
) -> LookupReceipt:
    """Searches and writes down that somebody did; what found nothing becomes a gap, or counts for one that is alike.

    With `exact` no word is taken for another one. Coming back to one's own lookup (`lookup_id`) for the same words writes nothing.
    Raises Refusal when nothing was asked.
    """
    asked = " ".join(fit(query).split())[:LONGEST_QUESTION]
    if not asked:
        raise Refusal("support.query", "Write what you are looking for.", "query")
    found = search_many([asked], limit, person_id, exact=exact)[0]
    before = (
        Lookup.objects.filter(id=lookup_id, person=person_id, query=asked).first()
        if lookup_id
        else None
    )
    lookup = before or Lookup(
        id=uuid4(), person_id=person_id, query=asked, found=len(found.hits), at=now
    )
    if before is None:
        if not found.hits and not found.is_empty:
            lookup.gap = gap_for(asked, now)
        lookup.save(force_insert=True)
        _record(lookup, Verb.SEARCHED, now, result={"success": bool(found.hits)})
    return LookupReceipt(
        lookup.id,
        found.hits,
        found.corrected,
        found.offered,
        found.unknown,
        found.is_empty,
        lookup.gap_id is not None,
    )


@transaction.atomic
def opened(
    *,
    lookup_id: UUID | None,
    aid_key: str,
    section: str = "",
    person_id: UUID | None = None,
    now: dt.datetime,
) -> UUID:
    """Somebody opened an aid from a lookup, or (lookup None) from its address or code; returns the lookup's id.

    Opening the same section again writes nothing. An unknown lookup is treated as none.
    """
    lookup = (
        Lookup.objects.select_for_update(of=("self",)).filter(id=lookup_id).first()
        if lookup_id
        else None
    )
    if lookup is None:
        lookup = Lookup.objects.create(id=uuid4(), person_id=person_id, query="", found=1, at=now)
    if (lookup.opened_aid, lookup.opened_section) != (aid_key, section):
        lookup.opened_aid, lookup.opened_section = aid_key, section[:300]
        lookup.save(update_fields=["opened_aid", "opened_section"])
        _record(lookup, Verb.OPENED, now)
    return lookup.id


@transaction.atomic
def resolved(
    *,
    lookup_id: UUID | None,
    solved: Solved,
    now: dt.datetime,
    aid_key: str = "",
    person_id: UUID | None = None,
    words: str = "",
) -> UUID:
    """'Did this solve it?' Yes; no, which counts for a gap; or the aid opened is wrong, which its owner sees with the words. Returns the lookup's id.

    Without a lookup (an aid opened from its code) `aid_key` says what was read. Saying the same twice counts once, also in two lookups; a
    change of mind counts, and takes one's 'it is wrong' back. Raises NotFound when there is no such lookup of this person.
    """
    if lookup_id is None:
        lookup_id = opened(lookup_id=None, aid_key=aid_key, person_id=person_id, now=now)
    lookup = Lookup.objects.select_for_update(of=("self",)).filter(id=lookup_id).first()
    if lookup is None or (person_id and lookup.person_id not in (None, person_id)):
        raise NotFound("support.lookup", "There is no such search any more. Search again.")
    said = fit(words).strip()[:LONGEST_WORDS]
    if lookup.solved == solved and not said:
        return lookup.id
    before, lookup.words = lookup.solved, said
    lookup.solved = solved
    lookup.opened_aid = lookup.opened_aid or aid_key
    _flag(lookup, before)
    match solved:
        case Solved.YES:
            lookup.gap = None
        case Solved.NO:
            lookup.gap = lookup.gap or gap_for(lookup.query or said, now)
        case Solved.WRONG:
            pass
    lookup.save(update_fields=["solved", "gap", "opened_aid", "words"])
    if before != solved:
        _record(
            lookup,
            Verb.RESOLVED,
            now,
            result={"success": solved is Solved.YES, "response": solved.value},
        )
    return lookup.id


def _flag(lookup: Lookup, before: str) -> None:
    """Somebody's 'it is wrong' stands once on an aid, however often they say it, and goes when they take it back."""
    is_wrong, was_wrong = lookup.solved == Solved.WRONG, before == Solved.WRONG
    if is_wrong == was_wrong or not lookup.opened_aid:
        return
    others = Lookup.objects.filter(
        opened_aid=lookup.opened_aid, solved=Solved.WRONG, person=lookup.person_id
    )
    if (
        lookup.person_id
        and others.exclude(id=lookup.id).exists()
        and library.aid(lookup.opened_aid).flagged
    ):
        return
    library.flag_aid(key=lookup.opened_aid, back=was_wrong)


def _record(
    lookup: Lookup, verb: Verb, now: dt.datetime, result: dict[str, object] | None = None
) -> None:
    """Writes the evidence. The words somebody searched with stay out of it: statements are for ever, free text can be erased."""
    if lookup.person_id is None:
        return
    titles = library.aid_titles([lookup.opened_aid]) if lookup.opened_aid else {}
    actor = people.pseudonyms([lookup.person_id])[lookup.person_id]
    context = strategy.revision_contexts()(now)
    lrs.record_many([evidence_of(lookup, verb, actor, titles, now, result, context)], now=now)


def evidence_of(
    lookup: Lookup,
    verb: Verb,
    actor: UUID,
    titles: Mapping[str, str],
    at: dt.datetime,
    result: Mapping[str, object] | None = None,
    context: Mapping[str, object] | None = None,
) -> lrs.Evidence:
    """The evidence of one step of a person's lookup; `titles` of aids by key."""
    aid = lookup.opened_aid if verb is not Verb.SEARCHED else ""
    return lrs.Evidence(
        actor=actor,
        verb=verb,
        object_id=f"find/aids/{aid}" if aid else f"find/lookups/{lookup.id}",
        object_name=titles.get(aid, aid) if aid else "Search",
        object_type=ActivityType.AID if aid else ActivityType.SEARCH,
        at=at,
        result=result,
        context=context,
    )


@transaction.atomic
def close_gap(
    *, gap_id: UUID, by: UUID | None, reason: str, aid_key: str = "", now: dt.datetime
) -> None:
    """An author settles a gap: with the aid that now answers it, or with a reason why none will.

    Raises Refusal when neither is given or it is closed already, NotFound for an unknown gap or aid.
    """
    gap = Gap.objects.select_for_update(of=("self",)).filter(id=gap_id).first()
    if gap is None:
        raise NotFound("support.gap", "There is no such gap.")
    if gap.state == GapState.CLOSED:
        raise Refusal("support.gap-closed", "This gap is closed already.", "gap")
    if not reason.strip() and not aid_key:
        raise Refusal(
            "support.gap-reason", "Name the aid that answers it, or say why none will.", "reason"
        )
    if aid_key:
        library.aid(aid_key)
    gap.state, gap.closed_at, gap.closed_by_id = GapState.CLOSED, now, by
    gap.reason, gap.aid_key = reason.strip(), aid_key
    gap.save(update_fields=["state", "closed_at", "closed_by", "reason", "aid_key"])
    detail = {"reason": gap.reason, "aid": aid_key}
    governance.audit(
        actor_id=by,
        act="support.gap-closed",
        target=f"support/gaps/{gap.id}",
        detail=detail,
        now=now,
    )
