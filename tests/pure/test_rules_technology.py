"""Every rule about devices, channels and systems in both directions; two of the five examples of
the source article.
"""

from __future__ import annotations

import datetime as dt

import pytest

from tests.pure.strategy_examples import (
    Case,
    action,
    answering,
    answers,
    audience,
    fired,
    hold,
    serving,
    strategy,
)
from trimtab.strategy.domain.circumstances import Device
from trimtab.strategy.domain.document import (
    ActionKind,
    ActionState,
    Approach,
    Choice,
    Policy,
    Strategy,
)
from trimtab.strategy.domain.in_force import in_force
from trimtab.strategy.domain.patch import apply_patch
from trimtab.strategy.domain.planning import plan
from trimtab.strategy.domain.rules import RULES, Strength
from trimtab.strategy.domain.settings import Value

NOTHING_HELD = serving(audience(device="none"))
AT_A_DESK = serving(audience())
ON_THEIR_FEET = serving(audience(setting="frontline"))
AIDS = action(ActionKind.SUPPORT)


def reading(*channels: str, **values: object) -> Strategy:
    return serving(audience(**values), answers=answers(Q_T4=channels))


def chosen(approach: Approach) -> Strategy:
    return strategy(
        policy=Policy(
            statement="s", will_not=("n",), choices=(Choice(id="c", says="s", approach=approach),)
        )
    )


CASES = (
    Case(
        "R-T1",
        AT_A_DESK,
        NOTHING_HELD,
        {
            "delivery.device/tills": "provided device",
            "delivery.window/tills": "working hours",
            "delivery.notices/tills": "by IT policy",
        },
    ),
    Case(
        "R-T2",
        serving(audience(device="own")),
        AT_A_DESK,
        {
            "delivery.device/tills": "own device by choice",
            "delivery.notices/tills": "by choice",
            "delivery.device_management/tills": False,
            "delivery.app_required/tills": False,
            "delivery.place_and_contacts/tills": False,
            "delivery.personal_apart/tills": True,
            "delivery.costs_paid/tills": True,
            "delivery.equal_way_without_phone/tills": True,
            "messages.quiet_from": "18:00",
            "messages.quiet_until": "07:00",
        },
    ),
    Case("R-T3", serving(audience(device="own")), AT_A_DESK, {"delivery.choice_apart/tills": True}),
    Case(
        "R-T4",
        serving(audience(device="shared")),
        AT_A_DESK,
        {
            "delivery.device/tills": "shared device",
            "delivery.notices/tills": "none",
            "delivery.sign_in/tills": "badge or code",
            "delivery.switch_seconds/tills": 5,
            "delivery.sign_out_seconds/tills": 60,
            "delivery.leaves_nothing/tills": True,
            "practice.streaks/tills": False,
        },
    ),
    Case(
        "R-T5",
        serving(audience(connectivity="offline")),
        AT_A_DESK,
        {"practice.offline/tills": True, "delivery.sync_shown/tills": True},
    ),
    Case(
        "R-T5",
        serving(audience(connectivity="metered")),
        AT_A_DESK,
        {"practice.offline/tills": True, "delivery.sync_shown/tills": True},
        about="when every megabyte costs",
    ),
    Case(
        "R-T6",
        AT_A_DESK,
        ON_THEIR_FEET,
        {
            "support.entries/tills": ("search", "side panel of the browser"),
            "practice.arrives_as/tills": "a digest that fits the calendar",
        },
    ),
    Case(
        "R-T6",
        reading("chat", setting="frontline", at_hand="computer"),
        reading("chat", setting="frontline"),
        {
            "support.entries/tills": (
                "search",
                "side panel of the browser",
                "command in the team chat",
            ),
            "practice.arrives_as/tills": "a digest that fits the calendar",
        },
        about="with a chat, at a computer on the shop floor",
    ),
    Case(
        "R-T7",
        ON_THEIR_FEET,
        AT_A_DESK,
        {
            "support.entries/tills": ("code at the place of work", "search"),
            "support.open_without_sign_in/tills": True,
            "practice.arrives_as/tills": "one question at a time",
        },
    ),
    Case(
        "R-T8",
        reading("email", "sms", "huddle", device="shared"),
        reading("email", "sms", device="shared"),
        {"messages.channels/tills": ("huddle",), "messages.one_channel_each": True},
    ),
    Case(
        "R-T9",
        answering(Q_T5=("lms", "sso")),
        answering(Q_T5=("sso",)),
        {"data.completions_elsewhere": True},
    ),
    Case(
        "R-T10",
        answering(Q_T5=("knowledge-base",)),
        answering(Q_T5=("lms",)),
        {"support.index_existing": True},
    ),
    Case(
        "R-T10",
        answering(Q_T5=("knowledge-base",), Q_D10=0),
        answering(Q_T5=("lms",), Q_D10=0),
        {"support.index_existing": False},
        about="when nobody keeps it right",
    ),
    Case(
        "R-T11",
        answering(Q_T5=("lrs",)),
        strategy(),
        {"data.statements": True, "data.evidence_goes": "kept here and passed to the record store"},
    ),
    Case(
        "R-T11",
        answering(Q_T5=("none",)),
        strategy(),
        {"data.evidence_goes": "kept here and open to export"},
        about="without a record store",
    ),
    Case(
        "R-T12",
        strategy(actions=(AIDS,)),
        strategy(actions=(action(ActionKind.SUPPORT, state=ActionState.RETIRED),)),
        {"support.gates": True},
    ),
    Case(
        "R-T12",
        chosen(Approach.BOTH),
        chosen(Approach.SPACED_LEARNING),
        {"support.gates": True},
        about="when help is chosen",
    ),
    Case(
        "R-T13",
        answering(Q_T12="scoring"),
        answering(Q_T12="answers"),
        {"data.machine_scoring": False},
        ("person-decides",),
    ),
    Case(
        "R-T14",
        answering(Q_T12="answers"),
        answering(Q_T12="authoring"),
        {"support.answers_cite": True},
    ),
    Case(
        "R-T15",
        answering(Q_T11="pending"),
        answering(Q_T11="approved"),
        {"delivery.blocked": ("notices",)},
        ("ask-it-and-hr",),
    ),
    Case(
        "R-T15",
        serving(audience(device="own"), answers=answers(Q_T11="not-asked", Q_T12="answers")),
        serving(audience(device="own"), answers=answers(Q_T12="answers")),
        {"delivery.blocked": ("help by machines", "notices", "own devices")},
        ("ask-it-and-hr",),
        "with own devices and machines",
    ),
    Case(
        "R-T16",
        answering(Q_T13=120),
        answering(Q_T13=20),
        {"messages.spread_minutes": 10, "practice.prepared_ahead": True},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_fires_on_its_answers_sets_what_it_says_and_is_silent_without(case: Case) -> None:
    hold(case)


def test_every_rule_about_technology_has_a_case_and_its_strength() -> None:
    ours = {rule.code: rule.strength for rule in RULES if rule.code.startswith("R-T")}
    assert list(ours) == [f"R-T{n}" for n in range(1, 17)] and set(ours) == {
        case.code for case in CASES
    }
    assert {code for code, strength in ours.items() if strength is Strength.MUST} == {
        "R-T2",
        "R-T4",
        "R-T5",
        "R-T13",
        "R-T15",
    }


def settings_of(document: Strategy, audience: str) -> dict[str, Value]:
    return {one.key: one.value for one in in_force(document) if one.audience == audience}


def test_devices_that_were_given_are_used_even_where_people_have_phones_of_their_own() -> None:
    document = serving(audience(), answers=answers(Q_T8="none", Q_T4=("messenger", "sms", "chat")))
    found = settings_of(document, "tills")
    assert (found["delivery.device"], found["delivery.window"]) == (
        "provided device",
        "working hours",
    )
    assert found["messages.channels"] == ("chat", "sms")
    assert not fired(document, "R-T2") and "delivery.device_management" not in found


def test_desk_and_shop_floor_get_different_solutions() -> None:
    document = serving(audience(id="office", name="Office"), audience(setting="frontline"))
    office, tills = settings_of(document, "office"), settings_of(document, "tills")
    assert office["support.entries"] == ("search", "side panel of the browser")
    assert tills["support.entries"] == ("code at the place of work", "search")
    assert office["practice.arrives_as"] != tills["practice.arrives_as"]


def test_who_has_a_computer_or_a_phone_at_hand_gets_one_solution_and_never_both() -> None:
    for setting in ("desk", "mobile", "frontline", "clinical", "field", "home"):
        for at_hand in ("computer", "mobile", "both"):
            document = serving(audience(setting=setting, at_hand=at_hand))
            assert (
                len({one.code for code in ("R-T6", "R-T7") for one in fired(document, code)}) == 1
            ), (
                setting,
                at_hand,
            )


def test_quiet_hours_begin_earlier_when_devices_become_peoples_own() -> None:
    limits = plan(serving(audience(device="own"))).limits
    assert (limits.quiet_from, plan(AT_A_DESK).limits.quiet_from) == (dt.time(18), dt.time(20))
    assert "audiences/tills/device" in limits.because


def test_nothing_personal_is_sent_to_a_screen_that_others_read() -> None:
    for device in Device:
        found = settings_of(
            reading("sms", "email", "messenger", "till", device=device.value), "tills"
        )
        channels = found["messages.channels"]
        assert isinstance(channels, tuple)
        assert "till" in channels
        assert ("sms" in channels) == (device in {Device.OWN, Device.PROVIDED})


def test_what_waits_for_approval_is_let_go_once_it_is_given() -> None:
    document = answering(Q_T11="pending")
    [one] = fired(document, "R-T15")
    assert one.patch and apply_patch(document, one.patch).actions[0].kind is ActionKind.WORK
    assert not fired(answering(Q_T11="approved"), "R-T15")
