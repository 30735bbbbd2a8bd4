"""Signed statements (2.6): what is signed, how, and with whose key."""

from __future__ import annotations

import base64
import datetime as dt
import json
from typing import Any

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from tests.pure.xapi_examples import FULL, SIMPLE, changed
from trimtab.xapi.attachment import SIGNATURE
from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.files import AttachmentFile, check_files
from trimtab.xapi.signature import LONGEST, check_signature, unsigned
from trimtab.xapi.version import Version

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SHA2 = "0" * 64


def certificate(key: Any) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Corner")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2026, 1, 1))
        .not_valid_after(dt.datetime(2036, 1, 1))
        .sign(key, hashes.SHA256())
    )
    return base64.b64encode(made.public_bytes(serialization.Encoding.DER)).decode()


def signed(
    payload: Any,
    *,
    key: Any = KEY,
    algorithm: str = "RS256",
    chain: Any = None,
    raw: bytes | None = None,
) -> bytes:
    headers = {"x5c": chain} if chain is not None else {}
    content = raw if raw is not None else json.dumps(payload).encode()
    return jwt.PyJWS().encode(content, key, algorithm=algorithm, headers=headers).encode()


def refused(token: bytes, statement: dict[str, Any] = SIMPLE) -> str:
    with pytest.raises(InvalidStatement) as fault:
        check_signature(token, statement, Version.ONE)
    return fault.value.sentence


@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
def test_each_allowed_algorithm_holds_with_and_without_a_certificate(algorithm: str) -> None:
    check_signature(signed(SIMPLE, algorithm=algorithm), SIMPLE, Version.ONE)
    check_signature(
        signed(SIMPLE, algorithm=algorithm, chain=[certificate(KEY)]), SIMPLE, Version.ONE
    )


def test_what_means_the_same_is_the_same_statement() -> None:
    check_signature(
        signed(changed(FULL, ["timestamp"], "2026-03-01T08:30:00.123Z")), FULL, Version.ONE
    )


def test_other_attachments_are_part_of_what_is_signed() -> None:
    signature = {
        **FULL["attachments"][0],
        "usageType": SIGNATURE,
        "contentType": "application/octet-stream",
    }
    with_both = {**FULL, "attachments": [*FULL["attachments"], signature]}
    assert unsigned(with_both) == FULL and "attachments" not in unsigned(
        {**SIMPLE, "attachments": [signature]}
    )
    check_signature(signed(FULL), with_both, Version.ONE)
    assert "another statement" in refused(
        signed({k: v for k, v in FULL.items() if k != "attachments"}), with_both
    )


def test_another_statement_another_key_and_another_id_are_found_out() -> None:
    assert "another statement" in refused(signed(changed(SIMPLE, ["verb", "id"], "urn:other")))
    assert "another statement" in refused(
        signed({**SIMPLE, "id": FULL["id"]}), {**SIMPLE, "id": SHA2[:8] + FULL["id"][8:]}
    )
    assert "does not hold" in refused(signed(SIMPLE, key=OTHER, chain=[certificate(KEY)]))


def test_other_algorithms_are_refused() -> None:
    assert "RS256" in refused(signed(SIMPLE, key="k" * 64, algorithm="HS256"))
    assert "RS256" in refused(
        signed(SIMPLE, key=ec.generate_private_key(ec.SECP256R1()), algorithm="ES256")
    )
    unsecured = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=") + b".e30."
    assert "RS256" in refused(unsecured)


@pytest.mark.parametrize(
    "token",
    [
        b"",
        b"x",
        b"a.b.c",
        b"\xff\xfe",
        b"..",
        b"." * 1000,
        b"{}",
        b"eyJhbGciOiJSUzI1NiJ9..",
        b"\x00" * 50,
    ],
)
def test_what_is_no_signature_is_refused(token: bytes) -> None:
    assert (
        "does not hold" in refused(token) or "payload" in refused(token) or "JSON" in refused(token)
    )


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b'"x"', b"{}", b"\xff", b"[" * 100_000, b'{"a":1,"a":2}']
)
def test_a_payload_that_is_no_statement_is_refused(raw: bytes) -> None:
    assert refused(signed(None, raw=raw))


@pytest.mark.parametrize(
    "chain", [[], "x", {}, 1, [1], ["!"], ["AAAA"], [None], [certificate(KEY)[:100]]]
)
def test_a_certificate_that_cannot_be_read_is_refused(chain: Any) -> None:
    assert "certificate" in refused(signed(SIMPLE, chain=chain))


def test_a_certificate_without_an_rsa_key_is_refused() -> None:
    assert "no RSA key" in refused(
        signed(SIMPLE, chain=[certificate(ec.generate_private_key(ec.SECP256R1()))])
    )


def test_an_endless_signature_is_not_read() -> None:
    assert "KiB" in refused(b"a" * (LONGEST + 1))


def test_a_signature_comes_with_its_data_and_the_place_is_named() -> None:
    header = {
        **FULL["attachments"][0],
        "usageType": SIGNATURE,
        "contentType": "application/octet-stream",
        "sha2": SHA2,
    }
    statement = {**SIMPLE, "attachments": [header]}
    with pytest.raises(InvalidStatement) as missing:
        check_files(statement, {}, Version.ONE)
    assert missing.value.field == "attachments[0]"
    assert set(check_files(statement, {SHA2: AttachmentFile.of(signed(SIMPLE))}, Version.ONE)) == {
        SHA2
    }


def test_data_or_an_address_and_in_a_sub_statement_too() -> None:
    bare = {key: value for key, value in FULL["attachments"][0].items() if key != "fileUrl"}
    within = changed(
        SIMPLE, ["object"], {"objectType": "SubStatement", **SIMPLE, "attachments": [bare]}
    )
    with pytest.raises(InvalidStatement) as missing:
        check_files(within, {}, Version.ONE)
    assert missing.value.field == "object.attachments[0].fileUrl"
    assert check_files(within, {bare["sha2"]: AttachmentFile.of(b"x")}, Version.ONE)
    assert check_files(FULL, {}, Version.ONE) == {}
