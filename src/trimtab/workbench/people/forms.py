"""What the pages of people take in: whom they look at, who somebody is, what is done with a link."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _l

from trimtab.people.api import (
    AttributeKind,
    BulkKind,
    EntryStage,
    PeopleOrder,
    Role,
    RowFate,
)
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


class ExportKind(StrEnum):
    """As which file people are taken out."""

    CSV = "csv"
    EXCEL = "xlsx"


class FilterForm(Form, frozen=True, kw_only=True):
    """Who is looked at: by a part of name, address or number, unit, role, audience, and how far
    they have come; and in which order.
    """

    q: _Word = ""
    unit: Annotated[str, Asks(most=200)] = ""
    role: _Word = ""
    audience: _Word = ""
    standing: EntryStage | None = None
    order: Annotated[PeopleOrder | None, Asks(sent_as="sort")] = None

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
            "audience": self.audience,
            "standing": self.invitable,
        }

    def narrowed(self) -> dict[str, Any]:
        """The filter as people.find_people and people.ids_of_people ask for it."""
        return {**self.wanted(), "standing": self.standing or ""}


class ChosenForm(Form, frozen=True, kw_only=True):
    """Who was chosen: those who were ticked, or all who fit the filter."""

    person: Annotated[tuple[UUID, ...], Asks(many=1_000)] = ()
    all: bool = False


class ChangeForm(Form, frozen=True, kw_only=True):
    """What is done with those who were chosen."""

    do: BulkKind | None = None
    unit_to: _Word = ""
    role_to: _Code = ""
    attribute: _Code = ""


class ExportForm(Form, frozen=True, kw_only=True):
    """As which file people are taken out."""

    kind: Annotated[ExportKind, Asks(sent_as="as")] = ExportKind.CSV


class KeepFilterForm(Form, frozen=True, kw_only=True):
    """A filter that is kept under a name; or the number of one that is kept no more."""

    name: _Code = ""
    remove: int = 0


class UnitForm(Form, frozen=True, kw_only=True):
    """A unit that is added; `parent` is the code or name of the one above."""

    code: _Word = ""
    name: Annotated[str, Asks(most=250)] = ""
    kind: _Code = ""
    parent: Annotated[str, Asks(most=200)] = ""


class UnitNameForm(Form, frozen=True, kw_only=True):
    """What a unit is called, and what it is."""

    name: Annotated[str, Asks(most=250)] = ""
    kind: _Code = ""


class MoveForm(Form, frozen=True, kw_only=True):
    """Below which unit a unit goes, and from which day on."""

    parent: Annotated[str, Asks(most=200)] = ""
    from_day: Annotated[dt.date | None, Asks(fault=_l("Give a day such as 2026-03-31."))] = None


class RetireForm(Form, frozen=True, kw_only=True):
    """Where those go who are in a unit that is no more."""

    to: Annotated[str, Asks(most=200)] = ""


class ManagerForm(Form, frozen=True, kw_only=True):
    """Who manages a unit, by address or sign-in name; or who does no more."""

    who: Annotated[str, Asks(most=254)] = ""
    end: UUID | None = None


class UnitsForm(Form, frozen=True, kw_only=True):
    """Which units are looked at: a part of name, code or kind, or the branch that is open."""

    q: _Word = ""
    at: _Code = ""


class AttributeForm(Form, frozen=True, kw_only=True):
    """What an attribute is called and what may stand in it; options stand a line each."""

    key: _Word = ""
    label: _Word = ""
    holds: AttributeKind = AttributeKind.TEXT
    options: Annotated[str, Asks(most=50_000)] = ""


class WayForm(Form, frozen=True, kw_only=True):
    """How those who fit a filter are invited."""

    way: InviteWay = InviteWay.PAPER


class PersonForm(Form, frozen=True, kw_only=True):
    """Who somebody is here."""

    email: Annotated[str, Asks(most=254)] = ""
    name: Annotated[str, Asks(most=300)] = ""
    unit: Annotated[str, Asks(most=200)] = ""
    roles: Annotated[tuple[str, ...], Asks(many=len(Role), sent_as="role")] = ()
    manages: Annotated[tuple[str, ...], Asks(most=64)] = ()
    manages_too: Annotated[str, Asks(most=200)] = ""
    language: Annotated[str, Asks(most=16)] = ""
    time_zone: Annotated[str, Asks(most=64)] = ""


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
