"""Which installation this is, and what its secret opens
(docs/decisions/0037-the-record-store-by-resource.md)."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
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


def seal(text: str) -> str:
    """The text as nobody without the secret can read it (Fernet:
    AES and HMAC); safe in addresses."""
    return _sealer().encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    """What was sealed. Raises Refusal when it was sealed under
    another secret, or is no such token."""
    try:
        return _sealer().decrypt(token.encode()).decode()
    except InvalidToken as error:
        sentence = say("This was kept under another secret of the installation: enter it again.")
        raise Refusal("lrs.unreadable", sentence) from error


def _sealer() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(installation().derived("seal")))
