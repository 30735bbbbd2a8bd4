"""The kernel as three columns: diagnosis, policy, actions.

Each element leads to what rests on it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trimtab.strategy import api as strategy
from trimtab.workbench.strategy.editing.words import words_of


@dataclass(frozen=True, slots=True)
class Element:
    """One line of a column: what it says, a note, its place, and the page that tells more."""

    place: str
    says: str
    note: str = ""

    @property
    def href(self) -> str:
        """The page of what rests on it."""
        return reverse("workbench:rests", args=[self.place])


@dataclass(frozen=True, slots=True)
class Column:
    """One part of the kernel, with what it rules out."""

    title: str
    count: str
    elements: tuple[Element, ...]
    excluded: tuple[str, ...] = ()


def kernel(document: strategy.Strategy) -> tuple[Column, ...]:
    """What goes on, how we deal with it, and what runs."""
    return _diagnosis(document), _policy(document), _actions(document)


def _diagnosis(document: strategy.Strategy) -> Column:
    count = len(document.challenges)
    elements = (
        Element(
            place=f"challenges/{challenge.id}",
            says=challenge.title,
            note="; ".join(words_of(cause) for cause in challenge.causes),
        )
        for challenge in document.challenges
    )
    counted = ngettext("%(n)s challenge", "%(n)s challenges", count) % {"n": count}
    return Column(_("Diagnosis"), counted, tuple(elements))


def _policy(document: strategy.Strategy) -> Column:
    choices = document.policy.choices
    counted = ngettext("%(n)s choice", "%(n)s choices", len(choices)) % {"n": len(choices)}
    elements = (Element(f"policy/choices/{choice.id}", choice.says) for choice in choices)
    return Column(_("Policy"), counted, tuple(elements), tuple(document.policy.will_not))


def _actions(document: strategy.Strategy) -> Column:
    running = [
        action for action in document.actions if action.state is strategy.ActionState.RUNNING
    ]
    counted = ngettext("%(n)s runs", "%(n)s run", len(running)) % {"n": len(running)}
    elements = (
        Element(f"actions/{action.id}", action.title, words_of(action.kind)) for action in running
    )
    return Column(_("Actions"), counted, tuple(elements))
