"""What the pages of people take in: whom they look at, who somebody is, what is done with a link."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from trimtab.people.api import EntryStage, Role, RowFate
from trimtab.web.forms import Asks, Form

_Word = Annotated[str, Asks(most=100)]
_Code = Annotated[str, Asks(most=64)]


class InviteWay(StrEnum):
    """How many people are invited at once."""

    MAIL = "mail"
    PAPER = "paper"
    PAPER_WITHOUT_MAIL = "paper-without-mail"


class LinkAct(StrEnum):
    """What is done with the link of one person."""

    MAIL = "mail"
    PAPER = "paper"
    RESET = "reset"
    WITHDRAW = "withdraw"


class LeaveAct(StrEnum):
    """Whether somebody leaves, or comes back."""

    LEAVE = "leave"
    BACK = "back"


class FilterForm(Form, frozen=True, kw_only=True):
    """Who is looked at: by a part of name or address, unit, role, and how far they have come."""

    q: _Word = ""
    unit: _Word = ""
    role: _Word = ""
    standing: EntryStage | None = None

    @property
    def invitable(self) -> EntryStage:
        """Whom the buttons would invite: those never invited, unless others are looked at."""
        return self.standing or EntryStage.NEW

    def wanted(self) -> dict[str, Any]:
        """The filter as people.count_to_invite and people.ids_to_invite ask for it."""
        return {
            "query": self.q,
            "unit": self.unit,
            "role": self.role,
            "standing": self.invitable,
        }


class WayForm(Form, frozen=True, kw_only=True):
    """How those who fit a filter are invited."""

    way: InviteWay = InviteWay.PAPER


class PersonForm(Form, frozen=True, kw_only=True):
    """Who somebody is here."""

    email: Annotated[str, Asks(most=254)] = ""
    name: Annotated[str, Asks(most=300)] = ""
    unit: _Code = ""
    roles: Annotated[tuple[str, ...], Asks(many=len(Role), sent_as="role")] = ()
    manages: Annotated[tuple[str, ...], Asks(most=64)] = ()


class LinkForm(Form, frozen=True, kw_only=True):
    """What is done with somebody's link."""

    do: LinkAct | None = None


class LeaveForm(Form, frozen=True, kw_only=True):
    """Whether somebody leaves, or comes back."""

    do: LeaveAct = LeaveAct.LEAVE


class AgreeForm(Form, frozen=True, kw_only=True):
    """Which dangers of a list somebody agrees to, by their keys."""

    agreed: Annotated[tuple[str, ...], Asks(many=20, most=80)] = ()


class ListRowsForm(Form, frozen=True, kw_only=True):
    """Which rows of a list are looked at: by what becomes of them, and a part of name or
    address.
    """

    q: _Word = ""
    fate: RowFate | None = None
