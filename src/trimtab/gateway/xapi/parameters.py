"""Reading single parameters of an address: a wrong one is named."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from trimtab.gateway.xapi.wire import BadRequest
from trimtab.lrs import api as lrs
from trimtab.xapi.actor import actor
from trimtab.xapi.decoding import decode
from trimtab.xapi.faults import InvalidStatement, shown
from trimtab.xapi.values import instant
from trimtab.xapi.values import iri as check_iri

LONGEST_NAME = 2_000
_ZONE = re.compile(r"(?<=\d) (\d{2}(?::?\d{2})?)$", re.ASCII)
Value = TypeVar("Value")
Given = Mapping[str, str]


def read(given: Given, name: str, reader: Callable[[str], Value], default: Value) -> Value:
    """The parameter as `reader` understands it, or `default`. Raises
    BadRequest or InvalidStatement with its name."""
    if name not in given:
        return default
    try:
        return reader(given[name])
    except InvalidStatement as fault:
        fault.below(name)
        raise
    except ValueError as error:
        raise BadRequest("xapi.parameter", str(error), name) from error


def need(given: Given, name: str, reader: Callable[[str], Value]) -> Value:
    """A parameter that may not be missing. Raises BadRequest or InvalidStatement with its name."""
    if name not in given:
        raise BadRequest("xapi.parameter", f"'{name}' is missing.", name)
    values: list[Value] = []
    read(given, name, lambda text: values.append(reader(text)), None)
    return values[0]


def check_names(given: Given, known: Collection[str]) -> None:
    """Raises BadRequest when a parameter is none of `known`; letters of either case count (3.2)."""
    for name in given:
        if name not in known:
            raise BadRequest(
                "xapi.parameter",
                f"'{shown(name)}' is not a parameter of this request.",
                shown(name),
            )


def agent_object(text: str) -> dict[str, Any]:
    """An agent, or a group that has an identifier, given as JSON."""
    given = decode(text.encode())
    if isinstance(given, dict) and isinstance(given.get("mbox"), str):
        given = {**given, "mbox": as_sent(given["mbox"])}
    actor(given)
    if not lrs.agent_key(given, lrs.home()):
        raise ValueError("A group without an identifier cannot be asked for.")
    return dict(given)


def agent(text: str) -> str:
    """The key of an agent given as JSON."""
    return lrs.agent_key(agent_object(text), lrs.home())


def as_sent(text: str) -> str:
    """A value that holds no blank, as its sender meant it: a plus that
    is not encoded arrives as a blank."""
    return text.replace(" ", "+")


def iri(text: str) -> str:
    """An IRI."""
    text = as_sent(text)
    check_iri(text)
    return text


def moment(text: str) -> dt.datetime:
    """A time; the plus before its zone need not be encoded."""
    return instant(_ZONE.sub(r"+\1", text))


def boolean(text: str) -> bool:
    """true or false; also as programs in Python write them."""
    if text not in ("true", "false", "True", "False"):
        raise ValueError(f"'{shown(text)}' is neither true nor false.")
    return text.lower() == "true"


def document_name(text: str) -> str:
    """The id of a document, which is any text that can be stored."""
    if not text or len(text) > LONGEST_NAME or "\x00" in text:
        raise ValueError(f"The id of a document has 1 to {LONGEST_NAME:,} characters.")
    return text
