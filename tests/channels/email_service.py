"""The other side of e-mail through a service: one that plays Postmark's interface."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.channels import OtherSide, Trial
from tests.mail_service import TOKEN, MailService, mail_service
from trimtab.channels.email.services import ServiceChannel
from trimtab.channels.email.writing import sender_of
from trimtab.messaging.api import Channel, MailSetUp, MailWay

PATIENCE = 0.5
NOBODY_LISTENS = "http://127.0.0.1:9/"


@dataclass
class ServiceTrial:
    """What goes by HTTP has been said when the other side is silent, so it is uncertain, and never
    away: tests/rooms/test_mail.py has that.
    """

    service: MailService
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = (TOKEN,)
    never: frozenset[OtherSide] = frozenset({OtherSide.SILENT})
    is_away: bool = False

    @property
    def channel(self) -> Channel:
        set_up = MailSetUp(way=MailWay.POSTMARK, sender="learn@corner.example", secret=TOKEN)
        sender = sender_of("Corner Stores", set_up.sender)
        address = NOBODY_LISTENS if self.is_away else self.service.address
        return ServiceChannel(set_up, sender, PATIENCE, address)

    def behaves(self, how: OtherSide) -> None:
        self.is_away = how is OtherSide.AWAY
        match how:
            case OtherSide.REFUSES_FOR_GOOD:
                said = {"ErrorCode": 300, "Message": f"No such thing, {TOKEN} " + "and so on " * 60}
                self.service.status, self.service.says = 400, json.dumps(said)
            case OtherSide.REFUSES_FOR_NOW:
                self.service.status, self.service.says = 500, '{"Message": "later"}'
            case _:
                self.service.status = 0

    def taken(self) -> list[str]:
        return [
            f"{message['Headers']} {message['Subject']}\n{message['TextBody']}"
            for message in self.service.taken
        ]


@contextmanager
def trial() -> Iterator[Trial]:
    with mail_service(MailService()) as service:
        yield ServiceTrial(service)
