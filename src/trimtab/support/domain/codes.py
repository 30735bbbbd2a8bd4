"""QR codes. Pure."""

from __future__ import annotations

import io

import segno


def qr_svg(address: str) -> str:
    """A QR code of an address as an SVG that stands alone, with a quiet zone.

    ISO/IEC 18004, error correction M or better. Dark on white, so that it works in both appearances
    and in print.
    """
    code = segno.make(address, error="m", micro=False)
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
