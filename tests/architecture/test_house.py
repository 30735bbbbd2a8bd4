"""The contract of the house catches what it is there for: each fault is planted, and is the one thing found."""

from __future__ import annotations

import configparser
from copy import deepcopy
from pathlib import Path

import grimp
import pytest

from tests.architecture.house import House, Rule

CONFIGURATION = Path(__file__).parents[2] / ".importlinter"


@pytest.fixture(scope="module")
def house() -> House:
    """The tree, under the contract as it is configured."""
    written = configparser.ConfigParser()
    written.read(CONFIGURATION)
    contract = written["importlinter:contract:house"]
    graph = grimp.build_graph("trimtab", include_external_packages=True)
    return House(graph, frozenset(contract["pure"].split()), frozenset(contract["impure"].split()))


def with_import(house: House, importer: str, imported: str) -> House:
    graph = deepcopy(house.graph)
    for module in (importer, imported):
        if module not in graph.modules:
            graph.add_module(module)
    graph.add_import(importer=importer, imported=imported)
    return House(graph, house.pure, house.impure)


# One line a fault: who imports what, and the rule that says no.
PLANTED = [
    ("trimtab.practice.actions", "trimtab.library.models", Rule.DOORS),
    ("trimtab.workbench.apps", "trimtab.lrs.queries", Rule.DOORS),
    ("trimtab.workbench.apps", "trimtab.evaluation.actions", Rule.DOORS),
    ("trimtab.learner.apps", "trimtab.practice.domain.rating", Rule.DOORS),
    ("trimtab.journeys.rights", "trimtab.people.models", Rule.DOORS),
    ("trimtab.console.main", "trimtab.strategy.domain.document", Rule.DOORS),
    ("trimtab.config.settings", "trimtab.people.domain.access", Rule.DOORS),
    ("trimtab.evaluation.api", "trimtab.strategy.queries", Rule.DOORS),
    ("trimtab.courses.models", "trimtab.library.models", Rule.DOORS),
    ("trimtab.library.queries", "trimtab.library.actions", Rule.PLAN),
    ("trimtab.governance.models", "trimtab.governance.queries", Rule.PLAN),
    ("trimtab.jobs.queries", "trimtab.jobs.api", Rule.PLAN),
    ("trimtab.strategy.domain.document", "django", Rule.PURITY),
    ("trimtab.science.stats.moments", "random", Rule.PURITY),
    ("trimtab.kernel.ids", "trimtab.clock", Rule.PURITY),
    ("trimtab.evaluation.domain.verdicts", "trimtab.strategy.api", Rule.PURITY),
    ("trimtab.papers.blocks", "trimtab.errors", Rule.PURITY),
]


@pytest.mark.parametrize(("importer", "imported", "rule"), PLANTED)
def test_an_import_that_is_not_allowed_is_caught(
    house: House, importer: str, imported: str, rule: Rule
) -> None:
    before = set(house.faults())
    planted = set(with_import(house, importer, imported).faults()) - before
    assert {(fault.rule, fault.module, fault.imported) for fault in planted} == {
        (rule, importer, imported)
    }


def test_a_module_beside_the_floors_of_its_room_is_caught(house: House) -> None:
    graph = deepcopy(house.graph)
    graph.add_module("trimtab.lrs.upkeep")
    planted = set(House(graph, house.pure, house.impure).faults()) - set(house.faults())
    assert [(fault.rule, fault.module) for fault in planted] == [(Rule.PLAN, "trimtab.lrs.upkeep")]


def test_a_room_that_is_new_has_walls_from_its_first_day(house: House) -> None:
    graph = deepcopy(house.graph)
    for module in ("trimtab.badges", "trimtab.badges.api", "trimtab.badges.models"):
        graph.add_module(module)
    graph.add_import(importer="trimtab.learner.apps", imported="trimtab.badges.models")
    planted = set(House(graph, house.pure, house.impure).faults()) - set(house.faults())
    assert [str(fault) for fault in planted] == [
        "trimtab.learner.apps imports trimtab.badges.models (doors)"
    ]


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("trimtab.practice.actions", "trimtab.library.api"),
        ("trimtab.console.main", "trimtab.strategy.values"),
        ("trimtab.evaluation.domain.verdicts", "trimtab.strategy.values"),
        ("trimtab.practice.actions", "trimtab.practice.models"),
    ],
)
def test_a_door_is_open(house: House, importer: str, imported: str) -> None:
    assert set(with_import(house, importer, imported).faults()) == set(house.faults())


def test_the_house_has_no_fault(house: House) -> None:
    assert [str(fault) for fault in house.faults()] == []
