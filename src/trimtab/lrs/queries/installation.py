"""Which installation this is (docs/decisions/0037-the-record-store-by-resource.md)."""

from __future__ import annotations

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from trimtab.lrs.apps import LrsConfig
from trimtab.lrs.domain.installation import Installation


def app() -> LrsConfig:
    """The app, which holds what the composition root said."""
    config = apps.get_app_config("lrs")
    assert isinstance(config, LrsConfig)
    return config


def installation() -> Installation:
    """This installation, as the composition root said at start."""
    settled = app().installation
    if settled is None:
        raise ImproperlyConfigured("Nobody has said yet at which address the record store lives.")
    return settled


def home() -> str:
    """The installation's address, without a slash at its end."""
    return installation().address
