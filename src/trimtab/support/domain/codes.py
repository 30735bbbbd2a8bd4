"""QR codes. Pure."""

from __future__ import annotations

import io

import segno

# Of the eight patterns that a code can be laid over with, any can be read; choosing the best takes
# three times as long as the rest.
_ANY_MASK = 3


def qr_svg(address: str, *, is_one_of_many: bool = False) -> str:
    """A QR code of an address as an SVG that stands alone, with a quiet zone.

    ISO/IEC 18004, error correction M or better. Dark on white, so that it works in both appearances
    and in print.
    """
    code = segno.make(address, error="m", micro=False, mask=_ANY_MASK if is_one_of_many else None)
    out = io.BytesIO()
    code.save(
        out,
        kind="svg",
        border=4,
        xmldecl=False,
        svgclass="qr",
        lineclass=None,
        omitsize=True,
        dark="#000",
        light="#fff",
    )
    return out.getvalue().decode()
