"""Writing and answering: every change is a new revision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import Said, as_written, bare, listed, say, sentences
from trimtab.strategy import queries
from trimtab.strategy.domain import authorship
from trimtab.strategy.domain.answering import with_answer
from trimtab.strategy.domain.authorship import NOTHING, Contributions, Source
from trimtab.strategy.domain.catalogue import BY_CODE
from trimtab.strategy.domain.citing import kept
from trimtab.strategy.domain.codec import to_json
from trimtab.strategy.domain.document import Answer, Strategy
from trimtab.strategy.domain.merging import Choice, Conflicted, Side, merge
from trimtab.strategy.domain.numbers import check_numbers
from trimtab.strategy.domain.revisions import RevisionRow
from trimtab.strategy.models import Revision, Writing
from trimtab.strategy.queries.authorship import said_by, source

_LOCK = 7_214_001


def one_at_a_time() -> None:
    """Lets everybody who writes a revision or puts one in force wait for their turn, until the
    transaction ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


@transaction.atomic
def save_draft(
    *,
    document: Strategy,
    by: UUID | None,
    because: str,
    now: datetime,
    base: int | None = None,
    grown_from: int | None = None,
    with_words_of: Iterable[UUID] = (),
) -> RevisionRow:
    """Writes a new revision; an unchanged document makes none and gives the newest one back.

    `base` is the revision that the writer saw. When another one came between, both are merged, and
    the revision says so. Raises Conflicted where both changed the same place (`save_settled` goes
    on from there), NotFound for a base that does not exist. `grown_from` is the revision out of
    which the document was made when that is not the one seen or the newest; `with_words_of` are
    people whose words the writer took over: they are authors, too.
    """
    one_at_a_time()
    newest = queries.latest()
    own = _own(newest, by, *with_words_of)
    document = kept(document, newest.document if newest else None)
    line = source(newest) if newest else NOTHING
    grown = [line if grown_from is None else source(queries.revision(grown_from))]
    if newest and base is not None and base != newest.number:
        seen = queries.revision(base)
        grown.append(_mine(document, seen, own))
        document, because = _merged(document, as_written(because), seen, newest, {})
    if newest and newest.document == document:
        return newest
    return _write(document, newest, line, grown, by=by, own=own, because=because, now=now)


def _own(newest: RevisionRow | None, *people: UUID | None) -> Contributions:
    """What people contribute by the revision after the newest one; None is the platform."""
    return frozenset((_next(newest), one) for one in people)


def _next(newest: RevisionRow | None) -> int:
    return newest.number + 1 if newest else 1


def _mine(document: Strategy, seen: RevisionRow, own: Contributions) -> Source:
    """What somebody wrote on a revision, before it is merged with what came between."""
    said = said_by(document)
    return Source(said, authorship.writing(said, [source(seen)], own=own))


def _write(
    document: Strategy,
    newest: RevisionRow | None,
    line: Source,
    grown: Sequence[Source],
    *,
    by: UUID | None,
    own: Contributions,
    because: str,
    now: datetime,
) -> RevisionRow:
    """Writes the revision after `newest` (`line` as a text), and how each place at which the two
    differ came about.

    Raises Refusal for a number that cannot be meant: nothing that reckons with the document could
    go on from it.
    """
    check_numbers(document)
    number, said = _next(newest), said_by(document)
    written = authorship.beside(authorship.writing(said, grown, own=own), said, line.leaves, own)
    changed = {
        place: who
        for place, who in written.items()
        if said.get(place) != line.leaves.get(place)
        or who != line.written.get(place, authorship.NONE)
    }
    Revision.objects.create(
        number=number,
        document=to_json(document),
        base_id=newest.number if newest else None,
        by_id=by,
        at=now,
        because=because,
    )
    Writing.objects.create(revision_id=number, wrote=authorship.grouped(changed))
    return queries.revision(number)


def _merged(
    mine: Strategy,
    because: Said,
    base: RevisionRow,
    newest: RevisionRow,
    choices: Mapping[str, Choice],
) -> tuple[Strategy, Said]:
    merged = merge(base.document, mine, newest.document, choices)
    if merged.document is None:
        raise Conflicted(
            base=base.number,
            newest=newest.number,
            writers=queries.writers(
                [one.place for one in merged.conflicts], base=base.number, newest=newest.number
            ),
            mine=mine,
            because=because,
            merged=merged,
        )
    told = say(
        "Merged with revision {number} by {name}, written meanwhile.",
        number=newest.number,
        name=newest.by_name,
    )
    if not because.strip(". "):
        return merged.document, told
    return merged.document, say("{reason}. {merged}", reason=bare(because), merged=told)


@transaction.atomic
def save_settled(
    *,
    document: Strategy,
    base: int,
    newest: int,
    choices: Mapping[str, Choice],
    by: UUID | None,
    because: str,
    now: datetime,
) -> RevisionRow:
    """Saves what was in conflict: `document`, written on `base`, with revision `newest`, and a
    choice by place where they differ.

    Raises Conflicted for what is still undecided, or when yet another revision came meanwhile and
    changed the same.
    """
    one_at_a_time()
    seen, between, last = queries.revision(base), queries.revision(newest), queries.latest()
    merged, told = _merged(document, as_written(because), seen, between, choices)
    own, mine = _own(last, by), said_by(merged)
    both = [_mine(document, seen, own), source(between)]
    grown = [Source(mine, authorship.writing(mine, both, own=own))]
    line = source(last) if last else NOTHING
    if last and last.number != newest:
        grown.append(line)
        merged, told = _merged(merged, told, between, last, {})
    if last and last.document == merged:
        return last
    return _write(merged, last, line, grown, by=by, own=own, because=told, now=now)


def write_answer(
    *,
    code: str,
    answer: Answer,
    by: UUID | None,
    now: datetime,
    base: int | None = None,
    because: str = "",
    with_words_of: Iterable[UUID] = (),
) -> RevisionRow:
    """Answers one question of the catalogue in a new draft revision; `base` is the revision that
    the writer saw.

    Raises NotFound for a code that does not exist, Conflicted when somebody else answered it
    differently meanwhile.
    """
    if code not in BY_CODE:
        raise NotFound("strategy.question", say("There is no question {code}.", code=code), "code")
    seen = queries.latest() if base is None else queries.revision(base)
    if seen is None:
        raise NotFound("strategy.none", say("There is no strategy yet. Begin with the diagnosis."))
    document = with_answer(seen.document, code, answer)
    because = because or say("Answered {code}", code=code)
    return save_draft(
        document=document,
        by=by,
        because=because,
        now=now,
        base=seen.number,
        with_words_of=with_words_of,
    )


@transaction.atomic
def restore(*, number: int, by: UUID | None, because: str, now: datetime) -> RevisionRow:
    """Goes back to an earlier revision, as a new revision.

    Raises Refusal when the newest one says the same already.
    """
    one_at_a_time()
    row, newest = queries.revision(number), queries.latest()
    if newest and newest.document == row.document:
        raise Refusal(
            "strategy.same",
            say("Revision {number}, the newest, says the same already.", number=newest.number),
        )
    back = say("Back to revision {number}.", number=number)
    told = sentences(back, because.strip()) if because.strip() else back
    return save_draft(document=row.document, by=by, because=told, now=now, grown_from=number)


@transaction.atomic
def carry_over(*, number: int, base: int, now: datetime) -> RevisionRow:
    """Carries the unfinished revision `number`, written on `base`, on to the one in force, as a new
    draft of the same writer.

    Where both changed the same, what is in force holds, and the new draft names the places; the old
    one stays readable.
    """
    one_at_a_time()
    unfinished, before, decided = (
        queries.revision(number),
        queries.revision(base),
        queries.require_current(),
    )
    asked = merge(before.document, unfinished.document, decided.document).conflicts
    merged = merge(
        before.document,
        unfinished.document,
        decided.document,
        {one.place: Side.THEIRS for one in asked},
    ).document
    if merged is None:
        raise AssertionError("every conflict was decided")
    because = say(
        "Carries revision {number} on to revision {other}.", number=number, other=decided.number
    )
    if asked:
        held = say(
            "At {places} revision {number} holds.",
            places=listed(one.place for one in asked),
            number=decided.number,
        )
        because = sentences(because, held)
    newest = queries.latest() or decided
    if merged == newest.document:
        return newest
    both = [source(unfinished), source(decided)]
    line, own = source(newest), _own(newest, None)
    return _write(merged, newest, line, both, by=unfinished.by, own=own, because=because, now=now)
