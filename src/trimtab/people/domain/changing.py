"""One change for many people at once: what it makes of each, and whom it must not touch. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import assert_never
from uuid import UUID

from trimtab.kernel.said import Said, say
from trimtab.people.domain.bulk import BulkChange, BulkKind
from trimtab.people.domain.lists import Danger, Holders, OutcomeLike, held_after
from trimtab.people.domain.roles import ROLE_WORDS, Role
from trimtab.people.domain.states import PersonState, moved_to, with_roles


def changed(state: PersonState, change: BulkChange) -> PersonState:
    """How somebody stands after the change; the same where it changes nothing.

    Who manages what stays, as when a list is taken: a new manager manages their own unit.
    """
    match change.kind:
        case BulkKind.UNIT:
            return moved_to(state, change.value)
        case BulkKind.GIVE_ROLE:
            return with_roles(state, state.roles | {Role(change.value)})
        case BulkKind.TAKE_ROLE:
            return with_roles(state, state.roles - {Role(change.value)})
        case BulkKind.ATTRIBUTE:
            others = {
                key: value for key, value in state.attributes.items() if key != change.attribute
            }
            own = {change.attribute: change.value} if change.value else {}
            return replace(state, attributes={**others, **own})
        case BulkKind.LEAVE:
            return replace(state, is_active=False)
        case BulkKind.BACK:
            return replace(state, is_active=True)
        case _:
            assert_never(change.kind)


def goes_without_saying(change: BulkChange) -> frozenset[Danger]:
    """The dangers that are what the change is for; nobody is asked for them once more."""
    match change.kind:
        case BulkKind.TAKE_ROLE:
            return frozenset({Danger.ROLES})
        case BulkKind.BACK:
            return frozenset({Danger.BACK})
        case BulkKind.UNIT | BulkKind.GIVE_ROLE | BulkKind.ATTRIBUTE | BulkKind.LEAVE:
            return frozenset()
        case _:
            assert_never(change.kind)


def refused(
    outcomes: Sequence[OutcomeLike], holders: Holders, *, by: UUID | None
) -> dict[UUID, Said]:
    """Whom the change must not touch, and why: whoever does it does not shut themselves out or take
    the administration from themselves, and nobody is touched who is the last to hold a role.
    """
    why = dict(_oneself(outcomes, by))
    for role, ids in _emptied(outcomes, holders):
        sentence = say("Nobody else would hold the role {role}.", role=ROLE_WORDS[role])
        why |= {key: sentence for key in ids if key not in why}
    able = holders.able - {outcome.person_id for outcome in _losing(outcomes, Role.ADMINISTRATOR)}
    if holders.able and not able:
        sentence = say("Nobody else who administers could sign in.")
        why |= {key: sentence for key in holders.able if key not in why}
    return why


def _oneself(outcomes: Sequence[OutcomeLike], by: UUID | None) -> Iterator[tuple[UUID, Said]]:
    for outcome in outcomes:
        before = outcome.before
        if outcome.person_id != by or before is None:
            continue
        if before.is_active and not outcome.after.is_active:
            yield outcome.person_id, say("This is you. Another administrator shuts you out.")
        elif Role.ADMINISTRATOR in before.roles - outcome.after.roles:
            yield outcome.person_id, say("This is you. Another administrator takes that role.")


def _emptied(
    outcomes: Sequence[OutcomeLike], holders: Holders
) -> Iterator[tuple[Role, frozenset[UUID]]]:
    held = held_after(outcomes, holders)
    for role in Role:
        if role is not Role.LEARNER and holders.by_role.get(role) and not held[role]:
            yield role, frozenset(outcome.person_id for outcome in _losing(outcomes, role))


def _losing(outcomes: Sequence[OutcomeLike], role: Role) -> Iterator[OutcomeLike]:
    """Those who hold a role and work here before, and not after."""
    for outcome in outcomes:
        before, after = outcome.before, outcome.after
        held = before is not None and before.is_active and role in before.roles
        if held and not (after.is_active and role in after.roles):
            yield outcome
