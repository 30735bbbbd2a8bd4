"""Revisions: what each changed in words, what was said about it, and what may be done next.

With it what it would change in what runs.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from trimtab.journeys import adoption
from trimtab.kernel import written
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, as_written, say
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.strategy import api as strategy
from trimtab.strategy.api import State
from trimtab.web import answers
from trimtab.web.requests import Request
from trimtab.workbench.kinds import by_kind
from trimtab.workbench.permission import STEERING, WRITING, asked_by, readable
from trimtab.workbench.strategy.editing.fields import called, key_of, members
from trimtab.workbench.strategy.editing.parts import place_of
from trimtab.workbench.strategy.editing.words import PARTS

READING = (*STEERING, Role.ADMINISTRATOR)
STATES: dict[State, tuple[str | Promise, str]] = {
    State.DRAFT: (_("draft"), ""),
    State.IN_REVIEW: (_("in review"), "note"),
    State.ADOPTED: (_("adopted, in force"), "good"),
    State.SUPERSEDED: (_("superseded"), ""),
}
UNDECIDED = (State.DRAFT, State.IN_REVIEW)
COMMENTED = (
    "challenges",
    "audiences",
    "choices",
    "actions",
    "measures",
    "stakeholders",
    "rights",
    "grants",
)
_CALLED = ("title", "name", "says", "decision", "data")
_MOST_CALLED = 80
Threads = dict[str, list[dict[str, Any]]]


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The page /strategy/revisions, all of them or those in one state."""
    person = asked_by(request, *READING)
    asked = request.GET.get("state", "")
    chosen = State(asked) if asked in set(State) else None
    heads = [strategy.revision_for_reader(head, person.roles) for head in strategy.revision_heads()]
    waiting = strategy.open_comments()
    context = {
        "rows": [
            {
                "head": head,
                "state": STATES[head.state],
                "comments": waiting.get(head.number, 0),
            }
            for head in heads
            if chosen is None or head.state is chosen
        ],
        "filters": [
            {
                "value": state.value,
                "name": words,
                "count": sum(head.state is state for head in heads),
            }
            for state, (words, _pill) in STATES.items()
        ],
        "may_read_strategy": bool(person.roles & set(STEERING)),
        "chosen": chosen.value if chosen else "",
        "total": len(heads),
    }
    return render(request, "workbench/strategy/revisions.html", context)


@require_GET
@login_required
def page(request: Request, number: int) -> HttpResponse:
    """The page of one revision; `?with=` names another revision to compare with."""
    return show(request, number)


def show(request: Request, number: int, refusal: Refusal | None = None) -> HttpResponse:
    """The page of one revision, with the reason why something did not go through."""
    person = asked_by(request, *READING)
    row = readable(strategy.revision(number), person)
    heads = strategy.revision_heads()
    other = compared(row, heads, request.GET.get("with", ""))
    before = readable(other, person) if other else None
    comments = threads(row.document, strategy.comments(number))
    changes = worded(before, row, comments)
    is_undecided = row.state in UNDECIDED
    preview = adoption.preview(row.document, person.roles) if is_undecided else None
    context: dict[str, Any] = {
        "revision": row,
        "state": STATES[row.state],
        "before": before,
        "previous": row.base,
        "changes": changes,
        "elsewhere": _elsewhere(comments, changes),
        "general": comments.get("", []),
        "places": commentable(row.document),
        "submission": strategy.submission(number),
        "verdicts": strategy.verdicts(number),
        "findings": strategy.check(row.document) if is_undecided else (),
        "is_newest": heads[0].number == number,
        "newest": heads[0].number,
        "preview": preview,
        "groups": by_kind(preview.changes) if preview else [],
        "earlier": earlier_comments(row, heads) if is_undecided else [],
        "refusal": refusal,
        "may_read_papers": bool(person.roles & set(STEERING)),
        **may(person, row, heads),
    }
    status = refusal.status if refusal else 200
    return render(request, "workbench/strategy/revision.html", context, status=status)


def _elsewhere(comments: Threads, changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The comments on places that this revision did not change."""
    shown = {change["place"] for change in changes}
    return [
        thread for place, own in comments.items() if place and place not in shown for thread in own
    ]


def earlier_comments(
    row: strategy.RevisionRow, heads: list[strategy.RevisionHead]
) -> list[tuple[int, int]]:
    """Revisions since the one in force, before this one, with how many comments are not settled."""
    in_force = next((head.number for head in heads if head.state is State.ADOPTED), 0)
    return [
        (number, count)
        for number, count in sorted(strategy.open_comments().items())
        if in_force < number < row.number
    ]


def compared(
    row: strategy.RevisionRow, heads: list[strategy.RevisionHead], asked: str = ""
) -> strategy.RevisionRow | None:
    """What a revision is compared with: what was in force before it, or the one asked for.

    None while nothing was in force.
    """
    wanted = written.whole(asked)
    if wanted is not None and any(head.number == wanted for head in heads):
        return strategy.revision(wanted)
    earlier = [
        (head.adopted_at, head.number)
        for head in heads
        if head.adopted_at and head.number != row.number
        if (head.adopted_at < row.adopted_at if row.adopted_at else head.number < row.number)
    ]
    return strategy.revision(max(earlier)[1]) if earlier else None


def worded(
    before: strategy.RevisionRow | None, row: strategy.RevisionRow, comments: Threads
) -> list[dict[str, Any]]:
    """What changed, in words.

    Each change has its number on the page, its causes and the comments at its place.
    """
    earlier = before.document if before else _nothing(row.document)
    changes = strategy.changes_in_words(earlier, row.document)
    numbers = {change.place: number for number, change in enumerate(changes, 1)}
    sides = [row.document, *([before.document] if before else [])]

    def called_there(place: str) -> str:
        """A place as it is called where it is: what is gone is in the revision before."""
        side = next((side for side in sides if strategy.words(side, place)), row.document)
        return strategy.place_in_words(side, place)

    rows, told = [], set()
    for number, change in enumerate(changes, 1):
        causes = [place for place in change.because if place in numbers]
        rows.append(
            {
                "number": number,
                "place": change.place,
                "path": called_there(change.place),
                "change": change,
                "again": bool(change.because) and change.because in told,
                "causes": [(numbers[place], called_there(place)) for place in causes],
                "comments": comments.get(change.place, []),
                "heard": heard(row.document, change.place),
            }
        )
        told.add(change.because)
    return rows


def _nothing(document: strategy.Strategy) -> strategy.Strategy:
    """What the very first strategy is compared with.

    So that all of it can be read and commented place by place.
    """
    return strategy.Strategy(
        organisation=document.organisation,
        title=document.title,
        policy=strategy.parts.Policy(statement=""),
    )


def heard(
    document: strategy.Strategy, place: str
) -> tuple[int, list[tuple[strategy.parts.Heard, str]]]:
    """How many were heard about an answer, and what they said in words, for who may read it.

    (0, []) for what is no answer.
    """
    code = place.removeprefix("answers/")
    answer = document.answers.get(code) if code in strategy.BY_CODE else None
    if answer is None:
        return 0, []
    said = [
        (voice, answers.in_words(voice.value, code))
        for voice in answer.heard
        if voice.by != strategy.WITHHELD
    ]
    return len(answer.heard), said


def commentable(document: strategy.Strategy) -> list[tuple[str, Said]]:
    """Every part and every answered question, for a comment on what has not changed.

    As (place, words); "/" is the whole.
    """
    found = [("/", as_written(str(_("The whole of it"))))]
    for kind in COMMENTED:
        found += [
            (
                place_of(kind, key_of(part)),
                say(
                    "{name}: {value}",
                    name=PARTS[kind][0],
                    value=called(part, _CALLED)[:_MOST_CALLED],
                ),
            )
            for part in members(document, kind)
        ]
    return found + [
        (
            f"answers/{code}",
            say("{code}: {says}", code=code, says=strategy.BY_CODE[code].asks),
        )
        for code in document.answers
        if code in strategy.BY_CODE
    ]


def threads(document: strategy.Strategy, comments: tuple[strategy.CommentRow, ...]) -> Threads:
    """Comments by place, each with the answers to it."""
    found: Threads = {}
    for comment in comments:
        if comment.reply_to is None:
            found.setdefault(comment.place, []).append(
                {
                    "comment": comment,
                    "replies": [reply for reply in comments if reply.reply_to == comment.id],
                    "path": strategy.place_in_words(document, comment.place),
                }
            )
    return found


def may(
    person: people.PersonRow, row: strategy.RevisionRow, heads: list[strategy.RevisionHead]
) -> dict[str, Any]:
    """What this person may do with a revision now, and in one sentence why not."""
    council, verdicts = strategy.council(row.number), strategy.verdicts(row.number)
    writes = bool(person.roles & set(WRITING))
    holds = person.id in council.holders
    refused = strategy.may_adopt(row.state, council, verdicts, by=person.id)
    is_undecided, in_review = row.state in UNDECIDED, row.state is State.IN_REVIEW
    may_ask = holds or person.id in council.authors or Role.ADMINISTRATOR in person.roles
    approvers = people.people_rows(council.approvers).values() if in_review else ()
    return {
        "council": council,
        "may_submit": writes and row.state is State.DRAFT,
        "may_approve": in_review and person.id in council.approvers,
        "may_object": in_review and holds and person.id != row.by,
        "may_adopt": refused is None and may_ask and is_undecided,
        "why_not": refused.sentence if refused and is_undecided else "",
        "may_restore": writes and heads[0].number != row.number,
        "approvals": strategy.approvals(verdicts, council),
        "waits_for": sorted(approver.name for approver in approvers),
    }
