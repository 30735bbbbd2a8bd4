"""From a verdict to the smallest change of the strategy that follows the response agreed
beforehand, and that leaves it one whole: the action ends, the policy says what now holds, the
diagnosis keeps what was tried, and somebody is asked to look at it again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from trimtab.kernel.said import Said, pattern, say
from trimtab.strategy.values import (
    Action,
    ActionKind,
    ActionState,
    Op,
    Operation,
    Patch,
    Strategy,
    parts,
)

DAYS_FOR_WORK = 60
DAYS_FOR_CAUSES = 30
APPROACH_RULE = "R-D2"
DIAGNOSIS = ("Q-D7", "Q-D5", "Q-D4", "Q-D6")
"""Questions about causes; whoever answered them answers for the diagnosis."""
_LONGEST_ID = 64
_TITLES = {
    parts.Response.RETIRE: pattern("Stop '{title}'"),
    parts.Response.SWITCH_TO_SUPPORT: pattern("Replace '{title}' by help at the moment of need"),
    parts.Response.SWITCH_TO_WORK: pattern("Stop '{title}' and change the work instead"),
    parts.Response.REVISE_DIAGNOSIS: pattern("Stop '{title}' and look again at the causes"),
}
_AGREED = {
    parts.Response.RETIRE: say("it stops"),
    parts.Response.SWITCH_TO_SUPPORT: say("help at the moment of need takes its place"),
    parts.Response.SWITCH_TO_WORK: say("the work itself is changed instead"),
    parts.Response.REVISE_DIAGNOSIS: say("it stops, and the causes are looked at again"),
}
# What is written into the document is the organisation's, and the same in every language.
_POLICY = {
    parts.Approach.SPACED_LEARNING: (
        "Spaced practice for '{challenge}', and no aids: '{action}' did not bring what was "
        "expected."
    ),
    parts.Approach.PERFORMANCE_SUPPORT: (
        "Help at the moment of need for '{challenge}', and no practice: '{action}' did not "
        "bring what was expected."
    ),
    parts.Approach.BOTH: (
        "Practice and help at the moment of need for '{challenge}'; '{action}' did not bring "
        "what was expected."
    ),
    parts.Approach.NOT_YET: (
        "Nothing new for '{challenge}' before its causes were looked at again: '{action}' "
        "did not bring what was expected."
    ),
    parts.Approach.NEITHER: (
        "No learning for '{challenge}': '{action}' did not bring what was expected, so the "
        "work is changed."
    ),
}
_NO_LEARNING = frozenset({parts.Approach.NEITHER, parts.Approach.NOT_YET})


def correction(
    *,
    key: str,
    response: parts.Response,
    sentence: Said,
    assumption: str,
    document: Strategy,
    today: dt.date,
) -> Patch:
    """The patch for action `key`.

    It retires what did not work; what comes instead depends on the agreed response.
    """
    action = next(action for action in document.actions if action.id == key)
    changes = _Correction(action, response, sentence, document, today)
    return Patch(
        title=_TITLES[response].filled(title=action.title),
        operations=tuple(changes.operations()),
        because=(
            sentence,
            say("It rested on this: {assumption}", assumption=assumption),
            say(
                "Before the start it was agreed for such a result: {agreed}.",
                agreed=_AGREED[response],
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Correction:
    action: Action
    response: parts.Response
    sentence: Said
    document: Strategy
    today: dt.date

    def operations(self) -> Iterator[Operation]:
        yield _set(
            f"actions/{self.action.id}/state",
            ActionState.RETIRED.value,
            say("It did not bring what was expected."),
        )
        instead = [*self._instead()]
        yield from instead
        yield from self._policy(instead)
        if self.challenge:
            yield from self._tried(self.challenge)
            yield self._look_again(self.challenge)

    @property
    def challenge(self) -> parts.Challenge | None:
        return next(
            (
                challenge
                for challenge in self.document.challenges
                if challenge.id == self.action.challenge
            ),
            None,
        )

    @property
    def choice(self) -> parts.Choice | None:
        return next(
            (choice for choice in self.document.policy.choices if choice.id == self.action.choice),
            None,
        )

    def _instead(self) -> Iterator[Operation]:
        """What comes in place of the action; what stays undone is somebody's."""
        subject = self.challenge.title if self.challenge else self.action.title
        match self.response:
            case parts.Response.SWITCH_TO_SUPPORT:
                aids = {
                    "kind": ActionKind.SUPPORT.value,
                    "owner": self.action.owner,
                    "content": list(self.action.content),
                    "audience": self.action.audience,
                    "channel": self.action.channel,
                }
                yield self._added(
                    "aids",
                    f"Aids for: {subject}",
                    DAYS_FOR_WORK,
                    say("Help at work instead of practice."),
                    **aids,
                )
            case parts.Response.SWITCH_TO_WORK:
                title = f"Find and change what in the work stands behind this: {subject}"
                because = say("The challenge is still there, and somebody has to own it.")
                yield self._added(
                    "work",
                    title,
                    DAYS_FOR_WORK,
                    because,
                    kind=ActionKind.WORK.value,
                    owner=self._owner,
                )
            case parts.Response.RETIRE | parts.Response.REVISE_DIAGNOSIS:
                return

    def _policy(self, instead: Sequence[Operation]) -> Iterator[Operation]:
        """The choice says what holds now: how the actions go about it that are left under it."""
        choice = self.choice
        if choice is None or choice.approach is None:
            return
        approach = self._approach([operation.value["kind"] for operation in instead])
        at, name = (
            f"policy/choices/{choice.id}",
            self.challenge.title if self.challenge else choice.says,
        )
        if approach is not choice.approach:
            yield _set(
                f"{at}/says",
                _POLICY[approach].format(challenge=name, action=self.action.title),
                say("It says what holds now."),
            )
            yield _set(
                f"{at}/approach",
                approach.value,
                say(
                    "Agreed beforehand for such a result: {agreed}.",
                    agreed=_AGREED[self.response],
                ),
            )
            because = say("What it rested on did not hold.")
            yield _set(f"{at}/because", [self._ground], because)
        if approach in _NO_LEARNING and approach is not choice.approach:
            yield _set(f"{at}/channels", [], say("No learning goes through them any more."))
            yield from self._announcements(choice.id)
        if self.challenge and approach is not choice.approach:
            yield self._declined(self.challenge)

    @property
    def _ground(self) -> str:
        return (
            f"What was expected of '{self.action.title}' was ruled out at its date; the "
            "figures stand at the challenge, under what was tried."
        )

    def _approach(self, kinds: Sequence[str]) -> parts.Approach:
        left = {str(action.kind) for action in self._running(self.action.choice)} | set(kinds)
        practice, support = ActionKind.PRACTICE.value in left, ActionKind.SUPPORT.value in left
        if practice and support:
            return parts.Approach.BOTH
        if practice:
            return parts.Approach.SPACED_LEARNING
        if support:
            return parts.Approach.PERFORMANCE_SUPPORT
        return (
            parts.Approach.NEITHER
            if self.response is parts.Response.SWITCH_TO_WORK
            else parts.Approach.NOT_YET
        )

    def _running(self, choice: str) -> list[Action]:
        return [
            action
            for action in self.document.actions
            if action.choice == choice
            and action.state is ActionState.RUNNING
            and action.id != self.action.id
        ]

    def _announcements(self, choice: str) -> Iterator[Operation]:
        """Messages that lead to what no longer runs end too: who joins tomorrow must not be
        promised it.
        """
        for action in self._running(choice):
            if action.kind is ActionKind.MESSAGE:
                yield _set(
                    f"actions/{action.id}/state",
                    ActionState.RETIRED.value,
                    say("It speaks of what no longer runs."),
                )

    def _declined(self, challenge: parts.Challenge) -> Operation:
        """The recommendation that led to the action no longer explains what runs."""
        place = f"challenges/{challenge.id}"
        value = {
            "rule": APPROACH_RULE,
            "place": place,
            "standing": parts.Standing.DECLINED.value,
            "because": self._ground,
        }
        because = say("It was followed, and it did not bring what was expected.")
        if any(
            recommendation.rule == APPROACH_RULE and recommendation.place == place
            for recommendation in self.document.recommendations
        ):
            return _set(
                f"recommendations/{APPROACH_RULE}@challenges~1{challenge.id}", value, because
            )
        return Operation(op=Op.ADD, place="recommendations", value=value, because=because)

    def _tried(self, challenge: parts.Challenge) -> Iterator[Operation]:
        tried = f"{challenge.tried} {self.sentence}".strip()
        yield _set(
            f"challenges/{challenge.id}/tried",
            tried,
            say("So that it is not tried again unknowingly."),
        )

    def _look_again(self, challenge: parts.Challenge) -> Operation:
        title = (
            f"Look again at the causes, and at what the policy says about this: {challenge.title}"
        )
        because = say(
            "What was believed about the causes led to an action that did not bring what was "
            "expected."
        )
        owner = self._owner_of_diagnosis
        return self._added(
            "causes", title, DAYS_FOR_CAUSES, because, kind=ActionKind.WORK.value, owner=owner
        )

    @property
    def _owner(self) -> str:
        """Who owns the figure owns what stands behind it."""
        measure = next(
            (
                m
                for m in self.document.measures
                if self.challenge and m.id == self.challenge.measure
            ),
            None,
        )
        return (measure.owner if measure else "") or self.action.owner

    @property
    def _owner_of_diagnosis(self) -> str:
        answers = (self.document.answers.get(code) for code in DIAGNOSIS)
        return next((answer.by for answer in answers if answer and answer.by), "") or self._owner

    def _added(self, suffix: str, title: str, days: int, because: Said, **values: Any) -> Operation:
        value = {
            "id": self._free(suffix),
            "title": title,
            "challenge": self.action.challenge,
            "choice": self.action.choice,
            "starts": self.today.isoformat(),
            "due": (self.today + dt.timedelta(days=days)).isoformat(),
            **values,
        }
        return Operation(op=Op.ADD, place="actions", value=value, because=because)

    def _free(self, suffix: str) -> str:
        """An id that no action has had."""
        taken = {action.id for action in self.document.actions}
        names = (f"-{suffix}{n or ''}" for n in range(len(taken) + 1))
        ids = (f"{self.action.id[: _LONGEST_ID - len(name)]}{name}" for name in names)
        return next(free for free in ids if free not in taken)


def _set(place: str, value: Any, because: Said) -> Operation:
    return Operation(op=Op.SET, place=place, value=value, because=because)
