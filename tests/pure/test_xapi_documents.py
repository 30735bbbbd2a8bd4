"""When a document may be written, and what a merge leaves (part three, 2.2 and 3.1)."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from trimtab.kernel.errors import Refusal
from trimtab.lrs.domain.documents import DocumentContent, Precondition, check_condition, merged

JSON = "application/json; charset=utf-8"
THERE = DocumentContent(b'{"a":1,"b":{"c":2}}', JSON)
values = some.dictionaries(
    some.text(max_size=5),
    some.none() | some.booleans() | some.integers(-9, 9) | some.text(max_size=5),
)


def status(there: DocumentContent | None, condition: Precondition) -> int:
    try:
        check_condition(there, condition)
    except Refusal as fault:
        assert fault.sentence and fault.field
        return fault.status
    return 204


def test_an_etag_is_the_sha1_of_the_octets() -> None:
    assert THERE.etag == hashlib.sha1(THERE.data).hexdigest()


@pytest.mark.parametrize(
    ("there", "condition", "answer"),
    [
        (None, Precondition(), 204),
        (THERE, Precondition(), 204),
        (THERE, Precondition(match=frozenset({THERE.etag})), 204),
        (THERE, Precondition(match=frozenset({"x", THERE.etag})), 204),
        (THERE, Precondition(match=frozenset({"*"})), 204),
        (THERE, Precondition(match=frozenset({"x"})), 412),
        (THERE, Precondition(match=frozenset()), 412),
        (None, Precondition(match=frozenset({"*"})), 412),
        (None, Precondition(none_match=frozenset({"*"})), 204),
        (THERE, Precondition(none_match=frozenset({"*"})), 412),
        (THERE, Precondition(none_match=frozenset({THERE.etag})), 412),
        (THERE, Precondition(none_match=frozenset({"x"})), 204),
        (THERE, Precondition(careful=True), 409),
        (None, Precondition(careful=True), 204),
        (None, Precondition(careful=True, always=True), 400),
        (THERE, Precondition(careful=True, always=True), 409),
        (THERE, Precondition(match=frozenset({THERE.etag}), careful=True, always=True), 204),
    ],
)
def test_what_a_client_demands_decides(
    there: DocumentContent | None, condition: Precondition, answer: int
) -> None:
    assert status(there, condition) == answer


@given(values, values)
def test_a_merge_is_one_level_deep_and_the_new_one_wins(
    old: dict[str, object], new: dict[str, object]
) -> None:
    made = merged(
        DocumentContent(json.dumps(old).encode(), JSON),
        DocumentContent(json.dumps(new).encode(), JSON),
    )
    assert json.loads(made.data) == {**old, **new} and made.media_type == "application/json"


def test_a_post_where_nothing_is_stores_what_came() -> None:
    image = DocumentContent(b"\x00\xff", "image/png")
    assert merged(None, image) is image


@pytest.mark.parametrize(
    ("there", "new"),
    [
        (THERE, DocumentContent(b"x", "text/plain")),
        (DocumentContent(b"x", "text/plain"), THERE),
        (THERE, DocumentContent(b"[1]", JSON)),
        (DocumentContent(b"[1]", JSON), THERE),
        (DocumentContent(b"{", JSON), THERE),
        (None, DocumentContent(b"{", JSON)),
        (None, DocumentContent(b"[1]", JSON)),
        (None, DocumentContent(b'{"a":1,"a":2}', JSON)),
        (None, DocumentContent(b'{"a":"\xff"}', JSON)),
        (None, DocumentContent(b"[" * 100_000, JSON)),
    ],
)
def test_what_cannot_be_merged_is_refused(
    there: DocumentContent | None, new: DocumentContent
) -> None:
    with pytest.raises(Refusal) as refused:
        merged(there, new)
    assert refused.value.status == 400 and refused.value.sentence
