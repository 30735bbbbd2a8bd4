"""Statements to start from: each test changes one thing."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Any

ANA = {"objectType": "Agent", "name": "Ana", "mbox": "mailto:ana@corner.example"}
BO = {"account": {"homePage": "https://corner.example", "name": "bo"}}
SIMPLE: dict[str, Any] = {
    "actor": {"mbox": "mailto:ana@corner.example"},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
    "object": {"id": "https://corner.example/items/1"},
}
FULL: dict[str, Any] = {
    "id": "fd41c918-b88b-4b20-a0a5-a4c32391aaa0",
    "actor": ANA,
    "verb": {
        "id": "http://adlnet.gov/expapi/verbs/answered",
        "display": {"en-GB": "answered", "zh-Hant-TW": "x"},
    },
    "object": {
        "objectType": "Activity",
        "id": "https://corner.example/items/1",
        "definition": {
            "name": {"en": "Shelf"},
            "description": {"en": "Which shelf?"},
            "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
            "moreInfo": "https://corner.example/more",
            "interactionType": "choice",
            "correctResponsesPattern": ["a[,]b"],
            "choices": [{"id": "a", "description": {"en": "Top"}}, {"id": "b"}],
            "extensions": {"https://corner.example/x": {"deep": [1, None, "y"]}},
        },
    },
    "result": {
        "score": {"scaled": 0.5, "raw": 5, "min": 0, "max": 10},
        "success": True,
        "completion": False,
        "response": "a",
        "duration": "PT4H35M59.14S",
        "extensions": {},
    },
    "context": {
        "registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7",
        "instructor": BO,
        "team": {"objectType": "Group", "name": "North", "member": [ANA, BO]},
        "contextActivities": {"parent": {"id": "https://corner.example/course"}, "category": []},
        "revision": "2",
        "platform": "till",
        "language": "de-AT",
        "statement": {"objectType": "StatementRef", "id": "6690e6c9-3ef0-4ed3-8b37-7f3964730bee"},
        "extensions": {"https://corner.example/arm": None},
    },
    "timestamp": "2026-03-01T09:30:00.123+01:00",
    "stored": "2026-03-01T09:30:00Z",
    "authority": BO,
    "version": "1.0.3",
    "attachments": [
        {
            "usageType": "https://corner.example/certificate",
            "display": {"en": "Certificate"},
            "contentType": "text/plain; charset=ascii",
            "length": 27,
            "sha2": "495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a",
            "fileUrl": "https://corner.example/file",
        }
    ],
}
WITHIN: dict[str, Any] = {
    **SIMPLE,
    "object": {"objectType": "SubStatement", **copy.deepcopy(SIMPLE)},
}
GONE = object()


def changed(statement: dict[str, Any], path: Sequence[str | int], value: Any) -> dict[str, Any]:
    """A copy of `statement` with `value` at `path`; GONE takes the property away."""
    made = copy.deepcopy(statement)
    place: Any = made
    for step in path[:-1]:
        place = place.setdefault(step, {}) if isinstance(place, dict) else place[step]
    if value is GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return made


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to all values within a value."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, below in inner:
        yield (*path, key)
        yield from places(below, (*path, key))


WITHOUT_DATA = {name: value for name, value in FULL.items() if name != "attachments"}
PLACES = list(places(WITHOUT_DATA))
