"""An organisation's logo: which pictures are taken, and how large they are kept.

Only what a file says of itself in its first bytes is read here: whether it is one of three kinds,
and how many pixels it would unfold to. Who draws it anew is `redrawing.py`.

Sources: PNG (ISO/IEC 15948, 11.2.2), JPEG (ITU-T T.81, B.2.2), WebP (RFC 9649, 2.4 to 2.7).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import StrEnum

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, say

MOST_BYTES = 2 * 1024 * 1024
LEAST_SIDE, MOST_SIDE = 16, 4000
BOX_WIDTH, BOX_HEIGHT = 640, 192
_PNG = b"\x89PNG\r\n\x1a\n"
_FRAMES = {0xC0, 0xC1, 0xC2}
_STANDALONE = {0x01, *range(0xD0, 0xD9)}


class PictureKind(StrEnum):
    """The kinds of files that are taken, by the names under which they are drawn."""

    PNG = "png"
    JPEG = "jpg"
    WEBP = "webp"


@dataclass(frozen=True, slots=True)
class Measured:
    """What a file says that it is; width and height in pixels."""

    kind: PictureKind
    width: int
    height: int

    @property
    def drawn_width(self) -> float:
        """How wide it is kept, in pixels: as it is, or as it fits into the box."""
        return self.width * min(1.0, BOX_WIDTH / self.width, BOX_HEIGHT / self.height)


def no_picture() -> Refusal:
    """The refusal for what cannot be drawn."""
    return _refused(
        say("This is no picture that can be shown. Choose a file in PNG, JPEG or WebP.")
    )


def measured(content: bytes) -> Measured:
    """What the file is. Raises Refusal (field 'logo') when it is too large, no picture, or one
    that would unfold to more than can be shown.
    """
    if len(content) > MOST_BYTES:
        raise _refused(
            say(
                "The file is too large: at most {most} MB. Choose a smaller one.",
                most=MOST_BYTES // 1024**2,
            )
        )
    try:
        found = _measured(content)
    except (struct.error, IndexError):
        found = None
    if found is None:
        raise no_picture()
    sides = (found.width, found.height)
    if min(sides) < LEAST_SIDE or max(sides) > MOST_SIDE:
        raise _refused(
            say(
                "The picture has {width} by {height} pixels. Choose one with {least} to {most} on "
                "each side.",
                width=found.width,
                height=found.height,
                least=LEAST_SIDE,
                most=MOST_SIDE,
            )
        )
    return found


def _refused(sentence: Said) -> Refusal:
    return Refusal("people.logo", sentence, "logo")


def _measured(content: bytes) -> Measured | None:
    if content.startswith(_PNG) and content[12:16] == b"IHDR":
        return Measured(PictureKind.PNG, *struct.unpack(">II", content[16:24]))
    if content.startswith(b"\xff\xd8"):
        return _jpeg(content)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _webp(content)
    return None


def _jpeg(content: bytes) -> Measured | None:
    """Walks from marker to marker, to the frame that says how large it is."""
    at = 2
    while content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _STANDALONE:
            at += 2
        elif marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return Measured(PictureKind.JPEG, width, height)
        else:
            at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    return None


def _webp(content: bytes) -> Measured | None:
    match content[12:16]:
        case b"VP8X":
            width = int.from_bytes(content[24:27], "little") + 1
            height = int.from_bytes(content[27:30], "little") + 1
        case b"VP8L":
            bits = struct.unpack("<I", content[21:25])[0]
            width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            sides = struct.unpack("<HH", content[26:30])
            width, height = (side & 0x3FFF for side in sides)
        case _:
            return None
    return Measured(PictureKind.WEBP, width, height)
