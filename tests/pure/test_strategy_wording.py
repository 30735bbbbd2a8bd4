"""What changed is told in sentences, with what it follows from."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from tests.pure.strategy_edits import DEMO, SMALL, edited, edits
from trimtab.kernel.said import say
from trimtab.strategy.domain import places
from trimtab.strategy.domain.catalogue import BY_CODE
from trimtab.strategy.domain.changes import diff
from trimtab.strategy.domain.circumstances import Device
from trimtab.strategy.domain.document import AdviceTaken, Answer, Standing, Strategy
from trimtab.strategy.domain.wording import WordedChange, changes_in_words

replace = msgspec.structs.replace


def said(after: Strategy) -> dict[str, WordedChange]:
    return {one.place: one for one in changes_in_words(DEMO, after)}


def with_action(key: str, **values: Any) -> Strategy:
    return replace(
        DEMO,
        actions=tuple(replace(one, **values) if one.id == key else one for one in DEMO.actions),
    )


def answered(code: str, answer: Answer) -> Strategy:
    return replace(DEMO, answers={**DEMO.answers, code: answer})


def test_a_limit_is_told_as_what_it_does() -> None:
    after = replace(
        DEMO,
        policy=replace(DEMO.policy, limits=replace(DEMO.policy.limits, quiet_from=dt.time(18))),
    )
    assert changes_in_words(DEMO, after) == (
        WordedChange(
            "policy/limits/quiet_from",
            say("Quiet hours now start at 18:00."),
            short=say("Quiet hours now start at 18:00."),
        ),
    )


def test_an_answer_is_one_change_in_the_words_of_its_options_with_its_reason() -> None:
    after = answered(
        "Q-P9", Answer(value="none", because="Nobody has time", by="mika@corner.example")
    )
    [one] = changes_in_words(DEMO, after)[:1]
    assert one.sentence == "Q-P9 changed to nothing; it was 'They pick it up each week'."
    assert one.reason == "Nobody has time"


@pytest.mark.parametrize(
    ("after", "place", "sentence"),
    [
        (answered("Q-D9", Answer()), "answers/Q-D9", "Q-D9 is not known any more; it was 10."),
        (
            with_action("practise-shelf-prices", due=dt.date(2027, 3, 1)),
            "actions/practise-shelf-prices/due",
            "The due date of 'Practise changing price labels' changed to 1 March 2027; it was 31 "
            "January 2027.",
        ),
        (
            replace(DEMO, actions=DEMO.actions[:-1]),
            f"actions/{DEMO.actions[-1].id}",
            "The action 'You said, we did' is gone.",
        ),
        (
            with_action("practise-shelf-prices", content=("shelf-prices", "offers")),
            "actions/practise-shelf-prices/content",
            "Content of 'Practise changing price labels': new offers.",
        ),
        (
            replace(
                DEMO,
                recommendations=(
                    AdviceTaken(rule="R-X", standing=Standing.DECLINED, because="No"),
                    *DEMO.recommendations,
                ),
            ),
            "recommendations/R-X",
            "R-X was declined.",
        ),
    ],
)
def test_each_kind_of_change_has_its_sentence(after: Strategy, place: str, sentence: str) -> None:
    assert said(after)[place].sentence == sentence


def test_a_long_text_is_shown_in_full_beside_its_sentence() -> None:
    one = said(replace(DEMO, summary="Short now."))["summary"]
    assert one.sentence == "The summary was rewritten."
    assert one.before == DEMO.summary.strip() or one.before == DEMO.summary
    assert one.after == "Short now."


def test_what_runs_differently_cites_what_it_follows_from() -> None:
    known = answered("Q-D9", Answer(value=6))
    limited = replace(
        known, policy=replace(known.policy, limits=replace(known.policy.limits, minutes_per_week=6))
    )
    found = said(limited)
    assert (
        found["policy/limits/minutes_per_week"].sentence
        == "Now: at most 6 minutes of practice a week."
    )
    for one in found.values():
        assert all(place in found for place in one.because)


def test_a_setting_names_the_answer_it_follows_from() -> None:
    first, *rest = DEMO.audiences
    after = replace(DEMO, audiences=(replace(first, device=Device.OWN), *rest))
    one = said(after)["policy/limits/quiet_from"]
    own = next(option.says for option in BY_CODE["Q-T1"].options if option.value == "own")
    assert one.because == (f"audiences/{first.id}/device",)
    assert one.sentence.startswith(
        f"Quiet hours now start at 18:00, because Q-T1 of {first.name} changed to "
    )
    assert own in one.sentence
    assert one.short == "Quiet hours now start at 18:00."


@given(edits)
@settings(deadline=None)
def test_every_difference_has_a_sentence_and_nothing_else_has(made: list[Any]) -> None:
    after = edited(SMALL, made)
    found = changes_in_words(SMALL, after)
    assert bool(found) == bool(diff(SMALL, after))
    for change in diff(SMALL, after):
        assert any(places.meets(one.place, change.place) for one in found)
    for one in found:
        assert (
            one.sentence.endswith(".")
            and one.sentence[0] == one.sentence[0].upper()
            and ".." not in one.sentence
        )
