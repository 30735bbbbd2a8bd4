"""A device that keeps passkeys, as a browser and its authenticator answer together (WebAuthn Level 2)."""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One authenticator. `knows_its_person` is whether a finger or PIN was asked for."""

    origin: str = "https://testserver"
    knows_its_person: bool = True
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    id: bytes = b"device-passkey-1"
    owner: str = ""

    def made(self, options: Any) -> dict[str, Any]:
        """The answer to being asked for a new passkey."""
        asked = options["publicKey"]
        self.owner = asked["user"]["id"]
        data = self._data(asked["rp"]["id"], ATTESTED) + (
            bytes(16)
            + struct.pack(">H", len(self.id))
            + self.id
            + cbor.encode(dict(_cose(self.key)))
        )
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", asked["challenge"])
        return self._answer(
            {
                "clientDataJSON": websafe_encode(client),
                "attestationObject": websafe_encode(attestation),
            }
        )

    def shown(self, options: Any) -> dict[str, Any]:
        """The answer to being asked for a passkey."""
        asked = options["publicKey"]
        data = self._data(asked["rpId"], 0)
        client = self._client("webauthn.get", asked["challenge"])
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": websafe_encode(client),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(signed),
                "userHandle": self.owner,
            }
        )

    def _data(self, host: str, more: int) -> bytes:
        flags = PRESENT | more | (VERIFIED if self.knows_its_person else 0)
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + bytes(4)

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, response: dict[str, str]) -> dict[str, Any]:
        return {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }


def _cose(key: ec.EllipticCurvePrivateKey) -> Any:
    """The public half as devices write it."""
    return ES256.from_cryptography_key(key.public_key())  # type: ignore[no-untyped-call]  # fido2's own
