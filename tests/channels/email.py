"""The other side of e-mail: a mail server that wants a password."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from functools import partial

import environ
from django.test import override_settings

from tests.channels import OtherSide, Trial
from tests.mail_server import MailServer, Mood, serving
from trimtab.channels.email import set_up
from trimtab.messaging.api import Channel

PASSWORD = "a-secret-of-the-mail-server"
PATIENCE = 0.5


@dataclass
class EmailTrial:
    """`settings` are those of an installation; the server is somewhere else while it is away."""

    server: MailServer
    settings: Mapping[str, str]
    secrets: tuple[str, ...] = (PASSWORD,)
    never: frozenset[OtherSide] = frozenset()
    is_away: bool = field(default=False)

    @property
    def channel(self) -> Channel:
        channel = set_up(partial(_said, self.settings))
        assert channel is not None
        return channel

    def behaves(self, how: OtherSide) -> None:
        self.server.mood = Mood.SILENT if how is OtherSide.SILENT else Mood.WELL
        self.server.is_away = how is OtherSide.AWAY
        match how:
            case OtherSide.REFUSES_FOR_GOOD:
                self.server.says = "550 5.1.1 unknown " + "and so on " * 60
            case OtherSide.REFUSES_FOR_NOW:
                self.server.says = "451 4.7.1 later " + "and so on " * 60
            case _:
                self.server.says = "250 well"

    def taken(self) -> list[str]:
        return [f"{mail.key} {_text(mail.content)}" for mail in self.server.taken]


def _said(settings: Mapping[str, str], name: str) -> str:
    return settings.get(name, "")


def _text(content: Message) -> str:
    body = content.get_payload(decode=True)
    assert isinstance(body, bytes)
    return f"{content['Subject']}\n{body.decode()}"


@contextmanager
def trial() -> Iterator[Trial]:
    with serving(MailServer(password=PASSWORD)) as server:
        address = f"smtp://trimtab:{PASSWORD}@127.0.0.1:{server.port}"
        settings = environ.Env.email_url_config(address)
        backend = "django.core.mail.backends.smtp.EmailBackend"
        with override_settings(**{**settings, "EMAIL_BACKEND": backend, "EMAIL_TIMEOUT": PATIENCE}):
            yield EmailTrial(server, {"TRIMTAB_EMAIL_URL": address})
