"""Cards to be cut out and handed to one person each: eight to a page of A4 with marks where to cut,
as PDF by Typst.
"""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import typst

from trimtab.papers.pdf import HERE, language_of, typeset
from trimtab.papers.text import breakable, shortened, tidy
from trimtab.pictures import readable

_LONGEST_NAME, _LONGEST_UNIT = 60, 40
# A picture within a picture, so that one way in serves logos and codes.
_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' viewBox="0 0 {width} {height}"><image width="{width}" height="{height}"'
    ' xlink:href="data:image/png;base64,{data}"/></svg>'
)


@dataclass(frozen=True, slots=True)
class CardFace:
    """What stands on one card, in its person's language (a tag such as de).

    `code` is the link as a QR code (SVG); `token` is what is typed at `address` instead.
    """

    name: str
    unit: str
    signs_in_with: str
    sign_in_name: str
    does: str
    code: str
    link: str
    types: str
    address: str
    token: str
    until: str
    language: str
    is_rtl: bool


@dataclass(frozen=True, slots=True)
class CardLook:
    """Whose cards they are: name, colour (#rrggbb), logo as PNG (empty: none), and the title and
    language of the file.
    """

    title: str
    organisation: str
    colour: str
    logo: bytes
    language: str


def cards_pdf(faces: Sequence[CardFace], look: CardLook) -> bytes:
    """The cards as a tagged PDF, in their order."""
    data = {
        "title": tidy(look.title),
        "organisation": shortened(look.organisation, _LONGEST_NAME),
        "brand": readable(look.colour, "#ffffff"),
        "language": language_of(look.language),
        "logo": _logo(look.logo) if look.logo else None,
        "cards": [_face(face) for face in faces],
    }
    given = {"cards": json.dumps(data, ensure_ascii=True)}
    template = (HERE / "cards.typ").read_bytes()
    try:
        return typeset(template, given, pdf_standards=["ua-1"])
    except typst.TypstError:
        return typeset(template, given)


def _logo(png: bytes) -> str:
    # Width and height stand behind the signature (ISO/IEC 15948, 11.2.2).
    width, height = struct.unpack(">II", png[16:24])
    return _LOGO.format(width=width, height=height, data=base64.b64encode(png).decode())


def _face(face: CardFace) -> dict[str, Any]:
    return {
        "name": breakable(shortened(face.name, _LONGEST_NAME)),
        "unit": shortened(face.unit, _LONGEST_UNIT),
        "signs_in_with": tidy(face.signs_in_with),
        "sign_in_name": breakable(tidy(face.sign_in_name)),
        "does": tidy(face.does),
        "code": face.code,
        "link": face.link,
        "types": tidy(face.types),
        "address": breakable(face.address),
        "token": face.token,
        "until": tidy(face.until),
        "language": language_of(face.language),
        "is_rtl": face.is_rtl,
    }
