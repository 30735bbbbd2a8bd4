"""The data of attachments are sent on with their statements: to the octet,
within bounds, and with a reason where not."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tracemalloc
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.cast import NOW, Cast, engage
from tests.pure.test_xapi_signature import signed
from tests.rooms.test_lrs_statements import CLIENT, said
from tests.streets.forwarding_target import Clock, Receiver, parts_of, stored, to_lrs, turn
from tests.streets.test_xapi_attachments import header
from tests.streets.xapi_server import STATEMENTS, Server, elsewhere
from trimtab.gateway.forwarding import http
from trimtab.journeys import forwarding
from trimtab.journeys.forwarding import NewTarget
from trimtab.lrs import api as lrs
from trimtab.lrs.api import TargetKind
from trimtab.lrs.domain.forwarding import MOST_BYTES
from trimtab.lrs.models import Attachment
from trimtab.xapi.attachment import SIGNATURE
from trimtab.xapi.decoding import decode
from trimtab.xapi.files import AttachmentFile
from trimtab.xapi.version import Version

PICTURE = bytes(range(256)) * 40
MIB = 1024 * 1024


@pytest.fixture
def cast(db: None) -> Cast:
    return engage()


@pytest.fixture(scope="module")
def other(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Another installation of ours."""
    with django_db_blocker.unblock(), elsewhere(tmp_path_factory.mktemp("elsewhere")) as found:
        yield found


def to_ours(other: Server) -> int:
    user, secret = other.key
    given = NewTarget(TargetKind.LRS, "Other", f"{other.address}/xapi", user, secret)
    return forwarding.add(given, by=None, now=NOW)[0]


def keep(
    *statements: dict[str, Any], data: tuple[bytes, ...] = (), claimed: Mapping[str, bytes] = {}
) -> list[str]:
    """Stores a request with the data of attachments, by their true hash or by the one `claimed`."""
    files = {hashlib.sha256(entry).hexdigest(): AttachmentFile.of(entry) for entry in data}
    files |= {sha2: AttachmentFile.of(entry) for sha2, entry in claimed.items()}
    given = decode(json.dumps(statements).encode())
    prepared = lrs.prepare(given, by=CLIENT, now=NOW, version=Version.ONE, files=files)
    assert lrs.store_together([prepared], clock=lambda: NOW) == [None]
    return [entry["id"] for entry in statements]


def there(client: httpx.Client, key: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """A statement as the other installation has it, and the data of its attachments."""
    answer = client.get(STATEMENTS, params={"statementId": key, "attachments": "true"})
    assert answer.status_code == 200, answer.text
    first, *files = parts_of(answer.headers["Content-Type"], answer.content)
    return json.loads(first.data), {
        part.headers["x-experience-api-hash"]: part.data for part in files
    }


def test_a_batch_with_and_without_data_arrives_at_our_own_store_to_the_octet(
    cast: Cast, other: Server, clock: Clock
) -> None:
    target = to_ours(other)
    elsewhere_only = header(b"gone", fileUrl="https://corner.example/gone")
    within = {
        "objectType": "SubStatement",
        **{name: said()[name] for name in ("actor", "verb", "object")},
    }
    base = said()
    token = signed(base)
    seal = header(token, usageType=SIGNATURE, contentType="application/octet-stream")
    given = [
        said(),
        said(attachments=[header(PICTURE), elsewhere_only]),
        said(attachments=[header(PICTURE, sha2=header(PICTURE)["sha2"].upper()), header(b"")]),
        said(
            object={
                **within,
                "attachments": [header(b"note", contentType="text/plain; charset=utf-8")],
            }
        ),
        {**base, "attachments": [seal]},
    ]
    ids = keep(*given, data=(PICTURE, b"", b"note", token)) + stored(2)
    assert turn(clock) == lrs.Forwarded(forwarded=7) and not lrs.dead_letters(target)
    with other.client() as client:
        found = [there(client, key) for key in ids]
    assert [sorted(map(len, files.values())) for _one, files in found] == [
        [],
        [len(PICTURE)],
        [0, len(PICTURE)],
        [4],
        [len(token)],
        [],
        [],
    ]
    assert found[1][1] == {header(PICTURE)["sha2"]: PICTURE} and found[4][1] == {
        seal["sha2"]: token
    }
    assert [statement.get("attachments") for statement, _files in found[:3]] == [
        statement.get("attachments") for statement in given[:3]
    ]


def test_what_our_own_store_refuses_is_a_dead_letter_and_the_rest_arrives(
    cast: Cast, other: Server, clock: Clock
) -> None:
    target = to_ours(other)
    [bare] = keep(said(attachments=[header(b"to be forgotten")]), data=(b"to be forgotten",))
    [whole] = keep(said(attachments=[header(PICTURE)]), data=(PICTURE,))
    Attachment.objects.filter(digest=header(b"to be forgotten")["sha2"]).delete()
    done = turn(clock)
    assert (done.forwarded, done.dead) == (1, 1)
    [letter] = lrs.dead_letters(target)
    assert (
        str(letter.statement) == bare and "400" in letter.problem and "data" not in letter.problem
    )
    with other.client() as client:
        assert there(client, whole)[1] == {header(PICTURE)["sha2"]: PICTURE}
        assert client.get(STATEMENTS, params={"statementId": bare}).status_code == 404


def test_large_data_go_in_several_requests_and_never_all_into_memory(
    cast: Cast, clock: Clock
) -> None:
    forwarding.add(
        NewTarget(TargetKind.LRS, "Away", "http://127.0.0.1:9/xapi", "u", "s"), by=None, now=NOW
    )
    for number in range(14):
        large = bytes([number]) * (5 * MIB)
        keep(said(attachments=[header(large)]), said(), data=(large,))
    lengths = []

    def weigh(parcel: lrs.Parcel) -> lrs.ForwardingOutcome:
        lengths.append(len(http.request_of(parcel)[1]))
        return lrs.TakenByTarget()

    tracemalloc.start()
    done = forwarding.forward(forwarder=weigh, clock=clock, budget=dt.timedelta(seconds=50))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert done.forwarded == 28 and len(lengths) == 14 and max(lengths) < MOST_BYTES
    assert most < 6 * MOST_BYTES


def test_small_data_go_together_and_those_that_several_have_go_once(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    to_lrs(receiver)
    shared = b"s" * (5 * MIB)
    keep(*[said(attachments=[header(shared)]) for _ in range(5)], data=(shared,))
    turn(clock)
    assert len(receiver.requests) == 1 and [part.data for part in receiver.files] == [shared]


def test_a_false_claim_does_not_take_the_place_of_true_data(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    to_lrs(receiver)
    sha2 = header(PICTURE)["sha2"]
    keep(said(attachments=[header(PICTURE)]), claimed={sha2: b"not it"})
    keep(said(attachments=[header(PICTURE)]), data=(PICTURE,))
    turn(clock)
    sent = [
        parts_of(headers["Content-Type"], body)[1].data
        for _path, headers, body in receiver.requests
    ]
    assert sent == [b"not it", PICTURE]


def test_a_target_that_takes_no_data_leaves_dead_letters_of_these_statements_alone(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    target = to_lrs(receiver)
    keep(said(), said(attachments=[header(PICTURE)]), said(), data=(PICTURE,))
    receiver.answer = lambda _statements: (
        (413, "too large", {}) if receiver.files else (200, "", {})
    )
    done = turn(clock)
    assert (done.forwarded, done.dead) == (2, 1)
    assert [letter.problem for letter in lrs.dead_letters(target)] == [
        "It answered 413: this is more than it takes at once."
    ]


def test_a_webhook_gets_the_statements_alone(cast: Cast, receiver: Receiver, clock: Clock) -> None:
    forwarding.add(NewTarget(TargetKind.WEBHOOK, "Hook", receiver.address), by=None, now=NOW)
    keep(said(attachments=[header(PICTURE)]), data=(PICTURE,))
    turn(clock)
    [(_path, headers, _body)] = receiver.requests
    assert headers["Content-Type"] == "application/json" and not receiver.files


@pytest.mark.parametrize("said_back", ["\x00 \x1b[31m no", "x" * 3_000_000])
def test_an_answer_of_any_kind_is_only_a_reason(
    cast: Cast, receiver: Receiver, clock: Clock, said_back: str
) -> None:
    target = to_lrs(receiver)
    [statement_id] = stored()
    receiver.answer = lambda _statements: (400, said_back, {})
    assert turn(clock).dead == 1
    [letter] = lrs.dead_letters(target)
    assert (
        letter.statement == UUID(statement_id)
        and letter.problem.isprintable()
        and len(letter.problem) < 400
    )
