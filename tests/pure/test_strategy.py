"""The document survives being written; each check speaks up and stays silent where it should; rules
say why.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped,unused-ignore]  # typed where types-jsonschema is
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trimtab.kernel.errors import Refusal
from trimtab.strategy.domain import circumstances
from trimtab.strategy.domain import document as parts
from trimtab.strategy.domain.catalogue import QUESTIONS, AnswerKind, Area
from trimtab.strategy.domain.changes import ChangeKind, diff, plan_changes
from trimtab.strategy.domain.codec import (
    InvalidDocument,
    dump_yaml,
    from_json,
    json_schema,
    load_yaml,
    to_json,
)
from trimtab.strategy.domain.coherence import CHECKS, check
from trimtab.strategy.domain.patch import Op, Operation, Patch, apply_patch
from trimtab.strategy.domain.planning import plan
from trimtab.strategy.domain.rules import RULES, recommend
from trimtab.strategy.domain.selector import advise

DEMO = Path(__file__).parents[2] / "src/trimtab/demo/content/strategy.yaml"
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def yaml_text() -> str:
    return DEMO.read_text()


@pytest.fixture(scope="module")
def demo(yaml_text: str) -> parts.Strategy:
    return load_yaml(yaml_text).document


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30)
answers = st.builds(
    parts.Answer,
    value=st.none()
    | words
    | st.integers(0, 10**6)
    | st.booleans()
    | st.lists(words, max_size=3).map(tuple),
    by=words,
    on=st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)),
    sure=st.sampled_from(list(parts.Sureness)),
)
documents = st.builds(
    parts.Strategy,
    organisation=words,
    title=words,
    answers=st.dictionaries(
        st.sampled_from([question.code for question in QUESTIONS]), answers, max_size=4
    ),
    policy=st.builds(
        parts.Policy, statement=words, will_not=st.lists(words, max_size=3).map(tuple)
    ),
    challenges=st.lists(
        st.builds(
            parts.Challenge,
            id=words,
            title=words,
            audiences=st.just(()),
            task=words,
            observed=words,
            causes=st.lists(st.sampled_from(list(parts.Cause)), max_size=3).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
)


@given(documents)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_document_survives_yaml_and_json(document: parts.Strategy) -> None:
    assert load_yaml(dump_yaml(document)).document == document
    assert from_json(json.loads(json.dumps(to_json(document)))) == document


@pytest.mark.parametrize(
    "text", ["012", "089", "+7", "1:30", "0x1F", "1_000", "true", "no", "~", "2026-02-31", "1.5"]
)
def test_a_text_that_looks_like_something_else_stays_a_text(
    demo: parts.Strategy, text: str
) -> None:
    document = changed(demo, title=text, answers={"Q-P9": parts.Answer(value=text)})
    assert load_yaml(dump_yaml(document)).document == document


def test_the_demonstration_survives_and_is_clean(demo: parts.Strategy) -> None:
    assert load_yaml(dump_yaml(demo)).document == demo
    assert check(demo) == ()


def test_the_published_schema_is_current_and_holds_the_demonstration(demo: parts.Strategy) -> None:
    published = json.loads((DOCS / "strategy.schema.json").read_text())
    assert published == json.loads(json.dumps(json_schema()))
    jsonschema.validate(to_json(demo), published)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("trimtab: 1\ntitle: [", 2),
        ("trimtab: 1\ntitle: T\ntitle: U\norganisation: O\npolicy: {statement: s}\n", 3),
        ("trimtab: 1\ntitle: T\norganisation: O\npolicy: {statement: s}\ncolour: red\n", 1),
        (
            "trimtab: 1\ntitle: T\norganisation: O\npolicy:\n  statement: s\n  limits:\n    "
            "minutes_per_week: many\n",
            7,
        ),
        ("a: &x [1]\nb: *x\n", 2),
        ("- a\n", 1),
        ("", 1),
    ],
)
def test_what_is_no_document_is_refused_at_its_line(text: str, line: int) -> None:
    with pytest.raises(InvalidDocument) as refused:
        load_yaml(text)
    assert refused.value.line == line


def changed(document: parts.Strategy, **values: Any) -> parts.Strategy:
    return msgspec.structs.replace(document, **values)


def answered(document: parts.Strategy, **given: Any) -> parts.Strategy:
    more = {code.replace("_", "-"): parts.Answer(value=value) for code, value in given.items()}
    return changed(document, answers={**document.answers, **more})


def limited(document: parts.Strategy, **values: Any) -> parts.Strategy:
    limits = msgspec.structs.replace(document.policy.limits, **values)
    return changed(document, policy=msgspec.structs.replace(document.policy, limits=limits))


def with_first(document: parts.Strategy, name: str, **values: Any) -> parts.Strategy:
    first, *rest = getattr(document, name)
    return changed(document, **{name: (msgspec.structs.replace(first, **values), *rest)})


def with_action(document: parts.Strategy, key: str, **values: Any) -> parts.Strategy:
    actions = tuple(
        msgspec.structs.replace(one, **values) if one.id == key else one for one in document.actions
    )
    return changed(document, actions=actions)


PLANTED: dict[str, Any] = {
    "S1": lambda d: with_first(d, "challenges", measure="nothing"),
    "S2": lambda d: changed(d, measures=(*d.measures, d.measures[0])),
    "S3": lambda d: answered(d, Q_P9="sometimes"),
    "S4": lambda d: changed(
        d,
        recommendations=(
            parts.AdviceTaken(rule="R-P1", standing=parts.Standing.DECLINED, because="No."),
        ),
    ),
    "S5": lambda d: changed(
        d, recommendations=(parts.AdviceTaken(rule="R-P8", standing=parts.Standing.DECLINED),)
    ),
    "S6": lambda d: answered(d, Q_C3=None),
    "S7": lambda d: changed(d, title="[Example] Safe food"),
    "L1": lambda d: changed(
        d,
        summary="We leverage synergy to empower a holistic learner-centric transformation journey.",
    ),
    "L2": lambda d: with_first(d, "challenges", causes=()),
    "L3": lambda d: changed(
        d, actions=tuple(one for one in d.actions if one.challenge != "queues")
    ),
    "L4": lambda d: changed(
        d,
        measures=tuple(msgspec.structs.replace(d.measures[0], id=f"m{n}") for n in range(6))
        + d.measures,
    ),
    "L5": lambda d: with_action(
        d,
        "practise-food-safety",
        expects=msgspec.structs.replace(d.actions[0].expects, at_least=40.0),
    ),
    "L6": lambda d: with_action(d, "practise-food-safety", challenge="queues"),
    "L7": lambda d: with_action(d, "practise-food-safety", challenge="", choice=""),
    "L8": lambda d: changed(d, policy=msgspec.structs.replace(d.policy, will_not=())),
    "L9": lambda d: with_action(d, "practise-food-safety", owner=""),
    "L10": lambda d: with_action(d, "practise-food-safety", expects=None),
    "X1": lambda d: limited(
        with_first(d, "audiences", device=circumstances.Device.OWN), quiet_from=dt.time(22)
    ),
    "X2": lambda d: changed(
        d,
        measures=tuple(
            msgspec.structs.replace(one, baseline=None) if one.tier == 8 else one
            for one in d.measures
        ),
    ),
    "X3": lambda d: changed(
        d,
        grants=tuple(
            msgspec.structs.replace(one, grain="person") if one.role == "manager" else one
            for one in d.grants
        ),
    ),
    "X4": lambda d: with_first(answered(d, Q_G4="present"), "grants", grain="person"),
    "X5": lambda d: answered(d, Q_D9=5),
    "X6": lambda d: answered(d, Q_D10=0),
    "X7": lambda d: with_action(answered(d, Q_P11="mandatory"), "say-why", text="It is voluntary."),
    "X8": lambda d: answered(d, Q_C8="waves"),
    "X9": lambda d: with_action(d, "say-why", channel="push"),
    "X10": lambda d: changed(
        answered(d, Q_P9="coaches"), grants=tuple(one for one in d.grants if one.role != "manager")
    ),
    "X11": lambda d: with_first(
        answered(d, Q_C7="In the team chat"),
        "audiences",
        connectivity=circumstances.Connectivity.OFFLINE,
    ),
    "X12": lambda d: changed(
        d,
        measures=tuple(
            msgspec.structs.replace(one, name="Quiz result") if one.id == "returns-right" else one
            for one in d.measures
        ),
    ),
    "X13": lambda d: changed(with_first(d, "audiences", turnover_per_year=1.2), horizon_weeks=52),
    "X14": lambda d: with_first(d, "questions", measure=""),
    "X15": lambda d: limited(d, minutes_per_week=4),
    "X16": lambda d: with_action(d, "say-why", channel="sms"),
}


def test_every_check_is_planted() -> None:
    assert {one.code for one in CHECKS} == set(PLANTED) and len(CHECKS) >= 15


@pytest.mark.parametrize("code", PLANTED)
def test_each_check_speaks_up_and_its_mend_makes_it_silent(demo: parts.Strategy, code: str) -> None:
    base = changed(demo, answers={})
    planted = PLANTED[code](base)
    found = [one for one in check(planted) if one.code == code]
    assert found and all(one.says and one.mend and one.place for one in found)
    assert code not in {one.code for one in check(base)}
    for one in found:
        if one.patch:
            mended = apply_patch(planted, one.patch)
            assert (code, one.place) not in {(other.code, other.place) for other in check(mended)}


def test_the_catalogue_has_six_questions_in_each_area_and_codes_that_stand_once() -> None:
    assert len({question.code for question in QUESTIONS}) == len(QUESTIONS)
    for area in Area:
        assert sum(question.area is area for question in QUESTIONS) >= 6
    for question in QUESTIONS:
        assert question.asks.endswith("?") and question.why and question.source
        assert question.options or question.kind not in {AnswerKind.CHOICE, AnswerKind.SEVERAL}
        assert bool(question.records) == (question.kind is AnswerKind.RECORDS)


def test_rules_have_a_stable_code_and_a_source_and_say_what_fired_them(
    demo: parts.Strategy,
) -> None:
    assert len(RULES) >= 20 and len({rule.code for rule in RULES}) >= 20
    assert all(rule.source for rule in RULES)
    for one in recommend(demo):
        assert one.because and one.says and one.source


FIRED: dict[str, Any] = {
    "R-P8": lambda d: answered(d, Q_P9="none"),
    "R-P10": lambda d: answered(d, Q_P7=("surveillance",)),
    "R-T2": lambda d: with_first(d, "audiences", device=circumstances.Device.OWN),
    "R-T15": lambda d: answered(d, Q_T11="not-asked"),
    "R-C2": lambda d: answered(d, Q_C4="peer"),
    "R-C7": lambda d: answered(d, Q_C9="public"),
    "R-G1": lambda d: answered(d, Q_G5="consent"),
    "R-G2": lambda d: answered(d, Q_G4="present"),
    "R-E3": lambda d: answered(d, Q_E2=7),
    "R-D3": lambda d: with_first(d, "measures", baseline=None),
    "R-P7": lambda d: with_first(d, "stakeholders", stance=parts.Stance.AGAINST),
}


@pytest.mark.parametrize("code", FIRED)
def test_a_rule_fires_on_its_answer_and_not_without(demo: parts.Strategy, code: str) -> None:
    base = changed(demo, answers={})
    assert code not in {one.code for one in recommend(base)}
    assert code in {one.code for one in recommend(FIRED[code](base))}


@pytest.mark.parametrize(
    ("causes", "values", "approach"),
    [
        (("forget",), {"time_to_look_up": "low", "cost_of_error": "medium"}, "spaced-learning"),
        (("cannot-find",), {"frequency": "low", "time_to_look_up": "high"}, "performance-support"),
        (("forget",), {"time_to_look_up": "low", "cost_of_error": "high"}, "both"),
        (("process-wrong", "not-rewarded"), {}, "neither"),
        (("cannot-do-yet",), {}, "not-yet"),
        ((), {}, "not-yet"),
    ],
)
def test_the_selector_dares_every_answer(
    causes: tuple[str, ...], values: dict[str, str], approach: str
) -> None:
    challenge = parts.Challenge(
        id="c",
        title="C",
        audiences=(),
        task="t",
        observed="o",
        causes=tuple(parts.Cause(cause) for cause in causes),
    )
    levels = {name: parts.Level(value) for name, value in values.items()}
    challenge = msgspec.structs.replace(challenge, **levels)
    advice = advise(challenge)
    assert advice.approach == approach and advice.because and advice.places


def test_every_resource_of_the_plan_says_what_it_rests_on(demo: parts.Strategy) -> None:
    wanted = plan(demo)
    everything = [
        *wanted.audiences,
        *wanted.programmes,
        *wanted.collections,
        *wanted.campaigns,
        *wanted.measures,
        *wanted.evaluations,
        *wanted.grants,
        *wanted.rights,
        wanted.limits,
    ]
    assert all(one.because for one in everything)
    assert plan_changes(wanted, wanted) == ()
    assert {one.kind for one in plan_changes(None, wanted)} == {ChangeKind.ADDED}


def test_a_correction_changes_its_place_and_nothing_else(demo: parts.Strategy) -> None:
    place = "actions/practise-shelf-prices/state"
    after = apply_patch(
        demo,
        Patch(title="Retire", operations=(Operation(op=Op.SET, place=place, value="retired"),)),
    )
    [change] = diff(demo, after)
    assert (change.place, change.kind, change.after) == (place, ChangeKind.ADDED, "retired")
    retired = [
        one for one in plan_changes(plan(demo), plan(after)) if one.kind is ChangeKind.REMOVED
    ]
    assert {(one.resource, one.key) for one in retired} == {
        ("programme", "practise-shelf-prices"),
        ("evaluation", "practise-shelf-prices"),
    }


def test_a_correction_of_a_place_that_is_gone_is_refused(demo: parts.Strategy) -> None:
    with pytest.raises(Refusal):
        apply_patch(
            demo,
            Patch(
                title="x",
                operations=(Operation(op=Op.SET, place="actions/gone/state", value="retired"),),
            ),
        )
