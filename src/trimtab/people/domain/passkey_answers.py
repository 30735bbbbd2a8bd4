"""What a browser says of a passkey, as plain JSON (WebAuthn Level 3, 5.1): read by its shape first.

The library that checks it makes as many bytes of a number as the number says.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

# It is a kilobyte or two; a certificate of the device's maker may stand in it.
LONGEST_ANSWER = 20_000
MOST_TRANSPORTS = 10
_Bytes = Annotated[str, msgspec.Meta(max_length=LONGEST_ANSWER, pattern=r"\A[A-Za-z0-9_=-]*\Z")]
_Word = Annotated[str, msgspec.Meta(max_length=40)]


class AuthenticatorResponse(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the authenticator signed, each in the base64 of addresses."""

    clientDataJSON: _Bytes
    attestationObject: _Bytes | None = None
    authenticatorData: _Bytes | None = None
    signature: _Bytes | None = None
    userHandle: _Bytes | None = None
    transports: Annotated[tuple[_Word, ...], msgspec.Meta(max_length=MOST_TRANSPORTS)] = ()


class PasskeyProperties(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whether the device keeps the passkey itself (`rk`)."""

    rk: bool | None = None


class PasskeyExtensions(msgspec.Struct, frozen=True, omit_defaults=True):
    """What it says beyond what is signed; of others than this one nothing is kept."""

    credProps: PasskeyProperties | None = None


class PasskeyAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """A credential as a page sends it."""

    id: _Bytes
    rawId: _Bytes
    type: _Word
    response: AuthenticatorResponse
    authenticatorAttachment: _Word | None = None
    clientExtensionResults: PasskeyExtensions = PasskeyExtensions()


def read_passkey_answer(answer: str) -> dict[str, Any]:
    """The answer as plain data, without what no check reads. Raises ValueError."""
    if len(answer) > LONGEST_ANSWER:
        raise ValueError("longer than any browser's answer")
    credential: dict[str, Any] = msgspec.to_builtins(
        msgspec.json.decode(answer, type=PasskeyAnswer)
    )
    return credential


__all__ = ["LONGEST_ANSWER", "PasskeyAnswer", "read_passkey_answer"]
