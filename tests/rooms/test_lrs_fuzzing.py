"""Whatever comes in is refused with a sentence, or stored and read
back as it was. Nothing else happens."""

from __future__ import annotations

import copy
import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW
from tests.pure.xapi_examples import PLACES, WITHOUT_DATA
from tests.rooms.test_lrs_statements import CLIENT
from trimtab.kernel.errors import Refusal
from trimtab.lrs import api as lrs
from trimtab.lrs.actions.statements.copying import _COLUMNS, _line
from trimtab.xapi.decoding import decode
from trimtab.xapi.equality import same
from trimtab.xapi.faults import InvalidStatement

pytestmark = pytest.mark.django_db
NASTY = st.sampled_from(
    [
        "\\N",
        "\\.",
        "\t",
        "\n",
        "\\",
        '"',
        "{",
        "}",
        "\u2028",
        "\x7f",
        "\x1f",
        "\ud83d\ude00",
        "\U0001f600",
        "e\u0301",
        "\x00",
    ]
)
TEXT = st.one_of(st.text(max_size=12), st.lists(NASTY, max_size=4).map("".join))
NUMBERS = st.one_of(
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([1e308, -0.0]),
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=8,
)


@st.composite
def changed(draw: st.DrawFn) -> dict[str, Any]:
    """A full statement in which one to three values were replaced, removed or joined by others."""
    found = copy.deepcopy(WITHOUT_DATA)
    for path in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=3)):
        at: Any = found
        try:
            for step in path[:-1]:
                at = at[step]
            match draw(st.sampled_from(["replace", "remove", "text", "add"])):
                case "replace":
                    at[path[-1]] = draw(JSON)
                case "remove":
                    del at[path[-1]]
                case "text":
                    at[path[-1]] = draw(TEXT)
                case _:
                    at[path[-1]][draw(TEXT)] = draw(JSON)
        except (KeyError, IndexError, TypeError):
            continue
    return found


def encoded(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_json_or_refused(content: bytes) -> None:
    try:
        value = decode(content)
    except InvalidStatement:
        return
    assert json.loads(content) == value or value != value


@given(JSON)
@settings(max_examples=200, deadline=None)
def test_any_json_is_a_statement_or_refused(value: Any) -> None:
    with pytest.raises(Refusal):
        lrs.prepare(decode(encoded(value)), by=CLIENT, now=NOW)
        raise (
            Refusal("empty", "an empty list is no statement and no harm")
            if value == []
            else AssertionError(value)
        )


@given(changed())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_changed_statement_is_refused_or_comes_back_as_it_was(statement: dict[str, Any]) -> None:
    try:
        given = decode(encoded({**statement, "id": str(uuid4())}))
        [key] = lrs.store([given], by=CLIENT, now=NOW)
    except Refusal:
        return
    kept = lrs.statement(key) or lrs.statement(UUID(str(key)), voided=True)
    assert kept is not None and same(given, kept)


@given(changed())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_value_leaves_its_column_or_its_row(statement: dict[str, Any]) -> None:
    try:
        prepared = lrs.prepare(decode(encoded(statement)), by=CLIENT, now=NOW)
    except Refusal:
        return
    line = _line(
        str(prepared.ids[0]), prepared.rows[0], "2026-01-01T00:00:00.000000Z", voided=False
    )
    assert (
        line.count(b"\t") == len(_COLUMNS) - 1 and line.count(b"\n") == 1 and line.endswith(b"\n")
    )
