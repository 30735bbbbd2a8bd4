"""The kernel as three columns: diagnosis, policy, actions. Each element leads to what rests on it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trimtab.strategy import api as strategy
from trimtab.workbench.strategy.editing.words import option_words


@dataclass(frozen=True, slots=True)
class Element:
    """One line of a column: what it says, what kind it is, its place in the document, and the page that tells more."""

    place: str
    says: str
    note: str = ""

    @property
    def href(self) -> str:
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
    return Column(
        _("Diagnosis"),
        ngettext("%(n)s challenge", "%(n)s challenges", count) % {"n": count},
        tuple(
            Element(
                f"challenges/{one.id}",
                one.title,
                "; ".join(option_words(type(why), why) for why in one.causes),
            )
            for one in document.challenges
        ),
    )


def _policy(document: strategy.Strategy) -> Column:
    count = len(document.policy.choices)
    return Column(
        _("Policy"),
        ngettext("%(n)s choice", "%(n)s choices", count) % {"n": count},
        tuple(Element(f"policy/choices/{one.id}", one.says) for one in document.policy.choices),
        tuple(document.policy.will_not),
    )


def _actions(document: strategy.Strategy) -> Column:
    running = [one for one in document.actions if one.state is strategy.ActionState.RUNNING]
    return Column(
        _("Actions"),
        ngettext("%(n)s runs", "%(n)s run", len(running)) % {"n": len(running)},
        tuple(
            Element(f"actions/{one.id}", one.title, option_words(type(one.kind), one.kind))
            for one in running
        ),
    )
