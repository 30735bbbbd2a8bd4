"""Sends messages through a mail server, one connection for many."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol, cast

from django.core.mail import BadHeaderError, EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import SafeMIMEMultipart, SafeMIMEText, sanitize_address

from trimtab.channels.email.troubles import is_gone, server_words, told, why_not_reached
from trimtab.channels.email.writing import Sender, mail_of
from trimtab.kernel.errors import ChannelAway, DeliveryFailed, DeliveryUncertain
from trimtab.kernel.said import Said, pattern, say
from trimtab.messaging.api import Mark, OpenChannel, Outgoing

_DONE, _FORWARDED, _READY, _NOT_NOW = 250, 251, 354, 421
_DOT = re.compile(rb"^\.", re.MULTILINE)
_WENT_AWAY = pattern("The mail server went away: {error}")
_NO_SENDER = pattern("The mail server does not take our sender: {answer}")
_NO_ADDRESS = pattern("The mail server does not take the address: {answer}")
_NO_MESSAGE = pattern("The mail server does not take the message: {answer}")
_UNSURE = pattern("The mail server got the message and did not say that it has it ({reason}).")


class _Backend(Protocol):
    """What Django calls a connection to a mail server."""

    def open(self) -> bool | None: ...
    def close(self) -> None: ...
    def send_messages(self, email_messages: list[EmailMessage]) -> int: ...


@dataclass(frozen=True)
class MailServerChannel:
    """Plain text from one address; the reason stands below the message. `connect` makes a backend
    of Django's, not open yet.
    """

    sender: Sender
    connect: Callable[[], Any]

    @contextmanager
    def open(self) -> Iterator[OpenChannel]:
        """One connection for all messages.

        Raises ChannelAway when the mail server cannot be reached or does not let us in.
        """
        backend = self.connect()
        try:
            backend.open()
        except (OSError, UnicodeError) as error:
            # A name that DNS cannot write is no name.
            raise ChannelAway(why_not_reached(error)) from error
        try:
            yield (
                _MailServer(self.sender, backend)
                if isinstance(backend, EmailBackend)
                else _OtherBackend(self.sender, backend)
            )
        finally:
            with suppress(OSError):
                backend.close()


@dataclass(frozen=True)
class _OtherBackend:
    """A backend that is no mail server (the console, a folder, a test); it takes what it gets."""

    sender: Sender
    backend: _Backend

    def deliver(self, message: Outgoing, handing_over: Mark) -> None:
        mail = mail_of(message, self.sender)
        handing_over()
        self.backend.send_messages([mail])


@dataclass
class _MailServer:
    """A conversation with a mail server.

    The message is marked after the server has said that it is ready for it (354), and before its
    first line is sent. A server that loses the connection before it has seen the end of a message
    does not take it (RFC 5321, 3.8 and 4.1.1.4), so that nothing is uncertain but the time between
    the end of the message and the server's answer.
    """

    sender: Sender
    backend: EmailBackend
    is_used: bool = False

    def deliver(self, message: Outgoing, handing_over: Mark) -> None:
        content, sender, address = self._content(message)
        smtp = self._begin(sender)
        self._until_ready(smtp, address)
        try:
            handing_over()
        except BaseException:
            # The server waits for the message; only leaving tells it that none comes.
            self._leave()
            raise
        try:
            smtp.send(content)
        except OSError as error:
            self._leave()
            raise ChannelAway(_WENT_AWAY.filled(error=told(error))) from error
        self._answered(smtp)
        self.is_used = True

    def _content(self, message: Outgoing) -> tuple[bytes, str, str]:
        """The message as it is sent, its sender's address and its reader's."""
        mail = mail_of(message, self.sender)
        encoding = mail.encoding or "utf-8"
        try:
            # Django's message takes the end of line; the class it is annotated with does not.
            written = cast(SafeMIMEText | SafeMIMEMultipart, mail.message())
            content = written.as_bytes(linesep="\r\n")
            sender, address = (
                sanitize_address(self.sender.written, encoding),
                sanitize_address(message.address, encoding),
            )
            address.encode("ascii")
        except (BadHeaderError, ValueError) as error:
            sentence = say("It cannot be written as e-mail: {error}", error=str(error))
            raise DeliveryFailed(sentence, permanent=True) from error
        dotted = _DOT.sub(b"..", content)
        ended = dotted if dotted.endswith(b"\r\n") else dotted + b"\r\n"
        return ended + b".\r\n", smtplib.quoteaddr(sender), smtplib.quoteaddr(address)

    def _begin(self, sender: str) -> smtplib.SMTP:
        """Says from whom.

        Some servers take only so many messages a connection: one that has taken some is opened once
        more.
        """
        try:
            return self._from(sender)
        except ChannelAway:
            if not self.is_used:
                raise
        self.is_used = False
        return self._from(sender)

    def _from(self, sender: str) -> smtplib.SMTP:
        try:
            self.backend.open()
            smtp = self.backend.connection
            if smtp is None:
                raise ChannelAway(say("The mail server cannot be reached."))
            # Only signing in has said it so far, and TLS makes the server forget it (RFC 3207, 4.2).
            smtp.ehlo_or_helo_if_needed()
            code, answer = smtp.docmd("MAIL", f"FROM:{sender}")
        except OSError as error:
            self._leave()
            raise ChannelAway(_WENT_AWAY.filled(error=told(error))) from error
        if code != _DONE:
            # Whoever refuses the sender refuses all messages.
            self._leave()
            raise ChannelAway(_NO_SENDER.filled(answer=server_words(code, answer)))
        return smtp

    def _until_ready(self, smtp: smtplib.SMTP, address: str) -> None:
        """Says to whom, until the server is ready for the message. Nothing is handed over yet."""
        try:
            code, answer = smtp.docmd("RCPT", f"TO:{address}")
            if code not in (_DONE, _FORWARDED):
                sentence = _NO_ADDRESS.filled(answer=server_words(code, answer))
                self._refused(smtp, code, sentence, gone=is_gone(code, answer))
            code, answer = smtp.docmd("DATA")
            if code != _READY:
                self._refused(smtp, code, _NO_MESSAGE.filled(answer=server_words(code, answer)))
        except OSError as error:
            self._leave()
            raise ChannelAway(_WENT_AWAY.filled(error=told(error))) from error

    def _answered(self, smtp: smtplib.SMTP) -> None:
        """What the server says after the end of the message; without an answer nobody knows."""
        try:
            code, answer = smtp.getreply()
        except OSError as error:
            self._leave()
            raise DeliveryUncertain(_UNSURE.filled(reason=told(error))) from error
        if 400 <= code < 600:
            self._refused(smtp, code, _NO_MESSAGE.filled(answer=server_words(code, answer)))
        if code != _DONE:
            self._leave()
            raise DeliveryUncertain(_UNSURE.filled(reason=server_words(code, answer)))

    def _refused(
        self, smtp: smtplib.SMTP, code: int, sentence: Said, *, gone: bool = False
    ) -> None:
        """Raises what a refusal means: this message, now or for good, or none at all for the moment (421)."""
        if code == _NOT_NOW:
            self._leave()
            raise ChannelAway(sentence)
        try:
            smtp.rset()
        except OSError:
            self._leave()
        raise DeliveryFailed(sentence, permanent=500 <= code < 600, is_gone=gone)

    def _leave(self) -> None:
        """Leaves without a word: what was begun is not finished."""
        smtp, self.backend.connection = self.backend.connection, None
        if smtp is not None:
            smtp.close()
