"""Secrets of others that the installation keeps for them (of a mail service, a directory, another
record store): sealed in the database, read by nobody who has not the installation's own secret.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography.fernet import InvalidToken
from django.apps import apps as registry
from django.db import models

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.sealing.apps import SealingConfig

if TYPE_CHECKING:
    _Text = models.TextField["Sealed | str", "Sealed"]
else:
    _Text = models.TextField


def seal(text: str) -> str:
    """The text as nobody without the installation's secret can read it (Fernet: AES-128 in CBC mode
    and HMAC-SHA-256); safe in addresses.
    """
    return _app().sealer().encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    """What was sealed.

    Raises Refusal when it was sealed under another secret, or is no such token.
    """
    try:
        return _app().sealer().decrypt(token.encode()).decode()
    except InvalidToken as error:
        sentence = say("This was kept under another secret of the installation: enter it again.")
        raise Refusal("sealing.unreadable", sentence) from error


def renewed(token: str) -> str:
    """What was sealed, sealed anew under the installation's present secret.

    Raises Refusal as `unseal` does.
    """
    return seal(unseal(token))


@dataclass(frozen=True, slots=True, repr=False)
class Sealed:
    """A text that is kept sealed; neither a page nor a line of the log shows it by mistake."""

    token: str

    def __repr__(self) -> str:
        return "Sealed(…)" if self.token else "Sealed()"

    def __bool__(self) -> bool:
        return bool(self.token)

    def opened(self) -> str:
        """The text, '' when none is kept. Raises Refusal as `unseal` does."""
        return unseal(self.token) if self.token else ""


class SealedField(_Text):
    """A text column that is sealed; what goes in is a text or a `Sealed`, what comes out is a
    `Sealed`. Nothing is found by its text.
    """

    def from_db_value(self, value: str | None, *_: object) -> Sealed | None:
        """What is kept, unopened."""
        return None if value is None else Sealed(value)

    def to_python(self, value: Any) -> Any:
        """As it is; forms give texts."""
        return value

    def get_prep_value(self, value: Any) -> Any:
        """The token; an empty text stays empty."""
        if value is None or value == "":
            return value
        return value.token if isinstance(value, Sealed) else seal(str(value))


def _app() -> SealingConfig:
    config = registry.get_app_config("sealing")
    assert isinstance(config, SealingConfig)
    return config
