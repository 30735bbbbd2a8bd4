"""The organisation's logo: looked at, drawn anew, kept."""

from __future__ import annotations

import hashlib
import io
import subprocess

from trimtab import confined
from trimtab.kernel.errors import NotFound
from trimtab.people.domain.logo import measured, no_picture
from trimtab.people.models import Organisation

_DRAWER = "trimtab.people.domain.redrawing"
_SECONDS, _MEMORY, _MOST = 10, 1024 * 1024 * 1024, 2 * 1024 * 1024


def redrawn(content: bytes) -> bytes:
    """A picture that somebody sent as a PNG of our own, within the box of a logo.

    Raises Refusal (field 'logo') for what is too large or cannot be drawn.
    """
    found = measured(content)
    arguments = (found.kind.value, f"{found.drawn_width:.3f}")
    try:
        with confined.reading(
            _DRAWER,
            arguments,
            io.BytesIO(content),
            seconds=_SECONDS,
            memory=_MEMORY,
            most=_MOST,
        ) as drawn:
            png = drawn.read()
    except (confined.Exceeded, subprocess.CalledProcessError) as error:
        # A file that brings the drawer down is no picture, whatever it says of itself.
        raise no_picture() from error
    if not png:
        raise no_picture()
    return png


def set_logo(png: bytes) -> None:
    """Gives the organisation a logo that was redrawn; empty takes it away. Raises NotFound."""
    digest = hashlib.sha256(png).hexdigest() if png else ""
    if not Organisation.objects.filter(id=1).update(logo=png, logo_digest=digest):
        raise NotFound(
            "people.no-organisation", "There is no organisation yet. Run 'trimtab init' first."
        )
