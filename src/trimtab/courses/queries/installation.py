"""Where packages are played."""

from __future__ import annotations

from django.apps import apps

from trimtab.courses.apps import CoursesConfig


def app() -> CoursesConfig:
    """The app, which holds what the composition root said."""
    config = apps.get_app_config("courses")
    assert isinstance(config, CoursesConfig)
    return config


def content_home() -> str:
    """The address that serves what packages hold, without a slash
    at its end; '' when there is none."""
    return app().content_address
