from __future__ import annotations

from django.apps import AppConfig

from trimtab.lrs.domain.installation import Installation


class LrsConfig(AppConfig):
    """The app; `installation` is what the composition root says of this
    installation at start, and is not changed after."""

    name = "trimtab.lrs"
    label = "lrs"
    default_auto_field = "django.db.models.BigAutoField"
    installation: Installation | None = None
