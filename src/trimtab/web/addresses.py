"""Whole addresses of our pages, for letters and sheets that are read elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.urls import reverse

from trimtab.journeys.directories import OurAddresses
from trimtab.lrs import api as lrs


def links_to(route: str) -> Callable[[str], str]:
    """Makes whole links to the page `route` out of tokens, at the address that the settings name.

    What a browser says of the host is not believed.
    """
    home = lrs.home()
    return lambda token: f"{home}{reverse(route, args=[token])}"


def connection_addresses(connection_id: UUID) -> OurAddresses:
    """What a directory must be told of this installation: our whole addresses for a connection."""
    home = lrs.home()

    def whole(route: str) -> str:
        return f"{home}{reverse(route, args=[connection_id])}"

    return OurAddresses(
        back=whole("directory-back"),
        answers_at=whole("gateway:assertion"),
        metadata=whole("gateway:saml-metadata"),
    )
