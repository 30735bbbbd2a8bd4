"""The time of those who practise and of those who keep the content (X5, X6, X13, X15)."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.kernel.said import figure, say
from trimtab.strategy.domain.coherence.areas.running import audiences, running
from trimtab.strategy.domain.coherence.finding import Check, FindingAt, Severity, setting
from trimtab.strategy.domain.document import (
    ActionKind,
    Strategy,
)
from trimtab.strategy.domain.rules.rule import answered

_WEEKS_A_YEAR = 52


def _load(document: Strategy) -> Iterator[FindingAt]:
    limit = document.policy.limits.minutes_per_week
    released = answered(document, "Q-D9")
    if isinstance(released, int | float) and limit > released:
        yield FindingAt(
            "policy/limits/minutes_per_week",
            say(
                "{limit} minutes a week are planned and {released} are released.",
                limit=limit,
                released=figure(released, "g"),
            ),
            say("Plan what was promised."),
            setting(say("Plan what was promised"), "policy/limits/minutes_per_week", int(released)),
        )
    for one in running(document, ActionKind.PRACTICE):
        if one.desired_retention >= 0.95 and 0 < one.minutes_per_week <= 3:
            place = f"actions/{one.id}/desired_retention"
            yield FindingAt(
                place,
                say(
                    "'{title}' wants 95 % remembered in {minutes_per_week} minutes a week.",
                    title=one.title,
                    minutes_per_week=one.minutes_per_week,
                ),
                say("Ask for 90 %, or for more minutes."),
                setting(say("Ask for 90 %"), place, 0.9),
            )


def _no_keeper(document: Strategy) -> Iterator[FindingAt]:
    hours = answered(document, "Q-D10")
    aids = running(document, ActionKind.SUPPORT)
    if isinstance(hours, int | float) and hours <= 0 and aids:
        yield FindingAt(
            f"actions/{aids[0].id}",
            say("There are aids, and nobody has time to keep them right."),
            say("Fewer aids, or an hour a month for each ten."),
        )


def _horizon(document: Strategy) -> Iterator[FindingAt]:
    known = audiences(document)
    for one in running(document, ActionKind.PRACTICE):
        audience = known.get(one.audience)
        if audience and audience.turnover_per_year > 1 and document.horizon_weeks >= _WEEKS_A_YEAR:
            weeks = max(round(_WEEKS_A_YEAR / audience.turnover_per_year / 2), 4)
            yield FindingAt(
                "horizon_weeks",
                say(
                    "'{name}' stay for less than a year, practice is planned for {horizon_weeks} "
                    "weeks.",
                    name=audience.name,
                    horizon_weeks=document.horizon_weeks,
                ),
                say("Plan for {weeks} weeks.", weeks=weeks),
                setting(say("Shorten the horizon"), "horizon_weeks", weeks),
            )
            return


def _attention(document: Strategy) -> Iterator[FindingAt]:
    limit = document.policy.limits.minutes_per_week
    for audience in document.audiences:
        actions = [
            one for one in running(document, ActionKind.PRACTICE) if one.audience == audience.id
        ]
        minutes = sum(one.minutes_per_week for one in actions)
        if actions and minutes > limit:
            yield FindingAt(
                f"actions/{actions[-1].id}/minutes_per_week",
                say(
                    "'{name}' are asked for {minutes} minutes a week; the limit is {limit}.",
                    name=audience.name,
                    minutes=minutes,
                    limit=limit,
                ),
                say("Share the minutes out, or drop a programme."),
                setting(
                    say("Keep to the limit"),
                    f"actions/{actions[-1].id}/minutes_per_week",
                    max(limit - minutes + actions[-1].minutes_per_week, 0),
                ),
            )


CHECKS = (
    Check(
        "X5",
        Severity.WARNING,
        say("More load than time"),
        "FSRS load",
        say(
            "What was not released will be taken from sleep or from the work. Nobody practises "
            "for long on either."
        ),
        _load,
        ("Q-D9",),
    ),
    Check(
        "X6",
        Severity.WARNING,
        say("Aids without a keeper"),
        "R-G9",
        say("An aid that nobody keeps right will one day be wrong at the worst moment."),
        _no_keeper,
        ("Q-D10",),
    ),
    Check(
        "X13",
        Severity.WARNING,
        say("Horizon beyond tenure"),
        "R-P2",
        say("Spacing pays off later. Those for whom it is planned will be gone."),
        _horizon,
        ("Q-P1",),
    ),
    Check(
        "X15",
        Severity.ERROR,
        say("Minutes promised twice"),
        "Attention budget",
        say(
            "Each programme alone keeps the limit and all together break it. The person has one "
            "week."
        ),
        _attention,
    ),
)
