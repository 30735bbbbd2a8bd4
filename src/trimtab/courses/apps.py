from __future__ import annotations

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """The app. `content_address` serves what packages hold, without a slash at its end:
    an address of its own, so that a package's scripts cannot act as the person who is
    signed in (docs/decisions/0015-packages.md). Empty: files of packages are not served.
    The composition root says it once, at start."""

    name = "trimtab.courses"
    label = "courses"
    default_auto_field = "django.db.models.BigAutoField"
    content_address = ""
