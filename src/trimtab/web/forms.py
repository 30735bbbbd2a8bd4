"""Reading what a form or an address brings: one way for all streets.

A form is a frozen Struct. The type of a field says how it is read, its default what holds when
nothing was sent, and `Asks` what its bounds are and which sentence stands beside it otherwise:

    class NoteForm(Form, frozen=True, kw_only=True):
        title: Annotated[str, Asks(most=200)]
        first: Annotated[dt.date, Asks(fault=_l("Give a date."))]
        kind: Kind = Kind.OTHER

    note = read(NoteForm, request.POST)

What a rule says no to stays with the rooms: they raise a Refusal that names the field.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints
from urllib.parse import urlencode

import msgspec
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trimtab.kernel import written
from trimtab.kernel.errors import Refusal

MOST_CHARACTERS = 10_000
MOST_VALUES = 1_000
MOST_PAGE = 99_999_999
NEEDED = _("This is needed.")
_OFF = ("", "no")


@dataclass(frozen=True, slots=True)
class Asks:
    """What a field asks for beyond its type.

    `most` is how many characters a text has (the rest is cut off), or the highest whole number;
    `many` how many values a list has. `fault` is the sentence for what cannot be read, and for
    what is missing where `missing` says no other; without both a field says that it is needed.
    `sent_as` is the name in the form where it is another one. `as_it_is` keeps the blanks
    around a text.
    """

    most: int | None = None
    many: int = MOST_VALUES
    fault: str | Promise = ""
    missing: str | Promise = ""
    sent_as: str = ""
    as_it_is: bool = False


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody filled in, or asked for in an address.

    A text without a default is needed. An option, number, day or key that cannot be read is its
    default where the field says no fault. A switch is on when it says anything but "no".
    Of several options those that exist come in their own order, once each.
    """


class Faults(Refusal):
    """A form that cannot be taken: sentences by field. As a refusal it is the first of them."""

    def __init__(self, by_field: Mapping[str, str]) -> None:
        first = next(iter(by_field))
        super().__init__("form.fields", by_field[first], first)
        self.by_field = dict(by_field)


def errors(refusal: Refusal | None) -> dict[str, str]:
    """The sentences that stand beside the fields of a form, by field; none without a refusal."""
    match refusal:
        case None:
            return {}
        case Faults(by_field=by_field):
            return by_field
        case _:
            return {refusal.field: refusal.sentence}


F = TypeVar("F", bound=Form)


def read(
    form: type[F], given: QueryDict, known: Mapping[str, str] | None = None, **defaults: Any
) -> F:
    """The form as it was filled in.

    `defaults` hold instead of those of the class for what was not sent at all. Raises Faults with
    a sentence for every field that is missing or cannot be read, and with the faults that are
    `known` already.
    """
    values: dict[str, Any] = {}
    faults = dict(known or {})
    for field in _fields(form):
        default = defaults.get(field.name, field.default)
        try:
            values[field.name] = field.value(given, default)
        except _Missing:
            faults[field.sent_as] = str(field.asks.missing or field.asks.fault or NEEDED)
        except _Unreadable:
            faults[field.sent_as] = str(field.asks.fault or NEEDED)
    if faults:
        raise Faults(faults)
    return form(**values)


def kept(form: type[Form], given: QueryDict, **defaults: Any) -> dict[str, Any]:
    """What was filled in, as it was and within its bounds, by field: to be shown again."""
    return {
        field.name: field.as_sent(given, defaults.get(field.name, field.default))
        for field in _fields(form)
    }


def texts(form: Form) -> dict[str, Any]:
    """The form as texts, by the names that it has in the page and in an address."""
    return {field.sent_as: _as_text(getattr(form, field.name)) for field in _fields(type(form))}


def query(form: Form) -> str:
    """The form as the query of an address; what is empty is left out."""
    said = {name: value for name, value in texts(form).items() if value}
    return urlencode(said, doseq=True)


def _as_text(value: Any) -> str | list[str]:
    match value:
        case None | False:
            return ""
        case True:
            return "yes"
        case tuple():
            return [str(each) for each in value]
        case _:
            return str(value)


def page_number(given: QueryDict, name: str = "page") -> int:
    """The page of a list that is asked for; 1 for anything that is no number."""
    return written.whole(given.get(name), MOST_PAGE) or 1


def rows(given: QueryDict, shape: str, names: tuple[str, ...], most: int) -> list[dict[str, str]]:
    """The rows of a form whose fields are numbered, such as 'evidence-{at}-{name}', from 0 on.

    Each holds a text by name, cut to its bounds, without the blanks around it; empty rows too.
    """
    return [
        {name: text(given, shape.format(at=at, name=name)) for name in names} for at in range(most)
    ]


def text(given: QueryDict, name: str, most: int = MOST_CHARACTERS) -> str:
    """One text of a form whose fields no class can name; "" where it was not sent."""
    return str(given.get(name, ""))[:most].strip()


class _Unreadable(Exception):
    """What stands there cannot be read."""


class _Missing(_Unreadable):
    """Nothing stands there."""


@dataclass(frozen=True, slots=True)
class _Field:
    """One field of a form: `of` is the type of a value, `several` whether it is a list of them."""

    name: str
    of: Any
    several: bool
    default: Any
    asks: Asks

    @property
    def sent_as(self) -> str:
        return self.asks.sent_as or self.name

    def value(self, given: QueryDict, default: Any) -> Any:
        if self.of is bool:
            return given.get(self.sent_as, "") not in _OFF
        if self.several:
            return self._list(given.getlist(self.sent_as)[: self.asks.many])
        sent = given.get(self.sent_as)
        if sent is None:
            return _default(default)
        if self.of is str:
            found = self._text(sent)
            return _default(default) if not found and default is msgspec.NODEFAULT else found
        found = self._one(sent)
        if found is not None:
            return found
        if sent.strip() and (self.asks.fault or default is msgspec.NODEFAULT):
            raise _Unreadable
        return _default(default)

    def _list(self, sent: list[str]) -> tuple[Any, ...]:
        if isinstance(self.of, type) and issubclass(self.of, StrEnum):
            return tuple(option for option in self.of if option.value in sent)
        found = (self._one(each) for each in sent)
        return tuple(value for value in found if value is not None)

    def _one(self, sent: str) -> Any:
        """One value of the field's type; None where the text writes none."""
        if self.of is str:
            return self._text(sent)
        plain = sent.strip()
        if self.of is int:
            return written.whole(plain, self.asks.most or written.MOST_WHOLE)
        if self.of is float:
            return written.real(plain)
        if self.of is dt.date:
            return written.day(plain)
        try:
            return self.of(plain)
        except ValueError:
            return None

    def _text(self, sent: str) -> str:
        cut = sent[: self.asks.most or MOST_CHARACTERS]
        return cut if self.asks.as_it_is else cut.strip()

    def as_sent(self, given: QueryDict, default: Any) -> Any:
        """What the form shows again: the text as it was sent, or what it began with."""
        if self.of is bool:
            return given.get(self.sent_as, "") not in _OFF
        if self.several:
            return given.getlist(self.sent_as)[: self.asks.many]
        sent = given.get(self.sent_as)
        if sent is None:
            return "" if default is msgspec.NODEFAULT else default
        most = (self.asks.most if self.of is str else None) or MOST_CHARACTERS
        return sent[:most]


def _default(default: Any) -> Any:
    if default is msgspec.NODEFAULT:
        raise _Missing
    return default


@cache
def _fields(form: type[Form]) -> tuple[_Field, ...]:
    return tuple(_each_field(form))


def _each_field(form: type[Form]) -> Iterator[_Field]:
    hints = get_type_hints(form, include_extras=True)
    for field in msgspec.structs.fields(form):
        of, asks = hints[field.name], Asks()
        if get_origin(of) is Annotated:
            of, *notes = get_args(of)
            asks = next((note for note in notes if isinstance(note, Asks)), asks)
        if get_origin(of) in {Union, types.UnionType}:
            of = next(part for part in get_args(of) if part is not type(None))
        several = get_origin(of) is tuple
        yield _Field(field.name, get_args(of)[0] if several else of, several, field.default, asks)
