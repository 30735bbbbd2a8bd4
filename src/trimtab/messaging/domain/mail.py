"""How mail leaves: what somebody sets up in the browser, what services ask for, and what is wrong
about a set-up. Nothing here asks anybody.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from trimtab.kernel.said import Said, say, say_in

MOST_NAME, MOST_ADDRESS, MOST_HOST, MOST_SECRET, MOST_DETAIL = 100, 254, 253, 1000, 200
MOST_AN_HOUR = 1_000_000
HIGHEST_PORT = 65_535
_ADDRESS = re.compile(r"[^\s@<>\"',;:()\[\]\\]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*")
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f]")
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class MailWay(StrEnum):
    """By which way mail leaves: a mail server, or a service with an interface of its own."""

    SMTP = "smtp"
    BREVO = "brevo"
    MAILERSEND = "mailersend"
    MAILGUN = "mailgun"
    MAILJET = "mailjet"
    MAILTRAP = "mailtrap"
    MANDRILL = "mandrill"
    POSTMARK = "postmark"
    RESEND = "resend"
    SCALEWAY = "scaleway"
    SENDGRID = "sendgrid"
    SPARKPOST = "sparkpost"


class MailSecurity(StrEnum):
    """How the connection to a mail server is kept from being read (RFC 3207, RFC 8314)."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class MailRegion(StrEnum):
    """Where a service keeps the account."""

    US = "us"
    EU = "eu"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailService:
    """What a service asks for. `secret`, `user` and `detail` are what it calls its fields, None
    where it asks for no such thing; `signs` is what it calls the key with which it signs what it
    tells of bounces, `tells` whether it tells of them at all.
    """

    name: str
    secret: Said = field(default_factory=lambda: say("API key"))
    user: Said | None = None
    detail: Said | None = None
    needs_detail: bool = False
    has_regions: bool = False
    signs: Said | None = None
    tells: bool = True


SERVICES: Mapping[MailWay, MailService] = {
    MailWay.BREVO: MailService(name="Brevo"),
    MailWay.MAILERSEND: MailService(
        name="MailerSend", secret=say("API token"), signs=say("Signing secret of the webhook")
    ),
    MailWay.MAILGUN: MailService(
        name="Mailgun",
        detail=say("Sending domain, where it is not that of the sender's address"),
        has_regions=True,
        signs=say("HTTP webhook signing key"),
    ),
    MailWay.MAILJET: MailService(name="Mailjet", user=say("API key"), secret=say("Secret key")),
    MailWay.MAILTRAP: MailService(
        name="Mailtrap", secret=say("API token"), signs=say("Signature key of the webhook")
    ),
    MailWay.MANDRILL: MailService(name="Mandrill", signs=say("Authentication key of the webhook")),
    MailWay.POSTMARK: MailService(
        name="Postmark", secret=say("Server API token"), detail=say("Message stream")
    ),
    MailWay.RESEND: MailService(name="Resend"),
    MailWay.SCALEWAY: MailService(
        name="Scaleway",
        secret=say("Secret key"),
        detail=say("Project ID"),
        needs_detail=True,
        tells=False,
    ),
    MailWay.SENDGRID: MailService(name="SendGrid", signs=say("Verification key of the webhook")),
    MailWay.SPARKPOST: MailService(name="SparkPost", detail=say("Subaccount"), has_regions=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSetUp:
    """How mail leaves. `sender` is an address; `per_hour` how many leave in an hour at most, None
    for as many as there are. For a mail server `host`, `port`, `security`, `user` and `secret` (its
    password); for a service `secret`, and of `user`, `detail` and `region` what it asks for.
    """

    way: MailWay
    sender: str
    sender_name: str = ""
    reply_to: str = ""
    per_hour: int | None = None
    host: str = ""
    port: int = 587
    security: MailSecurity = MailSecurity.STARTTLS
    user: str = ""
    secret: str = field(default="", repr=False)
    detail: str = ""
    region: MailRegion = MailRegion.US


@dataclass(frozen=True, slots=True)
class MailKept:
    """What is kept of a set-up, as a page may show it: `set_up` without its secret, whether there
    is one (`has_secret`) and can be read (`is_readable`), whether bounces can be taken in
    (`hears`) and are signed, when it was kept and when last tried out.
    """

    set_up: MailSetUp
    has_secret: bool
    is_readable: bool
    hears: bool
    has_hook_key: bool
    kept_at: dt.datetime
    tried_at: dt.datetime | None


def mail_faults(set_up: MailSetUp) -> dict[str, Said]:
    """What is wrong about a set-up, by field; nothing where it may be tried."""
    faults: dict[str, Said] = {}
    if not _is_address(set_up.sender):
        faults["sender"] = say("Give an address such as learn@example.org.")
    if set_up.reply_to and not _is_address(set_up.reply_to):
        faults["reply_to"] = say("Give an address such as learn@example.org, or none.")
    if _UNPRINTED.search(set_up.sender_name):
        faults["sender_name"] = say("Give a name in one line.")
    if set_up.per_hour is not None and not 1 <= set_up.per_hour <= MOST_AN_HOUR:
        faults["per_hour"] = say("Give a number from 1 on, or none.")
    for name in ("user", "secret", "detail"):
        if _UNPRINTED.search(getattr(set_up, name)):
            faults[name] = say("It stands in one line.")
    service = SERVICES.get(set_up.way)
    of_the_way = _faults_of_server(set_up) if service is None else _faults_of_service(set_up)
    return faults | of_the_way


def _faults_of_server(set_up: MailSetUp) -> dict[str, Said]:
    faults: dict[str, Said] = {}
    if len(set_up.host) > MOST_HOST or not _HOST.fullmatch(set_up.host):
        faults["host"] = say("Give the name of the mail server, such as mail.example.org.")
    if not 1 <= set_up.port <= HIGHEST_PORT:
        faults["port"] = say("Give a port from 1 to 65535; most servers take mail at 587.")
    is_open = set_up.security is MailSecurity.NONE and set_up.host not in _THIS_MACHINE
    if is_open and set_up.secret:
        faults["security"] = say("A password leaves over a secure connection alone.")
    if set_up.secret and not set_up.user:
        faults["user"] = say("A password needs the user that it belongs to.")
    return faults


def _faults_of_service(set_up: MailSetUp) -> dict[str, Said]:
    service, faults = SERVICES[set_up.way], dict[str, Said]()
    if not set_up.secret:
        faults["secret"] = say("This is needed.")
    if service.user is not None and not set_up.user:
        faults["user"] = say("This is needed.")
    if service.needs_detail and not set_up.detail:
        faults["detail"] = say("This is needed.")
    return faults


def _is_address(text: str) -> bool:
    return len(text) <= MOST_ADDRESS and _ADDRESS.fullmatch(text) is not None


class SuppressedBecause(StrEnum):
    """Why an address gets no more mail."""

    REFUSED = "refused"
    BOUNCED = "bounced"
    COMPLAINED = "complained"


SUPPRESSED_WORDS: Mapping[SuppressedBecause, Said] = {
    SuppressedBecause.REFUSED: say_in("of an address", "The mail server said it does not exist"),
    SuppressedBecause.BOUNCED: say_in("of an address", "Mail came back for good"),
    SuppressedBecause.COMPLAINED: say_in("of an address", "Its reader called a mail spam"),
}


@dataclass(frozen=True, slots=True)
class SuppressedRow:
    """An address that gets no mail: since when, why, and what the other side said of it."""

    address: str
    since: dt.datetime
    because: SuppressedBecause
    said: str


@dataclass(frozen=True, slots=True)
class MailStanding:
    """How mail stands: when the last one left (None: none ever did), how many left in the last
    hour, how many addresses get none.
    """

    last_sent: dt.datetime | None
    in_last_hour: int
    suppressed: int
