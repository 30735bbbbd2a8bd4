"""Looking something up, opening an aid, and saying whether it helped. One lookup is many of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from django.db import connection, transaction

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import say
from trimtab.kernel.text import fit
from trimtab.library import api as library
from trimtab.search import api as search
from trimtab.support.actions.evidence import Step, record
from trimtab.support.actions.missed import OpenGaps
from trimtab.support.domain.rows import LookupOutcome, LookupReceipt, LookupRequest, Solved
from trimtab.support.models import Gap, Lookup
from trimtab.support.queries.collections import preferred_tags

LONGEST_WORDS = 500
LONGEST_SECTION = 300
_SAVE = """
    UPDATE support_lookup AS lookup
    SET opened_aid = settled.aid, opened_section = settled.section, solved = settled.solved,
        gap_id = settled.gap, words = settled.words
    FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::uuid[], %s::text[])
        AS settled (id, aid, section, solved, gap, words)
    WHERE lookup.id = settled.id
"""


def look_up(
    *,
    person_id: UUID | None,
    query: str,
    limit: int = 10,
    now: dt.datetime,
    exact: bool = False,
    lookup_id: UUID | None = None,
) -> LookupReceipt:
    """Searches and writes down that somebody did.

    What found nothing becomes a gap, or counts for one that is alike. With `exact` no word is taken
    for another one. Coming back to one's own lookup (`lookup_id`) for the same words writes
    nothing. Raises Refusal when nothing was asked.
    """
    request = LookupRequest(uuid4(), person_id, query, now)
    if not _words(request):
        raise Refusal("support.query", say("Write what you are looking for."), "query")
    if own := _own(lookup_id, request):
        [result] = _search([request], limit, exact=exact)
        return _receipt(own, result)
    [receipt] = look_up_many([request], limit=limit, exact=exact)
    return receipt


def _own(lookup_id: UUID | None, request: LookupRequest) -> Lookup | None:
    """A lookup of the same person for the same words, when there is one with this id."""
    if lookup_id is None:
        return None
    same = Lookup.objects.filter(person=request.person_id, query=_words(request))
    return same.filter(id=lookup_id).first()


@transaction.atomic
def look_up_many(
    requests: Sequence[LookupRequest], *, limit: int = 10, exact: bool = False
) -> list[LookupReceipt]:
    """Searches for many people and writes it down in order of time.

    Equal questions are searched once. Lookups that are written down already, and those without a
    word, are left out.
    """
    asked_ids = [request.lookup_id for request in requests]
    known = set(Lookup.objects.filter(id__in=asked_ids).values_list("id", flat=True))
    fresh = [request for request in requests if request.lookup_id not in known and _words(request)]
    fresh.sort(key=lambda request: request.at)
    results = _search(fresh, limit, exact=exact)
    lookups = _lookups(fresh, results)
    Lookup.objects.bulk_create(lookups, batch_size=5000)
    record([Step.searched(lookup) for lookup in lookups])
    return [_receipt(lookup, result) for lookup, result in zip(lookups, results, strict=True)]


def _search(
    requests: Sequence[LookupRequest], limit: int, *, exact: bool
) -> list[search.SearchResult]:
    tags = preferred_tags({request.person_id for request in requests if request.person_id})
    questions = [
        search.SearchRequest(
            _words(request), tags[request.person_id] if request.person_id else frozenset()
        )
        for request in requests
    ]
    return search.search(questions, limit=limit, exact=exact)


def _lookups(
    requests: Sequence[LookupRequest], results: Sequence[search.SearchResult]
) -> list[Lookup]:
    """Rows to write, in their order; what found nothing belongs to a gap."""
    pairs = list(zip(requests, results, strict=True))
    missed = OpenGaps(_words(request) for request, result in pairs if not result.hits)
    gaps: dict[str, Gap | None] = {}
    lookups = []
    for request, result in pairs:
        query = _words(request)
        if not result.hits and query not in gaps:
            gaps[query] = missed.gap_for(query, request.at)
        lookups.append(
            Lookup(
                id=request.lookup_id,
                person_id=request.person_id,
                query=query,
                found=len(result.hits),
                at=request.at,
                gap=None if result.hits else gaps[query],
            )
        )
    return lookups


def _words(request: LookupRequest) -> str:
    return " ".join(fit(request.query).split())[: search.LONGEST_QUESTION]


def _receipt(lookup: Lookup, result: search.SearchResult) -> LookupReceipt:
    return LookupReceipt(
        lookup_id=lookup.id,
        hits=result.hits,
        corrected=result.corrected,
        offered=result.offered,
        unknown=result.unknown,
        is_empty=result.is_empty,
        is_listed=lookup.gap_id is not None,
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
    """Somebody opened an aid from a lookup, or (lookup None) from its address or code.

    Opening the same section again writes nothing. An unknown lookup is treated as none. Returns the
    lookup's id.
    """
    lookup = _locked(lookup_id) if lookup_id else None
    if lookup is None:
        lookup = Lookup.objects.create(id=uuid4(), person_id=person_id, query="", found=1, at=now)
    if (lookup.opened_aid, lookup.opened_section) != (aid_key, section):
        lookup.opened_aid, lookup.opened_section = aid_key, section[:LONGEST_SECTION]
        lookup.save(update_fields=["opened_aid", "opened_section"])
        record([Step.opened(lookup, now)])
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
    """'Did this solve it?' Yes; no; or the aid opened is wrong.

    'No' counts for a gap, 'wrong' is seen by the aid's owner with the words. Without a lookup (an
    aid opened from its code) `aid_key` says what was read. Saying the same twice counts once, also
    in two lookups; a change of mind counts, and takes one's 'it is wrong' back. Returns the
    lookup's id. Raises NotFound when there is no such lookup of this person.
    """
    if lookup_id is None:
        lookup_id = opened(lookup_id=None, aid_key=aid_key, person_id=person_id, now=now)
    lookup = _locked(lookup_id)
    if lookup is None or (person_id and lookup.person_id not in (None, person_id)):
        raise NotFound("support.lookup", say("There is no such search any more. Search again."))
    said = fit(words).strip()[:LONGEST_WORDS]
    before = lookup.solved
    if before == solved and not said:
        return lookup.id
    lookup.words = said
    lookup.opened_aid = lookup.opened_aid or aid_key
    needs_gap = solved is Solved.NO and not lookup.gap_id
    _settle(lookup, solved, OpenGaps([_wording(lookup)] if needs_gap else []), now)
    _save([lookup])
    if before != solved:
        record([Step.resolved(lookup, solved, now)])
    return lookup.id


@transaction.atomic
def settle_many(outcomes: Iterable[LookupOutcome]) -> None:
    """Writes down which aids were opened and whether they helped.

    That is for lookups that nothing came of so far; unknown ones are left out.
    """
    by_id = {outcome.lookup_id: outcome for outcome in outcomes}
    lookups = list(
        Lookup.objects.select_for_update(of=("self",))
        .filter(id__in=by_id, opened_aid="")
        .order_by("at", "id")
    )
    missed = OpenGaps(
        _wording(lookup)
        for lookup in lookups
        if by_id[lookup.id].solved is Solved.NO and not lookup.gap_id
    )
    steps: list[Step] = []
    for lookup in lookups:
        outcome = by_id[lookup.id]
        lookup.opened_aid = outcome.aid_key
        lookup.opened_section = outcome.section[:LONGEST_SECTION]
        steps.append(Step.opened(lookup, outcome.at))
        if outcome.solved is not None:
            _settle(lookup, outcome.solved, missed, outcome.at)
            steps.append(Step.resolved(lookup, outcome.solved, outcome.at))
    _save(lookups)
    record(steps)


def _locked(lookup_id: UUID) -> Lookup | None:
    return Lookup.objects.select_for_update(of=("self",)).filter(id=lookup_id).first()


def _wording(lookup: Lookup) -> str:
    """What somebody missed, in their words."""
    return lookup.query or lookup.words


def _settle(lookup: Lookup, solved: Solved, missed: OpenGaps, at: dt.datetime) -> None:
    """Lets a lookup say whether it helped, with what follows for gaps and for the aid."""
    before = lookup.solved
    lookup.solved = solved
    _flag(lookup, before)
    match solved:
        case Solved.YES:
            lookup.gap = None
        case Solved.NO if not lookup.gap_id:
            lookup.gap = missed.gap_for(_wording(lookup), at)
        case Solved.NO | Solved.WRONG:
            pass


def _flag(lookup: Lookup, before: str) -> None:
    """Lets 'it is wrong' stand once on an aid, however often somebody says it.

    It goes when they take it back.
    """
    is_wrong, was_wrong = lookup.solved == Solved.WRONG, before == Solved.WRONG
    if is_wrong == was_wrong or not lookup.opened_aid:
        return
    others = Lookup.objects.filter(
        opened_aid=lookup.opened_aid, solved=Solved.WRONG, person=lookup.person_id
    ).exclude(id=lookup.id)
    if lookup.person_id and others.exists() and library.aid(lookup.opened_aid).flagged:
        return
    library.flag_aid(key=lookup.opened_aid, back=was_wrong)


def _save(lookups: Sequence[Lookup]) -> None:
    rows = [
        (
            lookup.id,
            lookup.opened_aid,
            lookup.opened_section,
            str(lookup.solved),
            lookup.gap_id,
            lookup.words,
        )
        for lookup in lookups
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_SAVE, [list(column) for column in zip(*rows, strict=True)])
