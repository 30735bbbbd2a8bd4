"""Sends messages through a service by its own interface (django-anymail)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any, assert_never

from trimtab.channels.email.troubles import MOST_WORDS
from trimtab.channels.email.writing import Sender, mail_for_service
from trimtab.kernel.errors import ChannelAway, DeliveryFailed, DeliveryUncertain
from trimtab.kernel.said import Said, pattern, say
from trimtab.messaging.api import (
    SERVICES,
    MailRegion,
    MailSetUp,
    MailWay,
    Mark,
    OpenChannel,
    Outgoing,
)

_NOT_REACHED = pattern("{service} cannot be reached: {reason}")
_NO_KEY = pattern("{service} does not accept the key: {answer}")
_NO_SENDER = pattern("{service} does not take our sender: {answer}")
_NOT_NOW = pattern("{service} takes nothing for now: {answer}")
_NO_MESSAGE = pattern("{service} does not take the message: {answer}")
_NO_ADDRESS = pattern("{service} does not take the address: {answer}")
_UNSURE = pattern("{service} got the message and did not say that it has it ({reason}).")
_KEY, _SENDER_UNKNOWN, _BUSY, _UNCERTAIN = (401, 402, 403), 404, (429, 503), (502, 504)
_OF_THE_SENDER = re.compile(
    r"\b(sender|from)\b.{0,80}\b(verif|valid|allow|signature|authori[sz]|register|exist|found)"
    r"|not verified|sender signature|unverified",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class ServiceChannel:
    """A service; `patience` is for how many seconds it is waited for. `api_url` is its interface
    where it is not its own.
    """

    set_up: MailSetUp
    sender: Sender
    patience: float
    api_url: str = ""

    @contextmanager
    def open(self) -> Iterator[OpenChannel]:
        """One session for all messages; whether the service is there shows with the first."""
        module: Any = import_module(f"anymail.backends.{self.set_up.way.value}")
        backend = module.EmailBackend(
            **_keys(self.set_up), **self._elsewhere(), timeout=self.patience
        )
        backend.open()
        try:
            yield _OpenService(
                backend, SERVICES[self.set_up.way].name, self.set_up.secret, self.sender
            )
        finally:
            with suppress(OSError):
                backend.close()

    def _elsewhere(self) -> dict[str, str]:
        if self.api_url:
            return {"api_url": self.api_url}
        if self.set_up.region is MailRegion.EU and self.set_up.way in _IN_EUROPE:
            return {"api_url": _IN_EUROPE[self.set_up.way]}
        return {}


_IN_EUROPE = {
    MailWay.MAILGUN: "https://api.eu.mailgun.net/v3",
    MailWay.SPARKPOST: "https://api.eu.sparkpost.com/api/v1",
}


def _keys(set_up: MailSetUp) -> dict[str, str]:
    """What the service's backend is told, by anymail's names."""
    match set_up.way:
        case MailWay.MAILERSEND | MailWay.MAILTRAP:
            return {"api_token": set_up.secret}
        case MailWay.POSTMARK:
            stream = {"message_stream": set_up.detail} if set_up.detail else {}
            return {"server_token": set_up.secret, **stream}
        case MailWay.MAILJET:
            return {"api_key": set_up.user, "secret_key": set_up.secret}
        case MailWay.SCALEWAY:
            return {"secret_key": set_up.secret, "project_id": set_up.detail}
        case MailWay.MAILGUN:
            domain = {"sender_domain": set_up.detail} if set_up.detail else {}
            return {"api_key": set_up.secret, **domain}
        case MailWay.SPARKPOST:
            account = {"subaccount": set_up.detail} if set_up.detail else {}
            return {"api_key": set_up.secret, **account}
        case MailWay.BREVO | MailWay.MANDRILL | MailWay.RESEND | MailWay.SENDGRID:
            return {"api_key": set_up.secret}
        case MailWay.SMTP:
            raise AssertionError("a mail server is no service")
        case _:
            assert_never(set_up.way)


@dataclass(frozen=True, slots=True)
class _OpenService:
    """A session with a service."""

    backend: Any
    service: str
    secret: str
    sender: Sender

    def deliver(self, message: Outgoing, handing_over: Mark) -> None:
        """As the contract of channels says. The message is marked right before the request leaves."""
        mail = mail_for_service(message, self.sender)
        errors: Any = import_module("anymail.exceptions")
        with self._marked(handing_over):
            try:
                self.backend.send_messages([mail])
            except errors.AnymailRequestsAPIError as error:
                raise self._of_answer(error) from error
            except errors.AnymailRecipientsRefused as error:
                answer = self._hushed(_body(error.response))
                raise DeliveryFailed(
                    self._say(_NO_ADDRESS, answer=answer), permanent=True, is_gone=True
                ) from error
            except (errors.AnymailError, ValueError) as error:
                # It was not sent: it asks for what the service has not, or cannot be written.
                sentence = say("It cannot be written as e-mail: {error}", error=_first_line(error))
                raise DeliveryFailed(sentence, permanent=True) from error

    @contextmanager
    def _marked(self, handing_over: Mark) -> Iterator[None]:
        """Within it the message is marked by whatever sends a request."""
        session = self.backend.session
        send = session.request

        def marked(**request: Any) -> Any:
            handing_over()
            return send(**request)

        session.request = marked
        try:
            yield
        finally:
            session.request = send

    def _of_answer(self, error: Any) -> DeliveryFailed | DeliveryUncertain:
        """What an error of the service, or of the way to it, means."""
        if error.response is None:
            return self._of_the_way(error.__cause__)
        status, answer = int(error.response.status_code), self._hushed(_body(error.response))
        if status in _KEY and not _OF_THE_SENDER.search(answer):
            return ChannelAway(self._say(_NO_KEY, answer=answer))
        if status in _BUSY:
            return ChannelAway(self._say(_NOT_NOW, answer=answer))
        if status in _UNCERTAIN or status < 300:
            return DeliveryUncertain(self._say(_UNSURE, reason=answer))
        if status == _SENDER_UNKNOWN or (status < 500 and _OF_THE_SENDER.search(answer)):
            # Whoever refuses the sender refuses all messages.
            return ChannelAway(self._say(_NO_SENDER, answer=answer))
        return DeliveryFailed(self._say(_NO_MESSAGE, answer=answer), permanent=status < 500)

    def _of_the_way(self, cause: BaseException | None) -> DeliveryFailed | DeliveryUncertain:
        requests: Any = import_module("requests.exceptions")
        reason = _first_line(cause) if cause is not None else ""
        # Before the connection stands, nothing can have been handed over.
        pool: Any = (
            cause.args[0] if isinstance(cause, requests.ConnectionError) and cause.args else None
        )
        never = isinstance(cause, requests.ConnectTimeout | requests.SSLError) or type(
            getattr(pool, "reason", None)
        ).__name__ in ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError")
        if never:
            return ChannelAway(self._say(_NOT_REACHED, reason=_kind(cause, pool)))
        return DeliveryUncertain(self._say(_UNSURE, reason=self._hushed(reason)))

    def _say(self, sentence: Said, **parts: str) -> Said:
        return sentence.filled(service=self.service, **parts)

    def _hushed(self, text: str) -> str:
        """The text without the key, should the service say it back."""
        return text.replace(self.secret, "•••") if self.secret else text


def _kind(cause: BaseException | None, pool: Any) -> Said:
    name = type(getattr(pool, "reason", None)).__name__
    if name == "NameResolutionError":
        return say("no machine has this name (DNS).")
    if "SSL" in type(cause).__name__:
        return say("no secure connection (TLS) came about.")
    if "Timeout" in type(cause).__name__ or "Timeout" in name:
        return say("it did not answer in time.")
    return say("the connection is refused.")


def _body(response: Any) -> str:
    """What the service said: its status, and the beginning of its words."""
    words = " ".join(str(getattr(response, "text", "") or "").split())
    return f"{response.status_code} {words}"[:MOST_WORDS]


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0][:MOST_WORDS]
