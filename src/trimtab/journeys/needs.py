"""What a strategy needs to run, and what of it is there: content by its tags, figures, people in
their roles, and what waits at a gate. Read from how things stand, never ticked by hand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from trimtab.evaluation import api as evaluation
from trimtab.governance import api as governance
from trimtab.journeys import asking
from trimtab.kernel.said import (
    Between,
    Said,
    as_written,
    capital,
    joined,
    listed,
    say,
    say_n,
    sentences,
)
from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.strategy import api as strategy

MOST_NAMED = 5
"""How many holders of a role stand by name; a number stands for more."""


class NeedGroup(StrEnum):
    """What kind of thing is needed."""

    CONTENT = "content"
    FIGURES = "figures"
    ROLES = "roles"
    GATES = "gates"


class NeedPlace(StrEnum):
    """Where it is mended; `key` of the need says which one of these."""

    BRING_IN = "bring-in"
    CONTENT = "content"
    AUDIENCE = "audience"
    FIGURES = "figures"
    COLLEAGUE = "colleague"
    REVISION = "revision"
    CORRECTION = "correction"
    STAKEHOLDER = "stakeholder"
    NOWHERE = ""


@dataclass(frozen=True, slots=True)
class StrategyNeed:
    """One thing that a strategy needs: whether it is there, and where it is mended."""

    group: NeedGroup
    title: Said
    note: Said
    is_met: bool
    place: NeedPlace = NeedPlace.NOWHERE
    key: str = ""


@dataclass(frozen=True, slots=True)
class Needs:
    """Everything that a strategy needs, in the order of `NeedGroup`."""

    rows: tuple[StrategyNeed, ...]
    in_force: bool

    @property
    def missing(self) -> tuple[StrategyNeed, ...]:
        """What is not there yet."""
        return tuple(row for row in self.rows if not row.is_met)

    @property
    def met(self) -> tuple[StrategyNeed, ...]:
        """What is there."""
        return tuple(row for row in self.rows if row.is_met)


def needs(row: strategy.RevisionRow, *, reader: people.PersonRow, now: dt.datetime) -> Needs:
    """What a revision needs to run, as things stand at `now`, with the places that `reader` may
    open; a fixed number of queries.
    """
    plan = strategy.plan(row.document)
    in_force = row.state is strategy.State.ADOPTED
    rows = (
        *_content(plan, today=asking.local_day(now)),
        *_figures(plan, in_force=in_force),
        *_roles(row, plan),
        *_gates(row),
    )
    if not people.holds(reader, Role.AUTHOR, Role.STRATEGIST):
        rows = tuple(map(_without_content, rows))
    return Needs(rows, in_force)


def _without_content(row: StrategyNeed) -> StrategyNeed:
    is_content = row.place in (NeedPlace.BRING_IN, NeedPlace.CONTENT)
    return replace(row, place=NeedPlace.NOWHERE) if is_content else row


def _content(plan: strategy.RunPlan, *, today: dt.date) -> Iterator[StrategyNeed]:
    tags = {tag.tag: tag for tag in library.tags()}
    reached = people.keys_with_people(plan.audiences)
    names = {audience.key: audience.name for audience in plan.audiences}
    questions = {tag: row.items for tag, row in tags.items()}
    aids = {tag: row.aids for tag, row in tags.items()}
    for programme in plan.programmes:
        counted = [_questions(questions.get(tag, 0), tag) for tag in programme.tags]
        is_empty = not any(questions.get(tag) for tag in programme.tags)
        at = (programme.title, programme.audience, programme.tags)
        yield _delivered(at, counted, reached, names, is_empty=is_empty)
    for collection in plan.collections:
        counted = [_aids(aids.get(tag, 0), tag) for tag in collection.tags]
        is_empty = not any(aids.get(tag) for tag in collection.tags)
        at = (collection.title, collection.audience, collection.tags)
        yield _delivered(at, counted, reached, names, is_empty=is_empty)


def _questions(count: int, tag: str) -> Said:
    if not count:
        return say("no question with the tag {tag}", tag=tag)
    return say_n(
        "{count} question with the tag {tag}",
        "{count} questions with the tag {tag}",
        count,
        tag=tag,
    )


def _aids(count: int, tag: str) -> Said:
    if not count:
        return say("no aid with the tag {tag}", tag=tag)
    return say_n(
        "{count} aid with the tag {tag}", "{count} aids with the tag {tag}", count, tag=tag
    )


def _delivered(
    delivered: tuple[str, str, tuple[str, ...]],
    counted: Sequence[Said],
    reached: Collection[str],
    names: Mapping[str, str],
    *,
    is_empty: bool,
) -> StrategyNeed:
    """A practice or help (title, audience, tags): its content by tag, and whether anybody is in its
    audience.
    """
    title, audience, tags = delivered
    told = say("{content}.", content=capital(listed(counted))) if counted else say("It has no tag.")
    nobody = audience not in reached
    if is_empty:
        note = sentences(told, say("Until it is written it reaches nobody."))
    elif nobody:
        name = names.get(audience, audience)
        note = sentences(told, say("Nobody is in its audience '{name}'.", name=name))
    else:
        note = told
    return StrategyNeed(
        NeedGroup.CONTENT,
        as_written(title),
        note,
        is_met=not is_empty and not nobody,
        place=_place(is_empty=is_empty, nobody=nobody),
        key=tags[0] if is_empty and tags else audience,
    )


def _place(*, is_empty: bool, nobody: bool) -> NeedPlace:
    if is_empty:
        return NeedPlace.BRING_IN
    return NeedPlace.AUDIENCE if nobody else NeedPlace.CONTENT


def _figures(plan: strategy.RunPlan, *, in_force: bool) -> Iterator[StrategyNeed]:
    held = {measure.key: measure for measure in evaluation.measures()}
    for measure in plan.measures:
        row = held.get(measure.key)
        if row is not None and row.values:
            note = say_n("{count} figure has come.", "{count} figures have come.", row.values)
        elif in_force:
            note = say("No figure has come. Without them nobody can tell whether it works.")
        else:
            note = say("Figures are brought in as soon as the strategy is in force.")
        yield StrategyNeed(
            NeedGroup.FIGURES,
            as_written(measure.name),
            note,
            is_met=row is not None and row.values > 0,
            place=NeedPlace.FIGURES if in_force else NeedPlace.NOWHERE,
        )


_DECIDES = {
    "strategy": say("approves the strategy and its changes"),
    "content": say("approves content"),
}


def _roles(row: strategy.RevisionRow, plan: strategy.RunPlan) -> Iterator[StrategyNeed]:
    """The roles that the strategy counts on, and who holds them."""
    duties: dict[Role, list[Said]] = {}
    for right in row.document.rights:
        if right.approver in set(Role):
            says = _DECIDES.get(right.decision) or say("decides: {what}", what=right.decision)
            duties.setdefault(Role(right.approver), []).append(says)
    if plan.programmes or plan.collections:
        duties.setdefault(Role.AUTHOR, []).append(say("writes what is practised and looked up"))
    counts = people.count_by_role(duties)
    few = [role for role in duties if 0 < counts.get(role, 0) <= MOST_NAMED]
    names = people.names_by_role(few)
    approving = strategy.approving_role(row.document)
    council = strategy.council(row.number)
    for role, told in duties.items():
        does = joined(dict.fromkeys(told), Between.SEMICOLON)
        count = counts.get(role, 0)
        nobody_else = role == approving and not council.approvers
        yield StrategyNeed(
            NeedGroup.ROLES,
            say("{role}: {does}", role=capital(people.ROLE_WORDS[role]), does=does),
            _holders(count, names.get(role, ()), nobody_else=nobody_else),
            is_met=count > 0 and not nobody_else,
            place=NeedPlace.COLLEAGUE,
            key=role.value,
        )


def _holders(count: int, names: Iterable[str], *, nobody_else: bool) -> Said:
    if not count:
        return say("Nobody holds this role. Ask a colleague.")
    if nobody_else:
        return say("Nobody but the writer holds it, and nobody approves what they wrote.")
    if named := tuple(names):
        return say("Held by {names}.", names=listed(named))
    return say_n("Held by {count} person.", "Held by {count} people.", count)


def _gates(row: strategy.RevisionRow) -> Iterator[StrategyNeed]:
    """What waits for somebody's yes: a review, a correction, and those who can stop it."""
    yield _review(row)
    for proposal in governance.proposals(governance.ProposalState.OPEN):
        yield StrategyNeed(
            NeedGroup.GATES,
            as_written(proposal.title),
            say("It waits for a decision. Who decides: {role}.", role=_role(proposal.approver)),
            is_met=False,
            place=NeedPlace.CORRECTION,
            key=str(proposal.id),
        )
    for stakeholder in row.document.stakeholders:
        if stakeholder.can_block:
            note = (
                say("{owner} keeps in touch with them.", owner=stakeholder.owner)
                if stakeholder.owner
                else say("Nobody keeps in touch with them. Say who does.")
            )
            yield StrategyNeed(
                NeedGroup.GATES,
                say("{name} can stop it", name=stakeholder.name),
                note,
                is_met=bool(stakeholder.owner),
                place=NeedPlace.STAKEHOLDER,
                key=stakeholder.id,
            )


def _review(row: strategy.RevisionRow) -> StrategyNeed:
    role = _role(strategy.approving_role(row.document))
    match row.state:
        case strategy.State.DRAFT:
            note = say("It was not sent to review yet. Who decides: {role}.", role=role)
        case strategy.State.IN_REVIEW:
            note = say("It is in review. Who decides: {role}.", role=role)
        case strategy.State.ADOPTED:
            note = say("Decided: it is in force.")
        case strategy.State.SUPERSEDED:
            note = say("Decided: another revision has followed it.")
        case _:
            assert_never(row.state)
    return StrategyNeed(
        NeedGroup.GATES,
        say("The decision about revision {number}", number=row.number),
        note,
        is_met=row.state not in (strategy.State.DRAFT, strategy.State.IN_REVIEW),
        place=NeedPlace.REVISION,
        key=str(row.number),
    )


def _role(name: str) -> Said:
    return people.ROLE_WORDS[Role(name)] if name in set(Role) else as_written(name)
