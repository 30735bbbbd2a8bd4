"""What an item of a manifest asks of its runtime: the score and the progress
that count, times, attempts, objectives.

SCORM 1.2 CAM, 2.3.2.5; SCORM 2004 4th edition: CAM 3.4.1 and 5.1 (sequencing, also by reference to
a collection). Times and actions that no runtime would take are passed over: they only inform.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from trimtab.courses.domain import markup
from trimtab.courses.domain.markup import Element
from trimtab.kernel.said import Said, say

Tell = Callable[[Element, Said], None]
_TIME_12 = re.compile(r"\d{2,4}:\d{2}:\d{2}(\.\d{1,2})?")
_TIME_2004 = re.compile(
    r"P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?"
)
_ACTIONS = frozenset(
    f"{then},{told}" for then in ("exit", "continue") for told in ("message", "no message")
)
_TRUE = ("true", "1")
_MOST_ATTEMPTS = 1_000


class Limits:
    """Reads what items ask. `tell` is told of an element and what is wrong with it."""

    def __init__(self, root: Element, tell: Tell) -> None:
        self._say = tell
        held = markup.child(root, "sequencingCollection")
        several = [] if held is None else markup.children(held, "sequencing")
        self._shared = {markup.attribute(rules, "ID"): rules for rules in several}

    def of(self, item: Element) -> dict[str, Any]:
        """The properties of a Unit that an item of either kind of SCORM sets."""
        conditions = self._rule(item, "limitConditions")
        delivery = self._rule(item, "deliveryControls")
        # SCORM 1.2 says how long in an element, SCORM 2004 in an attribute.
        max_time = _fits(markup.words(markup.child(item, "maxtimeallowed")), _TIME_12)
        if not max_time:
            longest = markup.attribute(conditions, "attemptAbsoluteDurationLimit")
            max_time = _fits(longest, _TIME_2004)
        action = markup.child(item, "timelimitaction")
        if action is None:
            action = markup.child(item, "timeLimitAction")
        what_then = markup.words(action).lower()
        return {
            "mastery_score": self._mastery(item),
            "completion_threshold": self._threshold(item),
            "max_time": max_time,
            "time_limit_action": what_then if what_then in _ACTIONS else "",
            "attempt_limit": _attempt_limit(markup.attribute(conditions, "attemptLimit")),
            "completes_itself": _is_true(delivery, "completionSetByContent"),
            "objectives": self._objectives(item),
        }

    def _rule(self, item: Element, wanted: str) -> Element | None:
        """A part of an item's sequencing: its own, or else that of the
        sequencing in the collection that it refers to."""
        own = markup.child(item, "sequencing")
        shared = self._shared.get(markup.attribute(own, "IDRef")) if own is not None else None
        rules = (markup.child(rule, wanted) for rule in (own, shared) if rule is not None)
        return next((rule for rule in rules if rule is not None), None)

    def _mastery(self, item: Element) -> float | None:
        """The score that passes, from 0 to 1: masteryscore (1.2), or the
        primary objective's measure (2004)."""
        if (old := markup.child(item, "masteryscore")) is not None:
            return self._number(old, markup.words(old), 0, 100) if markup.words(old) else None
        objectives = self._rule(item, "objectives")
        primary = None if objectives is None else markup.child(objectives, "primaryObjective")
        if not _is_true(primary, "satisfiedByMeasure"):
            return None
        measure = markup.child(primary, "minNormalizedMeasure")
        said = markup.words(measure)
        return 1.0 if measure is None or not said else self._number(measure, said, -1, 1)

    def _threshold(self, item: Element) -> float | None:
        """The progress that completes: an attribute since the 4th
        edition, the text of the element before."""
        threshold = markup.child(item, "completionThreshold")
        if threshold is None:
            return None
        if words := markup.words(threshold):
            return self._number(threshold, words, 0, 1)
        if not _is_true(threshold, "completedByMeasure"):
            return None
        least = markup.attribute(threshold, "minProgressMeasure")
        return self._number(threshold, least, 0, 1) if least else 1.0

    def _number(self, element: Element, said: str, least: int, most: int) -> float | None:
        try:
            value = float(said)
        except ValueError:
            value = most + 1.0
        if not least <= value <= most:
            self._say(
                element,
                say(
                    "{element} is a number from {least} to {most}, not '{said}'.",
                    element=markup.name(element),
                    least=least,
                    most=most,
                    said=said[:40],
                ),
            )
            return None
        return max(value / most, 0.0)

    def _objectives(self, item: Element) -> tuple[str, ...]:
        """The ids of the objectives, the primary one first, each once."""
        held = self._rule(item, "objectives")
        several = (
            []
            if held is None
            else [*markup.children(held, "primaryObjective"), *markup.children(held, "objective")]
        )
        return tuple(
            filter(
                None,
                dict.fromkeys(markup.attribute(objective, "objectiveID") for objective in several),
            )
        )


def _is_true(element: Element | None, wanted: str) -> bool:
    return markup.attribute(element, wanted) in _TRUE


def _attempt_limit(given: str) -> int | None:
    is_sensible = given.isdecimal() and 0 < int(given[:6]) <= _MOST_ATTEMPTS
    return int(given) if is_sensible else None


def _fits(said: str, pattern: re.Pattern[str]) -> str:
    return said if pattern.fullmatch(said) else ""


def is_hidden(item: Element) -> bool:
    """Whether a manifest says that an item is not shown."""
    return markup.attribute(item, "isvisible").lower() in ("false", "0")


def shown_below(element: Element) -> Mapping[Element, bool]:
    """For every item below: whether it, or an item in it, opens something and is shown."""
    shown: dict[Element, bool] = {}
    for item in reversed([inner for inner in element.iter() if markup.name(inner) == "item"]):
        below = any(shown[child] for child in markup.children(item, "item"))
        shown[item] = below or (
            bool(markup.attribute(item, "identifierref")) and not is_hidden(item)
        )
    return shown
