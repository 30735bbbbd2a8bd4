"""Slips of widely used programs are understood, marked, and nothing else is touched."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.pure.xapi_examples import FULL, SIMPLE, changed
from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.mending import marked, mended
from trimtab.xapi.profile import MENDED
from trimtab.xapi.statement import check_statement

BARE = "438AD672-DE2C-4F0B-8876-35444E7DD746"
SLIPS: list[tuple[tuple[str | int, ...], Any, Any]] = [
    # Open edX: several questions, ungraded subsections, courses by UUID.
    (("object", "objectType"), "GroupActivity", "Activity"),
    (
        ("context", "contextActivities"),
        {"parent": [{"id": "urn:p", "objectType": "GroupActivity"}]},
        {"parent": [{"id": "urn:p", "objectType": "Activity"}]},
    ),
    (
        ("context", "contextActivities"),
        {"grouping": [{"id": BARE}]},
        {"grouping": [{"id": f"urn:uuid:{BARE.lower()}"}]},
    ),
    (("result", "score"), {"min": 0, "max": 0, "raw": 0}, {"raw": 0}),
    # H5P: types of its own, points beyond the most.
    (("object", "definition"), {"interactionType": "compound"}, {"interactionType": "other"}),
    (("result", "score"), {"min": 0, "max": 3, "raw": 4}, {"min": 0, "raw": 4}),
    # PHP: what is empty is a list.
    (("context", "extensions"), [], None),
    (("context", "contextActivities"), [], None),
    (("result",), [], None),
    # Others.
    (("result", "response"), 3, "3"),
    (("result", "score"), {"raw": "94", "scaled": "0.94"}, {"raw": 94, "scaled": 0.94}),
    (("result", "success"), "true", True),
    (("result", "completion"), None, None),
    (("result", "duration"), "0001:02:03.50", "PT3723.50S"),
    (("context", "language"), "de_AT", "de-AT"),
    (("context", "registration"), "", None),
    (("verb", "display"), {"en_US": "did"}, {"en-US": "did"}),
    (("object", "definition", "name"), "Shelf", {"und": "Shelf"}),
    (("object", "definition", "moreInfo"), "", None),
    (("object", "id"), "https://corner.example/a b", "https://corner.example/a%20b"),
    (("actor",), {"mbox": "ana@corner.example"}, {"mbox": "mailto:ana@corner.example"}),
    (
        ("actor",),
        {"account": {"homePage": "https://corner.example", "name": 17}},
        {"account": {"homePage": "https://corner.example", "name": "17"}},
    ),
]


def at(statement: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        statement = statement.get(step) if isinstance(statement, dict) else None
    return statement


@pytest.mark.parametrize(("path", "slip", "meant"), SLIPS, ids=lambda one: str(one)[:40])
def test_a_slip_is_understood_and_marked(path: tuple[Any, ...], slip: Any, meant: Any) -> None:
    start = {key: value for key, value in FULL.items() if key != "attachments"}
    wrong = changed(start, path, slip)
    with pytest.raises(InvalidStatement):
        check_statement(wrong)
    before = copy.deepcopy(wrong)
    found, marks = mended(wrong)
    assert at(found, path) == meant and wrong == before
    whole = marked(found, marks)
    check_statement(whole)
    assert whole["context"]["extensions"][MENDED] == marks and marks[0]["at"].startswith(
        str(path[0])
    )
    assert mended(whole) == (whole, []), "mended once, it needs no more"


def test_marks_say_what_stood_there_and_never_who_somebody_is() -> None:
    _found, marks = mended(
        {
            **SIMPLE,
            "actor": {"mbox": "ana@corner.example"},
            "object": {"id": "urn:x", "objectType": "GroupActivity"},
        }
    )
    assert marks == [{"at": "actor.mbox"}, {"at": "object.objectType", "was": "GroupActivity"}]


@pytest.mark.parametrize(
    "statement",
    [
        FULL,
        SIMPLE,
        None,
        7,
        [],
        {"actor": 1, "verb": [1], "object": "x"},
        {**SIMPLE, "result": {"score": {"scaled": 94}}},
        {**SIMPLE, "context": {"extensions": {"urn:x": None}}},
    ],
)
def test_what_is_right_or_cannot_be_known_stays_as_it_is(statement: Any) -> None:
    assert mended(statement) == (statement, [])
