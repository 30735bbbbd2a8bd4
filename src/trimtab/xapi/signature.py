"""Signed statements: a JSON web signature that comes as an attachment (2.6; RFC 7515)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.exceptions import PyJWTError

from trimtab.xapi.attachment import SIGNATURE
from trimtab.xapi.decoding import decode
from trimtab.xapi.equality import same
from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.statement import check_statement
from trimtab.xapi.version import Version

ALGORITHMS = ("RS256", "RS384", "RS512")
LONGEST = 256 * 1024
_SECTION = "2.6"
_reader = jwt.PyJWS()


def check_signature(token: bytes, statement: Mapping[str, Any], version: Version) -> None:
    """That `token` is a signature of the valid `statement`: of an algorithm that is allowed, over
    the statement as it was before the signature was attached, and, where its header has a
    certificate, made with the key of that certificate.

    Without a certificate there is nobody to compare with: then the form and the payload
    alone are checked. Whether the certificate is to be trusted is for the reader of the
    statement to judge. Raises InvalidStatement.
    """
    if len(token) > LONGEST:
        raise InvalidStatement(f"A signature is at most {LONGEST // 1024} KiB long.", _SECTION)
    signed = _payload(token)
    try:
        check_statement(signed, version)
    except InvalidStatement as fault:
        raise InvalidStatement(
            f"The signature's payload is not a statement: {fault}", _SECTION
        ) from fault
    key = str(signed.get("id", "")).lower()
    if (key and key != str(statement.get("id", key)).lower()) or not same(
        unsigned(signed), unsigned(statement)
    ):
        raise InvalidStatement("The signature signs another statement than this one.", _SECTION)


def unsigned(statement: Mapping[str, Any]) -> dict[str, Any]:
    """The statement without its signatures, as it was when it was signed."""
    left = [
        attachment
        for attachment in statement.get("attachments", ())
        if attachment["usageType"] != SIGNATURE
    ]
    made = {name: value for name, value in statement.items() if name != "attachments"}
    return {**made, "attachments": left} if left else made


def _payload(token: bytes) -> Any:
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise InvalidStatement(f"A signature uses one of {', '.join(ALGORITHMS)}.", _SECTION)
        key = _certified_key(header)
        signed = _reader.decode_complete(
            token,
            key=key or "",
            algorithms=list(ALGORITHMS),
            options={"verify_signature": key is not None},
        )
    except PyJWTError as error:
        raise InvalidStatement(f"The signature does not hold: {error}.", _SECTION) from error
    return decode(signed["payload"])


def _certified_key(header: Mapping[str, Any]) -> RSAPublicKey | None:
    """The key of the first certificate in the header, which made
    the signature (RFC 7515, 4.1.6)."""
    if "x5c" not in header:
        return None
    chain = header["x5c"]
    try:
        certificate = x509.load_der_x509_certificate(base64.b64decode(chain[0], validate=True))
        key = certificate.public_key()
    except (
        binascii.Error,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        x509.InvalidVersion,
    ) as error:
        raise InvalidStatement(
            "The certificate of the signature (x5c) cannot be read.", _SECTION
        ) from error
    if not isinstance(key, RSAPublicKey):
        raise InvalidStatement("The certificate of the signature (x5c) has no RSA key.", _SECTION)
    return key
