"""Identifiers. Pure: time and randomness are arguments."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID


def uuid7(now: datetime, random_bytes: bytes) -> UUID:
    """A version 7 UUID (RFC 9562, section 5.7): ids made later sort later.

    `now` is an aware datetime (its milliseconds since 1970 fill the first 48 bits), `random_bytes`
    at least 10 bytes of randomness. Raises ValueError when there are fewer.
    """
    if len(random_bytes) < 10:
        raise ValueError("uuid7 needs at least 10 random bytes")
    milliseconds = int(now.timestamp() * 1000)
    value = (milliseconds & (2**48 - 1)) << 80 | int.from_bytes(random_bytes[:10], "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def uuid4_in_order(now: datetime, random_bytes: bytes) -> UUID:
    """A UUID that every reader takes for version 4 (RFC 9562, section 5.4), and that sorts by the
    millisecond in which it was made.

    There are widely used programs that read versions 1 to 5 alone. The first 48 bits are the
    milliseconds since 1970, as in version 7, so that an index grows at its end; 74 bits are random.
    Raises ValueError for fewer than 10 random bytes.
    """
    value = uuid7(now, random_bytes).int
    return UUID(int=value & ~(0xF << 76) | 0x4 << 76)
