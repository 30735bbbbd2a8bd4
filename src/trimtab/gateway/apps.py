from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from trimtab.gateway.xapi.arriving import Desks
    from trimtab.gateway.xapi.keyring import KeyRing


class GatewayConfig(AppConfig):
    """The app, and what one process keeps between requests: who called
    lately, and the desk of each event loop."""

    name = "trimtab.gateway"
    label = "gateway"
    ring: KeyRing
    desks: Desks

    def ready(self) -> None:
        from trimtab.gateway.xapi import arriving, keyring

        self.ring = keyring.new()
        self.desks = arriving.Desks()
