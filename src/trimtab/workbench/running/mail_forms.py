"""What somebody fills in on the page Mail."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from trimtab.messaging.api import MailRegion, MailSecurity, MailSetUp, MailWay
from trimtab.web.forms import Asks, Form

MOST_SECRET, MOST_TEXT, MOST_ADDRESS, MOST_NAME = 1000, 200, 254, 100
MOST_AN_HOUR, HIGHEST_PORT, USUAL_PORT, MOST_LIFTED = 1_000_000, 65_535, 587, 200


class MailAct(StrEnum):
    """What is done with what was filled in."""

    TRY = "try"
    KEEP = "keep"


class MailForm(Form, frozen=True, kw_only=True):
    """How mail leaves, where a test goes, and whether it is kept without one."""

    do: MailAct = MailAct.TRY
    way: MailWay = MailWay.SMTP
    sender: Annotated[str, Asks(most=MOST_ADDRESS)] = ""
    sender_name: Annotated[str, Asks(most=MOST_NAME)] = ""
    reply_to: Annotated[str, Asks(most=MOST_ADDRESS)] = ""
    per_hour: Annotated[
        int | None, Asks(most=MOST_AN_HOUR, fault=_("Give a whole number, or none."))
    ] = None
    host: Annotated[str, Asks(most=MOST_ADDRESS)] = ""
    port: Annotated[
        int, Asks(most=HIGHEST_PORT, fault=_("Give a port from 1 to 65535; most servers take 587."))
    ] = USUAL_PORT
    security: MailSecurity = MailSecurity.STARTTLS
    user: Annotated[str, Asks(most=MOST_TEXT)] = ""
    secret: Annotated[str, Asks(most=MOST_SECRET, as_it_is=True)] = ""
    detail: Annotated[str, Asks(most=MOST_TEXT)] = ""
    region: MailRegion = MailRegion.US
    test: Annotated[str, Asks(most=MOST_ADDRESS)] = ""

    def set_up(self) -> MailSetUp:
        """The set-up. What its way does not ask for is left out."""
        by_server = self.way is MailWay.SMTP
        return MailSetUp(
            way=self.way,
            sender=self.sender,
            sender_name=self.sender_name,
            reply_to=self.reply_to,
            per_hour=self.per_hour,
            host=self.host if by_server else "",
            port=self.port if by_server else USUAL_PORT,
            security=self.security if by_server else MailSecurity.STARTTLS,
            user=self.user,
            secret=self.secret,
            detail="" if by_server else self.detail,
            region=MailRegion.US if by_server else self.region,
        )


class MailWayForm(Form, frozen=True, kw_only=True):
    """Which way is looked at, and which addresses that get no mail."""

    way: MailWay | None = None
    q: Annotated[str, Asks(most=MOST_NAME)] = ""


class HookForm(Form, frozen=True, kw_only=True):
    """The key with which the service signs, where it does."""

    key: Annotated[str, Asks(most=MOST_SECRET)] = ""


class LiftForm(Form, frozen=True, kw_only=True):
    """The addresses to which mail goes again; `person` is whose page is shown after it."""

    address: Annotated[tuple[str, ...], Asks(most=MOST_ADDRESS, many=MOST_LIFTED)] = ()
    person: str = ""
