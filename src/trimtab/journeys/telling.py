"""Telling people about a correction: those who decide, that it waits; those whom it concerns, what was decided and why.

Everybody gets one message, whatever it is that concerns them; it keeps quiet hours and the weekly cap. Who practised reads no figures,
and nobody reads about anybody. Who speaks, and whether those hear of the end who only heard of the start, follows the messages that the
strategy has (Q-C4, Q-C6, R-C12: the same senders say so).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from trimtab.governance import api as governance
from trimtab.kernel.said import Said, listed, paragraphs, say, sentences
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.practice import api as practice
from trimtab.strategy import api as strategy
from trimtab.strategy.api import Action, ActionKind, ActionState, Strategy


@dataclass(frozen=True, slots=True)
class _Change:
    """A decided change: what ended, what is new, and the strategy before and after."""

    proposal: governance.ProposalRow
    before: Strategy
    after: Strategy

    @property
    def ended(self) -> list[Action]:
        running = {one.id for one in self.after.actions if one.state is ActionState.RUNNING}
        return [
            one
            for one in self.before.actions
            if one.state is ActionState.RUNNING and one.id not in running
        ]

    @property
    def begun(self) -> list[Action]:
        before = {one.id for one in self.before.actions if one.state is ActionState.RUNNING}
        return [
            one
            for one in self.after.actions
            if one.state is ActionState.RUNNING and one.id not in before
        ]

    def announced(self, practised: Action) -> Action | None:
        """The message by which the audience of a practice heard of its start."""
        messages = (one for one in self.before.actions if one.kind is ActionKind.MESSAGE)
        return next(
            (
                one
                for one in messages
                if one.choice == practised.choice and one.audience == practised.audience
            ),
            None,
        )


def deciders(proposal: governance.ProposalRow, *, now: dt.datetime) -> int:
    """Tells those who hold the decision right, once, that a proposal waits for them; returns how many are told."""
    return messaging.queue(
        person_ids=[
            holder.id for holder in _holders(proposal.approver) if holder.id != proposal.proposed_by
        ],
        key=f"proposal/{proposal.id}",
        subject=say("A correction waits for your decision"),
        body=paragraphs(
            say("{what}.", what=proposal.title),
            proposal.summary,
            say(
                "It stands under Corrections. Please approve or decline it by {day}.",
                day=proposal.due.date(),
            ),
        ),
        why=say("You hold the right to decide this."),
        now=now,
    )


def concerned(
    proposal: governance.ProposalRow,
    *,
    before: Strategy,
    after: Strategy,
    by: people.PersonRow,
    now: dt.datetime,
) -> int:
    """Tells everybody whom an approved correction concerns, once and in one message each; returns how many are told."""
    change = _Change(proposal, before, after)
    steering = _by_person(change, now)
    told = _tell_steering(
        change, {one: own for one, own in steering.items() if one != by.id}, by, now
    )
    return told + _tell_those_who_practised(change, {*steering, by.id}, now)


def _tell_those_who_practised(change: _Change, leave_out: set[UUID], now: dt.datetime) -> int:
    """Those whose practice ends, and with them those who were told of its start."""
    told = 0
    for one in change.ended:
        if one.kind is not ActionKind.PRACTICE:
            continue
        announced, arms = change.announced(one), practice.arms(one.id)
        wider = arms[practice.Arm.HOLDOUT] if announced else []
        told += messaging.queue(
            person_ids=_active({*arms[practice.Arm.PRACTICE], *wider} - leave_out),
            key=_key(change),
            subject=say("'{title}' ends", title=one.title),
            body=paragraphs(*_plainly(one)),
            why=say("You practised this, or were told when it began.")
            if wider
            else say("You practised this."),
            sender=announced.sender if announced else "",
            because=[f"actions/{one.id}"],
            is_private=True,
            now=now,
        )
    return told


def _plainly(one: Action) -> Iterator[Said]:
    if one.expects and one.expects.design == strategy.parts.Design.RANDOMISED:
        yield say(
            "We compared people who practised this with people who did not. It did not make the "
            "difference that we expected."
        )
    else:
        yield say("We looked at what changed. It was not what we expected.")
    yield say(
        "So it ends, and you are asked no more questions about it. What you learnt stays yours, "
        "and nobody did anything wrong."
    )
    yield say("Thank you for the time that you gave it.")


def _tell_steering(
    change: _Change, lines: Mapping[UUID, Sequence[Said]], by: people.PersonRow, now: dt.datetime
) -> int:
    """One message to each, with what is theirs in it."""
    proposal = change.proposal
    decided = say("{name} approved it.", name=by.name)
    if proposal.decision and proposal.decision.reason:
        decided = sentences(decided, proposal.decision.reason)
    alike: dict[tuple[Said, ...], list[UUID]] = {}
    for person, own in lines.items():
        alike.setdefault(tuple(own), []).append(person)
    return sum(
        messaging.queue(
            person_ids=persons,
            key=_key(change),
            subject=say("The course was corrected: {title}", title=proposal.title),
            body=paragraphs(proposal.summary, decided, *own),
            why=say("You decide, are heard, or own something of it."),
            now=now,
        )
        for own, persons in alike.items()
    )


def _by_person(change: _Change, now: dt.datetime) -> dict[UUID, list[Said]]:
    """Those who decide, are heard, own something of it or answer for a stakeholder, each with what is theirs to do now."""
    right = next(
        (one for one in change.after.rights if one.decision == change.proposal.decides), None
    )
    roles = {change.proposal.approver, *(right.consulted if right else ())}
    found: dict[UUID, list[Said]] = {one.id: [] for role in sorted(roles) for one in _holders(role)}
    stakeholders = _holders(Role.STAKEHOLDER)
    seen = governance.access_of_all(stakeholders, [governance.What.RESULTS], now=now)
    found |= {
        reader: found.get(reader, [])
        for (reader, _what, _about), access in seen.items()
        if reader and access.is_open
    }
    owned = _owned(change)
    known = people.ids_by_email(owned)
    active = set(_active(known.values()))
    for address, lines in owned.items():
        person = known.get(address)
        if person in active:
            found.setdefault(person, []).extend(lines)
    return found


def _owned(change: _Change) -> dict[str, list[Said]]:
    """By address (small letters), what is theirs to do; nothing for those who owned what ended."""
    found: dict[str, list[Said]] = {one.owner.lower(): [] for one in change.ended if one.owner}
    for one in change.begun:
        if one.kind is ActionKind.WORK and one.owner:
            day = one.due or say("a day that nobody has named")
            said = say("This is now yours, until {day}: {title}.", day=day, title=one.title)
            found.setdefault(one.owner.lower(), []).append(said)
    stakeholders: dict[str, list[str]] = {}
    for each in change.after.stakeholders:
        if each.owner:
            stakeholders.setdefault(each.owner.lower(), []).append(each.name)
    for owner, names in stakeholders.items():
        said = say(
            "You answer for these stakeholders. Please tell them: {names}.", names=listed(names)
        )
        found.setdefault(owner, []).append(said)
    return found


def _key(change: _Change) -> str:
    return f"correction/{change.proposal.id}"


def _active(persons: Iterable[UUID]) -> list[UUID]:
    return sorted(row.id for row in people.people_rows(persons).values() if row.is_active)


def _holders(role: str) -> list[people.PersonRow]:
    return people.people_with_role(Role(role)) if role in set(Role) else []
