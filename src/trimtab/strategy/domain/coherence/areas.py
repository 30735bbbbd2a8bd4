"""Contradictions between the areas (X1 to X16)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from trimtab.kernel.channels import THERE_ARE, ChannelName, is_channel
from trimtab.strategy.domain.circumstances import Connectivity, Device, Pay
from trimtab.strategy.domain.coherence.finding import Check, Found, Severity, removing, setting
from trimtab.strategy.domain.document import (
    Action,
    ActionKind,
    ActionState,
    Audience,
    Design,
    Strategy,
)
from trimtab.strategy.domain.patch import Op, Operation, Patch
from trimtab.strategy.domain.rules.rule import answered, when

_EVENING = dt.time(20, 0)
_MORNING = dt.time(6, 0)
_TRUST = ("nobody sees", "no one sees", "not watched", "trust")
_WEEKS_A_YEAR = 52


def _running(document: Strategy, *kinds: ActionKind) -> list[Action]:
    return [
        one for one in document.actions if one.kind in kinds and one.state is ActionState.RUNNING
    ]


def _audiences(document: Strategy) -> dict[str, Audience]:
    return {one.id: one for one in document.audiences}


def _after_hours(document: Strategy) -> Iterator[Found]:
    limits = document.policy.limits
    late = limits.quiet_from > _EVENING or limits.quiet_until < _MORNING
    for one in document.audiences:
        if one.pay is Pay.HOURLY and one.device is Device.OWN and late:
            yield Found(
                "policy/limits/quiet_from",
                f"'{one.name}', paid by the hour, would get messages on their own phones in the evening.",
                "Begin quiet hours at 18:00, or provide devices.",
                setting("Begin quiet hours at 18:00", "policy/limits/quiet_from", "18:00:00"),
            )
            return


def _no_comparison(document: Strategy) -> Iterator[Found]:
    compared = {one.expects.measure for one in document.actions if one.expects}
    for one in document.measures:
        if (
            one.tier >= 8
            and one.target is not None
            and one.baseline is None
            and one.id not in compared
        ):
            yield Found(
                f"measures/{one.id}",
                f"'{one.name}' is a result of the business with neither baseline nor comparison.",
                "Collect a baseline before the start, or claim less.",
                setting("Claim use at work, not results", f"measures/{one.id}/tier", 7),
            )


def _trust(document: Strategy) -> Iterator[Found]:
    views = [one for one in document.grants if one.role == "manager" and one.grain == "person"]
    for one in _running(document, ActionKind.MESSAGE):
        if views and any(word in one.text.lower() for word in _TRUST):
            place = f"grants/{views[0].id}/grain"
            yield Found(
                place,
                f"'{one.title}' promises privacy, and managers see persons.",
                "Let managers see units, or change the message.",
                setting("Let managers see units", place, "unit"),
            )
            return


def _works_council(document: Strategy) -> Iterator[Found]:
    if when("Q-G4", "present")(document):
        for one in document.grants:
            if one.grain == "person":
                yield Found(
                    f"grants/{one.id}",
                    "Persons are analysed, and the works council has not agreed.",
                    "Analyse groups until there is an agreement.",
                    setting("Analyse units", f"grants/{one.id}/grain", "unit"),
                )


def _load(document: Strategy) -> Iterator[Found]:
    limit = document.policy.limits.minutes_per_week
    released = answered(document, "Q-D9")
    if isinstance(released, int | float) and limit > released:
        yield Found(
            "policy/limits/minutes_per_week",
            f"{limit} minutes a week are planned and {released:g} are released.",
            "Plan what was promised.",
            setting("Plan what was promised", "policy/limits/minutes_per_week", int(released)),
        )
    for one in _running(document, ActionKind.PRACTICE):
        if one.desired_retention >= 0.95 and 0 < one.minutes_per_week <= 3:
            place = f"actions/{one.id}/desired_retention"
            yield Found(
                place,
                f"'{one.title}' wants 95 % remembered in {one.minutes_per_week} minutes a week.",
                "Ask for 90 %, or for more minutes.",
                setting("Ask for 90 %", place, 0.9),
            )


def _no_keeper(document: Strategy) -> Iterator[Found]:
    hours = answered(document, "Q-D10")
    aids = _running(document, ActionKind.SUPPORT)
    if isinstance(hours, int | float) and hours <= 0 and aids:
        yield Found(
            f"actions/{aids[0].id}",
            "There are aids, and nobody has time to keep them right.",
            "Fewer aids, or an hour a month for each ten.",
        )


def _voluntary(document: Strategy) -> Iterator[Found]:
    if when("Q-P11", "mandatory", "regulated")(document):
        for one in _running(document, ActionKind.MESSAGE):
            if "voluntary" in one.text.lower():
                yield Found(
                    f"actions/{one.id}/text",
                    f"'{one.title}' says voluntary, and it is mandatory.",
                    "Choose one and say it.",
                )


def _waves(document: Strategy) -> Iterator[Found]:
    if when("Q-C8", "waves")(document):
        for one in _running(document, ActionKind.PRACTICE):
            if one.expects and one.expects.design is Design.RANDOMISED:
                yield Found(
                    f"actions/{one.id}/expects/design",
                    "It is rolled out in waves, and compared by lot among persons.",
                    "Draw the waves by lot and compare those, or start everybody at once.",
                )


def _shared(document: Strategy) -> Iterator[Found]:
    audiences = _audiences(document)
    for one in _running(document, ActionKind.MESSAGE):
        audience = audiences.get(one.audience)
        if audience and audience.device is Device.SHARED and one.channel in {"push", "sms"}:
            place = f"actions/{one.id}/channel"
            yield Found(
                place,
                f"'{audience.name}' share devices, and '{one.title}' goes to a device of one's own.",
                "Send it in the app.",
                setting("Send it in the app", place, "in-app"),
            )


def _coaching(document: Strategy) -> Iterator[Found]:
    if when("Q-P9", "coaches")(document) and not any(
        one.role == "manager" for one in document.grants
    ):
        yield Found(
            "grants",
            "Managers are to coach with figures, and get none.",
            "Grant them figures of their unit, with the small-group limit.",
            _figures(document),
        )


def _figures(document: Strategy) -> Patch | None:
    """Figures of the unit for managers, for the first question that has a measure; None without one."""
    question = next((one.id for one in document.questions if one.measure), "")
    grant = {
        "id": "managers-unit-figures",
        "role": "manager",
        "data": "measures",
        "grain": "unit",
        "question": question,
    }
    operation = Operation(op=Op.ADD, place="grants", value=grant)
    return Patch(title="Grant figures of the unit", operations=(operation,)) if question else None


def _offline(document: Strategy) -> Iterator[Found]:
    helped = str(answered(document, "Q-C7") or "").lower()
    for one in document.audiences:
        if (
            one.connectivity is Connectivity.OFFLINE
            and "chat" in helped
            and not {"phone", "peer", "desk"} & set(helped.split())
        ):
            yield Found(
                "answers/Q-C7",
                f"'{one.name}' are offline, and help is by chat alone.",
                "Name a phone number or a colleague.",
            )


def _quiz(document: Strategy) -> Iterator[Found]:
    words = ("quiz", "test score", "questions answered")
    measures = {one.id: one for one in document.measures}
    for one in _running(document, ActionKind.SUPPORT):
        measure = measures.get(one.expects.measure) if one.expects else None
        if measure and any(word in f"{measure.name} {measure.unit}".lower() for word in words):
            yield Found(
                f"actions/{one.id}/expects/measure",
                f"'{one.title}' is help, and is judged by a quiz.",
                "Judge help by tasks done right, time, or questions unanswered.",
            )


def _horizon(document: Strategy) -> Iterator[Found]:
    audiences = _audiences(document)
    for one in _running(document, ActionKind.PRACTICE):
        audience = audiences.get(one.audience)
        if audience and audience.turnover_per_year > 1 and document.horizon_weeks >= _WEEKS_A_YEAR:
            weeks = max(round(_WEEKS_A_YEAR / audience.turnover_per_year / 2), 4)
            yield Found(
                "horizon_weeks",
                f"'{audience.name}' stay for less than a year, practice is planned for {document.horizon_weeks} weeks.",
                f"Plan for {weeks} weeks.",
                setting("Shorten the horizon", "horizon_weeks", weeks),
            )
            return


def _promised(document: Strategy) -> Iterator[Found]:
    asked = {one.id: one for one in document.questions}
    for one in document.grants:
        question = asked.get(one.question)
        if question and not question.measure:
            yield Found(
                f"grants/{one.id}",
                f"Data are promised to the {one.role}, and nothing is collected for '{question.asks}'.",
                "Collect it, or take the promise back.",
                removing("Take the promise back", f"grants/{one.id}"),
            )


def _attention(document: Strategy) -> Iterator[Found]:
    limit = document.policy.limits.minutes_per_week
    for audience in document.audiences:
        actions = [
            one for one in _running(document, ActionKind.PRACTICE) if one.audience == audience.id
        ]
        minutes = sum(one.minutes_per_week for one in actions)
        if actions and minutes > limit:
            yield Found(
                f"actions/{actions[-1].id}/minutes_per_week",
                f"'{audience.name}' are asked for {minutes} minutes a week; the limit is {limit}.",
                "Share the minutes out, or drop a programme.",
                setting(
                    "Keep to the limit",
                    f"actions/{actions[-1].id}/minutes_per_week",
                    max(limit - minutes + actions[-1].minutes_per_week, 0),
                ),
            )


def _no_channel(document: Strategy) -> Iterator[Found]:
    for one in _running(document, ActionKind.MESSAGE):
        if one.channel and not is_channel(one.channel):
            place = f"actions/{one.id}/channel"
            yield Found(
                place,
                f"'{one.title}' goes by '{one.channel}', and there is no such channel here: it would reach nobody.",
                f"There are {THERE_ARE}.",
                setting("Send it in the app", place, ChannelName.IN_APP.value),
            )


CHECKS = (
    Check(
        "X1",
        Severity.ERROR,
        "Evening messages to hourly staff",
        "29 CFR 785.11; WP29 Opinion 2/2017",
        "Time that hourly staff spend at the employer's wish is work time, and evenings are theirs.",
        _after_hours,
        ("Q-P3", "Q-T1"),
    ),
    Check(
        "X2",
        Severity.ERROR,
        "Business result without a comparison",
        "Thalheimer 2018",
        "A figure of the business moves for many reasons. Without a start value or a comparison none of them can be told apart.",
        _no_comparison,
    ),
    Check(
        "X3",
        Severity.ERROR,
        "Promised trust, personal views",
        "R-P10",
        "A promise that the platform itself breaks ends honest answers for years.",
        _trust,
    ),
    Check(
        "X4",
        Severity.ERROR,
        "Persons analysed without agreement",
        "BetrVG § 87(1) no. 6",
        "A system that can watch persons needs the works council's consent first, in Germany by law.",
        _works_council,
        ("Q-G4",),
    ),
    Check(
        "X5",
        Severity.WARNING,
        "More load than time",
        "FSRS load",
        "What was not released will be taken from sleep or from the work. Nobody practises for long on either.",
        _load,
        ("Q-D9",),
    ),
    Check(
        "X6",
        Severity.WARNING,
        "Aids without a keeper",
        "R-G9",
        "An aid that nobody keeps right will one day be wrong at the worst moment.",
        _no_keeper,
        ("Q-D10",),
    ),
    Check(
        "X7",
        Severity.WARNING,
        "Mandatory and voluntary at once",
        "R-P11",
        "People notice, and believe the next message less.",
        _voluntary,
        ("Q-P11",),
    ),
    Check(
        "X8",
        Severity.WARNING,
        "Waves and a lot among persons",
        "Hemming et al. 2015",
        "When the start differs by team, chance among persons compares teams with teams. Draw the order of the waves instead.",
        _waves,
        ("Q-C8",),
    ),
    Check(
        "X9",
        Severity.WARNING,
        "Personal notices on shared devices",
        "R-T4",
        "A notice that somebody else reads is a fault in privacy, and of no use to the one it was for.",
        _shared,
        ("Q-T1",),
    ),
    Check(
        "X10",
        Severity.WARNING,
        "Coaching without figures",
        "R-P8",
        "Who is asked to coach without seeing how the team does can only repeat slogans.",
        _coaching,
        ("Q-P9",),
    ),
    Check(
        "X11",
        Severity.WARNING,
        "Offline people, chat alone",
        "R-C8",
        "Help that needs a connection is no help where there is none.",
        _offline,
        ("Q-C7", "Q-T3"),
    ),
    Check(
        "X12",
        Severity.WARNING,
        "Help judged by a quiz",
        "R-E4",
        "An aid is there so that one need not know. A quiz measures the opposite of what was bought.",
        _quiz,
    ),
    Check(
        "X13",
        Severity.WARNING,
        "Horizon beyond tenure",
        "R-P2",
        "Spacing pays off later. Those for whom it is planned will be gone.",
        _horizon,
        ("Q-P1",),
    ),
    Check(
        "X14",
        Severity.WARNING,
        "Data promised, not collected",
        "R-G6",
        "Who is promised a figure that is never collected stops reading the others.",
        _promised,
    ),
    Check(
        "X15",
        Severity.ERROR,
        "Minutes promised twice",
        "Attention budget",
        "Each programme alone keeps the limit and all together break it. The person has one week.",
        _attention,
    ),
    Check(
        "X16",
        Severity.ERROR,
        "A channel that there is not",
        "The channels that are wired here",
        "A message that no channel takes is not sent, and nobody learns what it says.",
        _no_channel,
    ),
)
