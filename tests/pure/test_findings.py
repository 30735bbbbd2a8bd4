"""Every finding, planted once in a ready strategy: caught with its code at its line, and gone when
its mend is done.

A plant is written into the file as a person would write it. Where a finding has a one-click mend,
that is applied; else what its mend asks for is written by hand.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from trimtab.strategy.domain.codec import Loaded, load_yaml
from trimtab.strategy.domain.coherence import CHECKS, Finding, check
from trimtab.strategy.domain.patch import apply_patch
from trimtab.strategy.domain.ready import ready

Edits = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Plant:
    """What is written into which strategy, the words that stand at the line of the finding, and
    what mends it by hand.

    `besides` are the codes of findings that the same words bring along.
    """

    code: str
    name: str
    edits: Edits
    at: str
    by_hand: Edits = ()
    besides: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.code


MORE_TARGETS = "".join(
    f"- {{id: more-{n}, name: More {n}, unit: pieces, source: Line records, owner: plants@brenner.example, baseline: 1, target: 2}}\n"
    for n in range(3)
)
EXPECTS = """  expects:
    measure: right-advice
    design: randomised
    at_least: 0.1
    by: 2027-05-02
    response: revise-diagnosis
    assumption: Advice is wrong because look-alikes are forgotten, and telling them apart comes back with practice in pairs.
    decides: content
    holdout: 0.5
"""
EXCLUDED = """  will_not:
  - We send nothing that needs a signal.
  - We keep no list of names and no place on a device.
  - We begin nothing large about radio before somebody has counted.
"""

PLANTS = (
    Plant(
        "S1",
        "retail",
        (("  measure: right-advice\n  crux", "  measure: right-advise\n  crux"),),
        "measure: right-advise",
    ),
    Plant(
        "S2",
        "manufacturer",
        (("{id: council, role", "{id: lines, role"),),
        "- {id: lines, role: stakeholder",
        (("{id: lines, role: stakeholder", "{id: council-results, role: stakeholder"),),
    ),
    Plant(
        "S3",
        "retail",
        (("Q-P9: {value: informed", "Q-P9: {value: informd"),),
        "Q-P9: {value: informd",
    ),
    Plant(
        "S4",
        "retail",
        (("{rule: R-T2, standing: accepted", "{rule: R-T2, standing: declined"),),
        "- id: floor",
    ),
    Plant(
        "S5",
        "retail",
        ((", because: Plants do not wait a month.}", "}"),),
        "- {rule: R-G13,",
        (
            (
                "{decisions.look_days: 14}, ",
                "{decisions.look_days: 14}, because: Plants die sooner., ",
            ),
        ),
    ),
    Plant(
        "S6",
        "aid",
        (
            (
                'Q-P12: {value: "One volunteer of each bank, and a driver, whenever the boat '
                'brings them to the main base."',
                "Q-P12: {value: null",
            ),
        ),
        "Q-P12: {value: null",
        (("Q-P12: {value: null", "Q-P12: {value: null, find_out: {of: bases, until: 2026-11-30}"),),
    ),
    Plant(
        "S7",
        "aid",
        (("    Seventeen boxes", "    [Example] Seventeen boxes"),),
        "text: >-\n    [Example]",
        (("[Example] Seventeen boxes", "Nine boxes"),),
    ),
    Plant(
        "L1",
        "retail",
        (
            (
                "    We practise the twenty pairs",
                "    We leverage synergy to empower a holistic journey of the twenty pairs",
            ),
        ),
        "statement: >-\n    We leverage",
        (("leverage synergy to empower a holistic journey of", "practise"),),
    ),
    Plant(
        "L2",
        "hospital",
        (("causes: [cannot-do-yet]", "causes: []"),),
        "- id: handover",
        (("causes: []", "causes: [cannot-do-yet]"),),
    ),
    Plant(
        "L3",
        "retail",
        (("kind: work, challenge: dry-stock", "kind: work, challenge: plant-advice"),),
        "owner: operations@marigold.example, baseline: 6.1",
    ),
    Plant(
        "L4",
        "manufacturer",
        (("\nmeasures:\n", f"\nmeasures:\n{MORE_TARGETS}"),),
        "measures:\n- {id: more-0",
        ((", target: 2}", "}"),),
        ("L7",),
    ),
    Plant("L5", "retail", (("at_least: 0.1", "at_least: 0.4"),), "at_least: 0.4"),
    Plant(
        "L6",
        "manufacturer",
        (("kind: support, challenge: lockout", "kind: support, challenge: near-misses"),),
        "- {id: card-lockout",
    ),
    Plant(
        "L7",
        "hospital",
        (
            (
                "\nmeasures:\n",
                "\nmeasures:\n- {id: smiles, name: Smiles, unit: of ten, source: Talks}\n",
            ),
        ),
        "- {id: smiles",
    ),
    Plant(
        "L8",
        "aid",
        ((EXCLUDED, "  will_not: []\n"),),
        "policy:\n  statement",
        (("will_not: []", "will_not: [We send nothing that needs a signal.]"),),
    ),
    Plant(
        "L9",
        "aid",
        (("starts: 2026-12-07, due: 2027-01-22}", "starts: 2026-12-07}"),),
        "- {id: paint-the-drums",
        (("starts: 2026-12-07}", "starts: 2026-12-07, due: 2027-02-05}"),),
    ),
    Plant(
        "L10",
        "retail",
        ((EXPECTS, ""),),
        "- id: practise-plants",
        (
            (
                "  minutes_per_week: 6\n  channel: in-app\n",
                "  minutes_per_week: 6\n  channel: in-app\n  expects: {measure: right-advice, "
                "design: before-after, at_least: 0.1, by: 2027-06-01,\n"
                "    response: retire, assumption: It is forgotten.}\n",
            ),
        ),
    ),
    Plant(
        "X1",
        "retail",
        (('quiet_from: "18:00:00"', 'quiet_from: "22:00:00"'),),
        'quiet_from: "22:00:00"',
    ),
    Plant("X2", "retail", (("baseline: 6.1, baseline_on: 2026-10-02, ", ""),), "- {id: losses"),
    Plant(
        "X3",
        "retail",
        (
            ("    phone. Leave it out", "    phone. Nobody sees your answers. Leave it out"),
            (
                "{id: centres, role: manager, data: measures, grain: unit",
                "{id: centres, role: manager, data: measures, grain: person",
            ),
        ),
        "- {id: centres",
    ),
    Plant(
        "X4",
        "manufacturer",
        (
            (
                "{id: lines, role: manager, data: measures, grain: unit",
                "{id: lines, role: manager, data: measures, grain: person",
            ),
        ),
        "- {id: lines",
    ),
    Plant(
        "X5",
        "hospital",
        (("limits: {minutes_per_week: 9", "limits: {minutes_per_week: 12"),),
        "limits: {minutes_per_week: 12",
    ),
    Plant(
        "X6",
        "consultancy",
        (("Q-D10: {value: 30", "Q-D10: {value: 0"),),
        "- id: search-over-all",
        (("Q-D10: {value: 0", "Q-D10: {value: 9"),),
    ),
    Plant(
        "X7",
        "hospital",
        (("You are not examined.", "It is voluntary."),),
        "text: >-\n    Last year two people",
        (("It is voluntary.", "It belongs to the shift."),),
    ),
    Plant(
        "X8",
        "manufacturer",
        (
            (
                "    measure: locked\n    design: before-after",
                "    measure: locked\n    design: randomised",
            ),
        ),
        "design: randomised",
        (("Q-C8: {value: waves", "Q-C8: {value: big-bang"),),
    ),
    Plant(
        "X9",
        "manufacturer",
        (("  channel: in-app\n  sender: Your Meister", "  channel: push\n  sender: Your Meister"),),
        "channel: push",
        besides=("X16",),
    ),
    Plant(
        "X10",
        "hospital",
        (("{id: wards, role: manager", "{id: wards, role: strategist"),),
        "grants:\n",
    ),
    Plant(
        "X11",
        "aid",
        (
            (
                "By radio on channel 3 at 7:00 and 19:00, the nurse or the engineer of the main "
                "base answers; by satellite phone for harm.",
                "Ask in the chat.",
            ),
        ),
        "Q-C7:",
        (("Ask in the chat.", "Ask in the chat, or by phone at 7:00."),),
    ),
    Plant(
        "X12",
        "consultancy",
        (("name: Analyses with a twin", "name: Quiz about analyses"),),
        "    measure: twins",
        (("name: Quiz about analyses", "name: Analyses made twice"),),
    ),
    Plant(
        "X13",
        "aid",
        (
            ("turnover_per_year: 0.2", "turnover_per_year: 1.2"),
            ("horizon_weeks: 24", "horizon_weeks: 52"),
        ),
        "horizon_weeks: 52",
    ),
    Plant(
        "X14",
        "manufacturer",
        (("\n  measure: fault-minutes, decides: content", "\n  decides: content"),),
        "- {id: guide, role",
        besides=("L7",),
    ),
    Plant(
        "X15",
        "aid",
        (("  minutes_per_week: 10\n", "  minutes_per_week: 14\n"),),
        "minutes_per_week: 14",
    ),
    Plant(
        "X16",
        "hospital",
        (
            (
                "  channel: in-app\n  sender: Director of nursing",
                "  channel: sms\n  sender: Director of nursing",
            ),
        ),
        "channel: sms",
    ),
)


def written(text: str, edits: Edits) -> str:
    for old, new in edits:
        assert text.count(old) >= 1 and old != new, f"the file does not say: {old}"
        text = text.replace(old, new)
    return text


def found(loaded: Loaded, code: str) -> list[Finding]:
    return [one for one in check(loaded.document) if one.code == code]


def test_every_finding_is_planted_once() -> None:
    assert {one.code for one in PLANTS} == {one.code for one in CHECKS}
    assert len(PLANTS) == len(CHECKS)


@pytest.mark.parametrize("plant", PLANTS, ids=str)
def test_a_planted_fault_is_caught_at_its_line_and_its_mend_makes_it_go_away(plant: Plant) -> None:
    text = written(ready(plant.name).text, plant.edits)
    loaded = load_yaml(text)
    caught = found(loaded, plant.code)
    assert caught and all(one.says and one.mend for one in caught)
    assert text[: text.index(plant.at)].count("\n") + 1 in [
        loaded.line(one.place) for one in caught
    ]
    assert {one.code for one in check(loaded.document)} == {plant.code, *plant.besides}
    if plant.by_hand:
        mended = load_yaml(written(text, plant.by_hand)).document
    else:
        mended = loaded.document
        while again := [one for one in check(mended) if one.code == plant.code]:
            assert again[0].patch, "neither a one-click mend nor one by hand"
            after = apply_patch(mended, again[0].patch)
            assert len([one for one in check(after) if one.code == plant.code]) < len(again)
            mended = after
    assert {one.code for one in check(mended)} <= {*plant.besides}


def test_a_finding_by_its_position_is_at_its_line() -> None:
    loaded = ready("retail").loaded
    last = len(loaded.document.recommendations) - 1
    assert loaded.line(f"recommendations/{last}") == len(ready("retail").text.splitlines())
