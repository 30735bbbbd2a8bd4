"""Whole addresses of our pages, for letters and sheets that are read elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from trimtab.lrs import api as lrs


def links_to(route: str) -> Callable[[str], str]:
    """Makes whole links to the page `route` out of tokens, at the address that the settings name.

    What a browser says of the host is not believed.
    """
    home = lrs.home()
    return lambda token: f"{home}{reverse(route, args=[token])}"
