"""Pages speak of options, fields and places in words; no reader meets the document's own keys."""

from __future__ import annotations

import re
from enum import Enum
from typing import get_args, get_type_hints

import msgspec
import pytest

from trimtab.strategy.domain import document as parts
from trimtab.strategy.domain.changes import diff
from trimtab.strategy.domain.codec import from_json, to_json
from trimtab.strategy.domain.document import Strategy
from trimtab.strategy.domain.ready import READY
from trimtab.strategy.domain.selector import advise
from trimtab.strategy.domain.tracing import place_in_words, words
from trimtab.strategy.domain.vocabulary import OPTIONS
from trimtab.strategy.domain.wording import changes_in_words

RETAIL = next(one.document for one in READY if one.name == "retail")
CODED = re.compile(r"\b[a-z]+(?:[-_][a-z]+)+\b")


def options() -> list[tuple[str, type[Enum]]]:
    """Every field of the document that takes an option, with its options."""
    found: dict[str, type[Enum]] = {}
    for part in vars(parts).values():
        if isinstance(part, type) and issubclass(part, msgspec.Struct):
            for name, hint in get_type_hints(part).items():
                for kind in (hint, *get_args(hint)):
                    if isinstance(kind, type) and issubclass(kind, Enum):
                        found[name] = kind
    return sorted(found.items())


@pytest.mark.parametrize(("name", "kind"), options())
def test_every_option_has_words(name: str, kind: type[Enum]) -> None:
    if name == "kind":
        pytest.skip("two parts have a kind, and neither is said by its field")
    assert {str(one.value) for one in kind} <= OPTIONS.get(name, {}).keys()


def test_a_reason_says_what_an_option_means() -> None:
    challenge, audience = RETAIL.challenges[0], RETAIL.audiences[0]
    for place in (
        f"challenges/{challenge.id}/causes",
        f"audiences/{audience.id}/device",
        f"challenges/{challenge.id}/frequency",
    ):
        said = words(RETAIL, place)
        assert not CODED.findall(said.replace(challenge.title, "").replace(audience.name, "")), said
    assert "some times a month" in words(
        _with(RETAIL, "frequency", "medium"), f"challenges/{challenge.id}/frequency"
    )


def test_a_place_is_called_by_what_stands_there() -> None:
    choice = RETAIL.policy.choices[0]
    assert (
        place_in_words(RETAIL, f"policy/choices/{choice.id}/approach") == f"{choice.says}: approach"
    )
    assert (
        place_in_words(RETAIL, "policy/limits/minutes_per_week") == "Policy: limits, minutes a week"
    )
    assert place_in_words(RETAIL, "answers/Q-P11").startswith("Q-P11: Must people take part?")
    assert place_in_words(RETAIL, "recommendations/R-D2@challenges/x") == "Recommendation R-D2"


def test_what_changed_is_said_without_keys() -> None:
    action = next(one for one in RETAIL.actions if one.expects)
    changed = to_json(RETAIL)
    entry = next(one for one in changed["actions"] if one["id"] == action.id)
    entry["state"], entry["expects"]["response"] = "retired", "switch-to-work"
    entry["expects"]["design"] = (
        "before-after" if entry["expects"]["design"] == "randomised" else "randomised"
    )
    after = from_json(changed)
    said = " ".join(
        one.sentence for one in changes_in_words(RETAIL, after)[: len(diff(RETAIL, after))]
    )
    assert (
        "has ended" in said
        and "change the work instead" in said
        and not set(CODED.findall(said)) & {"switch-to-work", "before-after"}
    )


@pytest.mark.parametrize(
    ("frequency", "says"), [("medium", "needed some times a month"), ("high", "needed often")]
)
def test_how_often_is_said_as_it_was_answered(frequency: str, says: str) -> None:
    document = _with(RETAIL, "frequency", frequency)
    challenge = msgspec.structs.replace(
        document.challenges[0],
        causes=(parts.Cause.FORGET,),
        volatility=parts.Level.LOW,
        arbitrary=parts.Level.LOW,
    )
    assert says in " ".join(advise(challenge, document.audiences).because)


def _with(document: Strategy, field: str, value: str) -> Strategy:
    first, *rest = document.challenges
    changed = msgspec.structs.replace(first, **{field: parts.Level(value)})
    return msgspec.structs.replace(document, challenges=(changed, *rest))
