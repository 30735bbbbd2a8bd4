"""What the composition root says once, at start."""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import apps

from trimtab.sealing.apps import SealingConfig


def settle(secrets: Sequence[str]) -> None:
    """Says the installation's secrets: the present one, then those before it."""
    config = apps.get_app_config("sealing")
    assert isinstance(config, SealingConfig)
    config.settle(secrets)
