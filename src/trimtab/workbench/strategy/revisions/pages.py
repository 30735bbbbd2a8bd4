"""Revisions: what each changed in words, what was said about it, what it would change in what runs, and what may be done next."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from trimtab.journeys import adoption
from trimtab.kernel import written
from trimtab.kernel.errors import Refusal
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.strategy import api as strategy
from trimtab.strategy.api import State
from trimtab.workbench.kinds import by_kind
from trimtab.workbench.permission import STEERING, asked_by, readable
from trimtab.workbench.strategy.asking.voices import value_said
from trimtab.workbench.strategy.editing.drafts import WRITING
from trimtab.workbench.strategy.editing.parts import key_of, listed, place_of
from trimtab.workbench.strategy.editing.words import PARTS

READING = (*STEERING, Role.ADMINISTRATOR)
STATES: dict[State, tuple[str | Promise, str]] = {
    State.DRAFT: (_("draft"), ""),
    State.IN_REVIEW: (_("in review"), "note"),
    State.ADOPTED: (_("adopted, in force"), "good"),
    State.SUPERSEDED: (_("superseded"), ""),
}
UNDECIDED = (State.DRAFT, State.IN_REVIEW)


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The page /strategy/revisions, all of them or those in one state."""
    person = asked_by(request, *READING)
    asked = request.GET.get("state", "")
    chosen = State(asked) if asked in set(State) else None
    heads = [strategy.revision_for_reader(one, person.roles) for one in strategy.revision_heads()]
    waiting = strategy.open_comments()
    context = {
        "rows": [
            {"head": one, "state": STATES[one.state], "comments": waiting.get(one.number, 0)}
            for one in heads
            if chosen is None or one.state is chosen
        ],
        "filters": [
            {
                "value": state.value,
                "name": words[0],
                "count": sum(one.state is state for one in heads),
            }
            for state, words in STATES.items()
        ],
        "may_read_strategy": bool(person.roles & set(STEERING)),
        "chosen": chosen.value if chosen else "",
        "total": len(heads),
    }
    return render(request, "workbench/strategy/revisions.html", context)


@require_GET
@login_required
def page(request: HttpRequest, number: int) -> HttpResponse:
    """The page of one revision; `?with=` names another revision to compare with."""
    return show(request, number)


def show(request: HttpRequest, number: int, refusal: Refusal | None = None) -> HttpResponse:
    """The page of one revision, with the reason why something did not go through."""
    person = asked_by(request, *READING)
    row = readable(strategy.revision(number), person)
    heads = strategy.revision_heads()
    before = compared(row, heads, request.GET.get("with", ""))
    before = readable(before, person) if before else None
    comments = threads(row.document, strategy.comments(number))
    changes = worded(before, row, comments)
    preview = adoption.preview(row.document, person.roles) if row.state in UNDECIDED else None
    shown = {one["place"] for one in changes}
    context: dict[str, Any] = {
        "revision": row,
        "state": STATES[row.state],
        "before": before,
        "previous": row.base,
        "changes": changes,
        "elsewhere": [
            one for place, rows in comments.items() if place and place not in shown for one in rows
        ],
        "general": comments.get("", []),
        "places": commentable(row.document),
        "submission": strategy.submission(number),
        "verdicts": strategy.verdicts(number),
        "findings": strategy.check(row.document) if row.state in UNDECIDED else (),
        "is_newest": heads[0].number == number,
        "newest": heads[0].number,
        "preview": preview,
        "groups": by_kind(preview.changes) if preview else [],
        "earlier": earlier_comments(row, heads) if row.state in UNDECIDED else [],
        "refusal": refusal,
        "may_read_papers": bool(person.roles & set(STEERING)),
        **may(person, row, heads),
    }
    return render(
        request,
        "workbench/strategy/revision.html",
        context,
        status=refusal.status if refusal else 200,
    )


def earlier_comments(
    row: strategy.RevisionRow, heads: list[strategy.RevisionHead]
) -> list[tuple[int, int]]:
    """Revisions since the one in force, up to this one, with the number of comments that nobody has settled."""
    in_force = next((one.number for one in heads if one.state is State.ADOPTED), 0)
    return [
        (number, n)
        for number, n in sorted(strategy.open_comments().items())
        if in_force < number < row.number
    ]


def compared(
    row: strategy.RevisionRow, heads: list[strategy.RevisionHead], asked: str = ""
) -> strategy.RevisionRow | None:
    """What a revision is compared with: what was in force before it, or the one that was asked for; None while nothing was."""
    wanted = written.whole(asked)
    if wanted is not None and any(one.number == wanted for one in heads):
        return strategy.revision(wanted)
    own = row.adopted_at
    adopted = [one for one in heads if one.adopted_at and one.number != row.number]
    earlier = [
        one
        for one in adopted
        if one.adopted_at and (one.adopted_at < own if own else one.number < row.number)
    ]
    if earlier:
        return strategy.revision(max(earlier, key=lambda one: (one.adopted_at, one.number)).number)
    return None


def worded(
    before: strategy.RevisionRow | None,
    row: strategy.RevisionRow,
    comments: dict[str, list[dict[str, Any]]],
) -> list[dict[str, Any]]:
    """What changed, in words, each with its number on the page, its causes and the comments at its place."""
    found = strategy.changes_in_words(
        before.document if before else _nothing(row.document), row.document
    )
    numbers = {one.place: at for at, one in enumerate(found, 1)}
    sides = [row.document, *([before.document] if before else [])]

    def called(place: str) -> str:
        """A place as it is called where it is: what is new in this revision, what is gone in the one before."""
        side = next((one for one in sides if strategy.words(one, place)), row.document)
        return strategy.place_in_words(side, place)

    return [
        {
            "number": at,
            "place": one.place,
            "path": called(one.place),
            "change": one,
            "again": bool(one.because)
            and one.because in {earlier.because for earlier in found[: at - 1]},
            "causes": [
                (numbers[place], called(place)) for place in one.because if place in numbers
            ],
            "comments": comments.get(one.place, []),
            "heard": heard(row.document, one.place),
        }
        for at, one in enumerate(found, 1)
    ]


def _nothing(document: strategy.Strategy) -> strategy.Strategy:
    """What the very first strategy is compared with, so that all of it can be read and commented place by place."""
    return strategy.Strategy(
        organisation=document.organisation,
        title=document.title,
        policy=strategy.parts.Policy(statement=""),
    )


def heard(
    document: strategy.Strategy, place: str
) -> tuple[int, list[tuple[strategy.parts.Heard, str]]]:
    """How many were heard about an answer, and each with what they said in words, for those who may read it; (0, []) elsewhere."""
    code = place.removeprefix("answers/")
    answer = document.answers.get(code) if code in strategy.BY_CODE else None
    if answer is None:
        return 0, []
    said = [
        (one, value_said(one.value, code)) for one in answer.heard if one.by != strategy.WITHHELD
    ]
    return len(answer.heard), said


def commentable(document: strategy.Strategy) -> list[tuple[str, str]]:
    """Every part and every answered question, as (place, words; "/" is the whole), for a comment on what has not changed."""
    kinds = (
        "challenges",
        "audiences",
        "choices",
        "actions",
        "measures",
        "stakeholders",
        "rights",
        "grants",
    )
    found = [("/", str(_("The whole of it")))]
    for kind in kinds:
        name = str(PARTS[kind][0])
        found += [
            (place_of(kind, key_of(one)), f"{name}: {_called(one)}")
            for one in listed(document, kind)
        ]
    return found + [
        (f"answers/{code}", f"{code}: {strategy.BY_CODE[code].asks}")
        for code in document.answers
        if code in strategy.BY_CODE
    ]


def _called(part: Any) -> str:
    names = ("title", "name", "says", "decision", "data")
    return next(
        (str(getattr(part, name)) for name in names if getattr(part, name, "")), key_of(part)
    )[:80]


def threads(
    document: strategy.Strategy, comments: tuple[strategy.CommentRow, ...]
) -> dict[str, list[dict[str, Any]]]:
    """Comments by place, each with the answers to it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in comments:
        if one.reply_to is None:
            replies = [reply for reply in comments if reply.reply_to == one.id]
            found.setdefault(one.place, []).append(
                {
                    "comment": one,
                    "replies": replies,
                    "path": strategy.place_in_words(document, one.place),
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
    adopts = refused is None and (
        holds or person.id in council.authors or Role.ADMINISTRATOR in person.roles
    )
    in_review = row.state is State.IN_REVIEW
    return {
        "council": council,
        "may_submit": writes and row.state is State.DRAFT,
        "may_approve": in_review and person.id in council.approvers,
        "may_object": in_review and holds and person.id != row.by,
        "may_adopt": adopts and row.state in UNDECIDED,
        "why_not": refused.sentence if refused and row.state in UNDECIDED else "",
        "may_restore": writes and heads[0].number != row.number,
        "approvals": strategy.approvals(verdicts, council),
        "waits_for": sorted(one.name for one in people.people_rows(council.approvers).values())
        if in_review
        else [],
    }
