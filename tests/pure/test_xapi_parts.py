"""Content in parts (multipart/mixed), as it comes and as it goes (part three, 1.5.2)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as some

from trimtab.gateway.xapi.parts import MOST_PARTS, joined, split, statements_and_files
from trimtab.gateway.xapi.wire import BadRequest

HASH = hashlib.sha256(b"data").hexdigest()


def content(*parts: bytes, boundary: bytes = b"x") -> bytes:
    return (
        b"".join(b"--%b\r\n%b\r\n" % (boundary, part) for part in parts) + b"--%b--\r\n" % boundary
    )


def part(data: bytes = b"data", headers: Mapping[str, str] = {}) -> bytes:
    found = {"Content-Transfer-Encoding": "binary", "X-Experience-API-Hash": HASH, **headers}
    return (
        "".join(f"{name}: {value}\r\n" for name, value in found.items() if value).encode()
        + b"\r\n"
        + data
    )


JSON = b"Content-Type: application/json\r\n\r\n[]"


@given(some.lists(some.binary(max_size=2_000), max_size=5), some.binary(max_size=200))
def test_what_goes_out_comes_back_to_the_octet(files: list[bytes], body: bytes) -> None:
    given_ = [(hashlib.sha256(file).hexdigest(), "image/png", file) for file in files]
    made, kind = joined(body, given_)
    text, found = statements_and_files(kind, made)
    assert text == body and {key: file.data for key, file in found.items()} == {
        key: data for key, _k, data in given_
    }


@given(some.binary(max_size=500), some.binary(min_size=1, max_size=20))
def test_whatever_comes_is_read_or_refused(body: bytes, boundary: bytes) -> None:
    for given_ in (
        body,
        b"--" + boundary + body,
        b"--" + boundary + b"\r\n" + body + b"\r\n--" + boundary + b"--",
    ):
        try:
            assert isinstance(split(boundary, given_), list)
        except BadRequest as fault:
            assert fault.sentence


def test_what_stands_before_the_first_boundary_is_no_part() -> None:
    text, files = statements_and_files(
        'multipart/mixed; boundary="x"', b"Hello\r\n" + content(JSON, part())
    )
    assert text == b"[]" and files[HASH].data == b"data" and files[HASH].digest == HASH


@pytest.mark.parametrize(
    ("kind", "body", "says"),
    [
        ("multipart/mixed", content(JSON), "boundary"),
        ("multipart/mixed; boundary=", content(JSON), "boundary"),
        ("multipart/mixed; boundary=" + "x" * 71, content(JSON, boundary=b"x" * 71), "boundary"),
        ("multipart/mixed; boundary=y", content(JSON), "does not hold"),
        ("multipart/mixed; boundary=x", b"", "does not hold"),
        ("multipart/mixed; boundary=x", b"--x", "not whole"),
        ("multipart/mixed; boundary=x", content(JSON)[:-6], "not whole"),
        ("multipart/mixed; boundary=x", b"--x--\r\n", "first part"),
        ("multipart/mixed; boundary=x", content(b"\r\n[]"), "first part"),
        (
            "multipart/mixed; boundary=x",
            content(b"Content-Type: text/plain\r\n\r\n[]"),
            "first part",
        ),
        ("multipart/mixed; boundary=x", content(b"no header at all"), "cannot be read"),
        (
            "multipart/mixed; boundary=x",
            content(JSON, part(headers={"Content-Transfer-Encoding": "base64"})),
            "binary",
        ),
        (
            "multipart/mixed; boundary=x",
            content(JSON, part(headers={"Content-Transfer-Encoding": ""})),
            "binary",
        ),
        (
            "multipart/mixed; boundary=x",
            content(JSON, part(headers={"X-Experience-API-Hash": ""})),
            "SHA-2",
        ),
        (
            "multipart/mixed; boundary=x",
            content(JSON, part(headers={"X-Experience-API-Hash": "zz"})),
            "SHA-2",
        ),
        (
            "multipart/mixed; boundary=x",
            content(JSON, part(headers={"X-Long": "y" * 100_000})),
            "cannot be read",
        ),
        ("multipart/mixed; boundary=x", content(*[JSON] * (MOST_PARTS + 1)), "At most"),
    ],
)
def test_bad_parts_are_refused_with_a_sentence(kind: str, body: bytes, says: str) -> None:
    with pytest.raises(BadRequest) as refused:
        statements_and_files(kind, body)
    assert says in refused.value.sentence
