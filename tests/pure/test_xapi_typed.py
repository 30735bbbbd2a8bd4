"""Two ways lead from JSON to rows, a fast one for common statements and the
rules for all; both must say the same."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec import Raw, structs

from tests.pure.test_xapi_decoding import VALUES, somewhere
from tests.pure.xapi_examples import ANA, BO, FULL, GONE, WITHIN, changed, places
from trimtab.kernel.errors import Refusal
from trimtab.lrs.domain.statements.preparing import Stamp, common_row, prepare, prepare_content
from trimtab.xapi.decoding import decode
from trimtab.xapi.version import Version

MINTED = UUID("01920000-0000-7000-8000-000000000001")
STAMPS = [Stamp("tool", "https://learn.corner.example", version) for version in Version]
COMMON: dict[str, Any] = {
    **{name: FULL[name] for name in ("id", "actor", "verb", "result", "stored", "version")},
    "timestamp": "2026-03-01T08:30:00.123Z",
    "object": changed(
        changed(
            changed(FULL, ["object", "definition", "interactionType"], GONE),
            ["object", "definition", "correctResponsesPattern"],
            GONE,
        ),
        ["object", "definition", "choices"],
        GONE,
    )["object"],
    "context": {
        **{
            name: FULL["context"][name]
            for name in (
                "registration",
                "instructor",
                "revision",
                "platform",
                "language",
                "extensions",
            )
        },
        "contextActivities": {"parent": [{"id": "https://corner.example/course"}], "other": []},
    },
}


def mint() -> UUID:
    return MINTED


def outcome(body: bytes, stamp: Stamp, *, fast: bool) -> Any:
    """The rows, with their JSON decoded, or what was refused."""
    try:
        made = (
            prepare_content(body, stamp=stamp, mint=mint)
            if fast
            else prepare(decode(body), stamp=stamp, mint=mint)
        )
    except Refusal as refused:
        return type(refused), refused.code, refused.field, refused.sentence
    return [{**structs.asdict(row), "text": json.loads(row.text)} for row in made.rows]


def is_common(body: bytes, stamp: Stamp = STAMPS[0]) -> bool:
    return common_row(Raw(body), stamp, mint) is not None


def written(statement: Any, **how: Any) -> bytes:
    return json.dumps(statement, **how).encode()


@pytest.mark.parametrize("stamp", STAMPS)
@pytest.mark.parametrize(
    "name", ["id", "stored", "version", "timestamp", "result", "context", None]
)
def test_a_common_statement_takes_the_fast_way_to_the_same_row(
    stamp: Stamp, name: str | None
) -> None:
    body = written({key: value for key, value in COMMON.items() if key != name})
    assert is_common(body, stamp)
    assert outcome(body, stamp, fast=True) == outcome(body, stamp, fast=False)


def test_a_time_of_another_zone_becomes_utc_where_the_version_wants_it() -> None:
    for stamp in STAMPS:
        body = written({**COMMON, "timestamp": FULL["timestamp"]})
        assert outcome(body, stamp, fast=True) == outcome(body, stamp, fast=False)


@pytest.mark.parametrize(
    "actor", [ANA, BO, {"mbox_sha1sum": "AB" * 20}, {"openid": "https://ana.example"}]
)
def test_every_kind_of_agent_takes_the_fast_way(actor: dict[str, Any]) -> None:
    body = written({**COMMON, "actor": actor, "context": {"instructor": actor}})
    assert is_common(body)
    assert outcome(body, STAMPS[0], fast=True) == outcome(body, STAMPS[0], fast=False)


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"separators": (",", ":")},
        {"indent": 1, "separators": (" ,", " : ")},
        {"ensure_ascii": False},
    ],
)
def test_however_json_is_written_it_takes_the_fast_way(how: dict[str, Any]) -> None:
    statement = changed(COMMON, ["result", "response"], 'ä ": \\ \n 汉')
    body = written(statement, **how)
    assert is_common(body)
    assert outcome(body, STAMPS[0], fast=True) == outcome(body, STAMPS[0], fast=False)


@pytest.mark.parametrize(
    "body",
    [
        (
            b'{"verb" :{"id":"urn:v"}, "verb":{"id":"urn:v"}, "actor":{"mbox":"mailto:a@b"},'
            b'"object":{"id":"urn:o"}}'
        ),
        (
            b'{"verb":{"id":"urn:v"}, "actor":{"mbox":"mailto:a@b","mbox":"mailto:a@b"},'
            b'"object" :{"id":"urn:o"}}'
        ),
        (
            b'{"verb":{"id":"urn:v"}, "actor":{"mbox":"mailto:a@b"},'
            b'"object":{"id":"urn:o"},"stored":"2026-01-01","stored":"2026-01-01"}'
        ),
        (
            b'{"verb":{"id":"urn:v"}, "actor":{"mbox":"mailto:a@b","name":"x","name":"\\u003a"},'
            b'"object":{"id":"urn:o"}}'
        ),
        (
            b'{"verb":{"id":"urn:v"}, "actor":{"mbox":"mailto:a@b","name":"\\u0000"},'
            b'"object":{"id":"urn:o"}}'
        ),
        (
            b'{"verb":{"id":"urn:v"}, "actor":{"mbox":"mailto:a@b","name":"\x00"},'
            b'"object":{"id":"urn:o"}}'
        ),
        (
            b'{"verb":{"id":"urn:v"}, "actor":{"mbox":"mailto:a@b","name":"\xff"},'
            b'"object":{"id":"urn:o"}}'
        ),
        b'[{"verb":{"id":"urn:v"}, "actor":{"mbox":"mailto:a@b"},"object":{"id":"urn:o"}}, 3]',
        b"[{]",
        b"",
        b"[[[",
        b'{"a":' * 5_000,
    ],
)
def test_what_is_refused_is_refused_in_the_same_words(body: bytes) -> None:
    said = outcome(body, STAMPS[0], fast=False)
    assert isinstance(said, tuple)
    assert outcome(body, STAMPS[0], fast=True) == said


ANYTHING = [
    "",
    "https://corner.example/items/1",
    "x",
    "urn:x",
    "2026-02-30",
    "2026-03-01",
    "1.0",
    "2.0",
    "PT1S",
    "a@b",
    "mailto:a@b",
    FULL["id"],
    -2,
    0,
    0.5,
    7,
    True,
    None,
    [],
    {},
    {"x": 1},
]


@pytest.mark.parametrize("stamp", STAMPS)
def test_with_anything_in_any_place_both_ways_say_the_same(stamp: Stamp) -> None:
    read = 0
    for path in places(COMMON):
        for value in [GONE, *ANYTHING]:
            body = written(changed(COMMON, path, value))
            assert outcome(body, stamp, fast=True) == outcome(body, stamp, fast=False), (
                path,
                value,
            )
            read += is_common(body, stamp)
    assert read > 100


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150)
@given(st.sampled_from([COMMON, COMMON, FULL, WITHIN]), st.sampled_from(STAMPS), st.data())
def test_whatever_is_put_anywhere_both_ways_say_the_same(
    start: dict[str, Any], stamp: Stamp, data: st.DataObject
) -> None:
    made, place, step = somewhere(start, data)
    if isinstance(place, dict) and data.draw(st.booleans()):
        del place[step]
    else:
        place[step] = data.draw(VALUES)
    body = written([COMMON | {"id": str(MINTED)}, made], ensure_ascii=data.draw(st.booleans()))
    assert outcome(body, stamp, fast=True) == outcome(body, stamp, fast=False)


@settings(max_examples=150)
@given(st.integers(0, len(written(COMMON)) - 1), st.binary(max_size=3), st.integers(0, 6))
@example(0, b"", 0)
def test_whatever_bytes_are_damaged_both_ways_say_the_same(
    place: int, put: bytes, gone: int
) -> None:
    body = written(COMMON)
    damaged = body[:place] + put + body[place + gone :]
    assert outcome(damaged, STAMPS[0], fast=True) == outcome(damaged, STAMPS[0], fast=False)
