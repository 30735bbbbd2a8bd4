"""A file that only who knows its passphrase can read, or change unseen.

The key comes from the passphrase by scrypt (RFC 7914). The content is cut into chunks, and each is
sealed by AES-256-GCM (NIST SP 800-38D) in the construction STREAM (Hoang, Reyhanitabar, Rogaway,
Vizár: Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance, CRYPTO 2015), as age
and Tink do: a nonce is the file's own seven random bytes, the chunk's number in four, and a byte
that says whether it is the last. So no chunk can be changed, moved, left out or added, and no
ending cut off. The head is authenticated with every chunk:

    trimtab-sealed 1\\n | log2 of scrypt's N (1 byte) | salt (16) | bytes of the nonces (7)
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from trimtab.kernel.errors import MachineTrouble
from trimtab.kernel.said import say

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

MAGIC = b"trimtab-sealed 1\n"
CHUNK = 1024 * 1024
SHORTEST = 12
_SALT, _PREFIX, _TAG = 16, 7, 16
# 128 MB of memory and a third of a second; a file may ask for up to eight times that.
COST, _LEAST_COST, _MOST_COST = 17, 14, 20
_HEAD = len(MAGIC) + 1 + _SALT + _PREFIX
_MOST_CHUNKS = 2**32


def is_sealed(file: IO[bytes]) -> bool:
    """Whether what comes is sealed; the file stands where it stood."""
    at = file.tell()
    begins = file.read(len(MAGIC))
    file.seek(at)
    return begins == MAGIC


class Sealer(io.RawIOBase):
    """Seals what is written to it into `target`. It must be closed: without its last chunk a file
    is not whole."""

    def __init__(self, target: IO[bytes], passphrase: str, *, cost: int) -> None:
        if len(passphrase) < SHORTEST:
            raise MachineTrouble(
                say(
                    "The passphrase is too short: at least {count} characters are needed.",
                    count=SHORTEST,
                )
            )
        salt, self._prefix = os.urandom(_SALT), os.urandom(_PREFIX)
        self._head = MAGIC + bytes([cost]) + salt + self._prefix
        self._cipher, self._target = _cipher(passphrase, salt, cost), target
        self._number, self._waiting = 0, bytearray()
        target.write(self._head)

    def writable(self) -> bool:
        """It is written to."""
        return True

    def write(self, content: ReadableBuffer, /) -> int:
        """Takes content; a chunk is sealed once something comes after it."""
        came = bytes(content)
        self._waiting += came
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]
        return len(came)

    def finish(self) -> None:
        """Seals the last chunk."""
        self._seal(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, is_last=is_last)
        self._target.write(self._cipher.encrypt(nonce, chunk, self._head))
        self._number += 1


class Opener(io.RawIOBase):
    """Reads what a Sealer wrote; not a byte of a chunk comes out before it is found genuine. Raises
    Trouble for a wrong passphrase, and where anything was changed or is missing."""

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        self._head = source.read(_HEAD)
        cost = self._head[len(MAGIC)] if len(self._head) == _HEAD else 0
        if not self._head.startswith(MAGIC) or not _LEAST_COST <= cost <= _MOST_COST:
            raise _broken()
        salt = self._head[len(MAGIC) + 1 : len(MAGIC) + 1 + _SALT]
        self._cipher, self._source = _cipher(passphrase, salt, cost), source
        self._chunks, self._left = self._opened(self._head[-_PREFIX:]), memoryview(b"")

    def readable(self) -> bool:
        """It is read."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Some bytes more; 0 at the end, once all of it was genuine."""
        while not self._left:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._left = memoryview(chunk)
        place = memoryview(buffer).cast("B")
        count = min(len(place), len(self._left))
        place[:count] = self._left[:count]
        self._left = self._left[count:]
        return count

    def _opened(self, prefix: bytes) -> Iterator[bytes]:
        sealed = self._source.read(CHUNK + _TAG)
        for number in range(_MOST_CHUNKS):
            after = self._source.read(CHUNK + _TAG)
            nonce = _nonce(prefix, number, is_last=not after)
            try:
                chunk = self._cipher.decrypt(nonce, sealed, self._head)
            except InvalidTag as error:
                raise (_broken() if number else _refused()) from error
            yield chunk
            if not after:
                return
            sealed = after


def _cipher(passphrase: str, salt: bytes, cost: int) -> AESGCM:
    derived = Scrypt(salt=salt, length=32, n=2**cost, r=8, p=1).derive(passphrase.encode())
    return AESGCM(derived)


def _nonce(prefix: bytes, number: int, *, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([is_last])


def _refused() -> MachineTrouble:
    return MachineTrouble(
        say("The passphrase does not open this backup, or its beginning was changed.")
    )


def _broken() -> MachineTrouble:
    return MachineTrouble(say("This sealed backup is not whole, or it was changed."))
