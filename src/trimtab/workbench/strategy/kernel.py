"""The kernel as three columns: diagnosis, policy, actions.

Each element leads to what rests on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trimtab.journeys.reaching import Running
from trimtab.strategy import api as strategy
from trimtab.workbench.strategy.editing.words import words_of
from trimtab.workbench.strategy.reached import lacking, with_lack


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


def kernel(document: strategy.Strategy, running: Iterable[Running] = ()) -> tuple[Column, ...]:
    """What goes on, how we deal with it, and what runs: of what is `running`, with what each action
    lacks to reach somebody.
    """
    return _diagnosis(document), _policy(document), _actions(document, lacking(running))


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


def _actions(document: strategy.Strategy, lacks: Mapping[str, str]) -> Column:
    running = [
        action for action in document.actions if action.state is strategy.ActionState.RUNNING
    ]
    reaching = sum(action.id not in lacks for action in running)
    counted = ngettext("%(n)s runs", "%(n)s run", reaching) % {"n": reaching}
    elements = (
        Element(
            f"actions/{action.id}",
            action.title,
            with_lack(words_of(action.kind), lacks.get(action.id, "")),
        )
        for action in running
    )
    return Column(_("Actions"), counted, tuple(elements))
