"""JSON as strangers send it, read within bounds."""

from __future__ import annotations

import json
from typing import Any

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.kernel.text import is_fit

MOST_DEPTH = 50


class InvalidJson(Refusal):
    """The text is not JSON, or more than is read here."""

    status = 400


def read(text: str | bytes) -> Any:
    """The value in a text, at most MOST_DEPTH levels deep, with numbers that are numbers.

    Raises InvalidJson.
    """
    try:
        found = json.loads(text, parse_constant=_no_number)
    except RecursionError as error:
        raise InvalidJson("json", say("The content is nested too deeply.")) from error
    except ValueError as error:
        raise InvalidJson("json", say("The content is not JSON.")) from error
    _check(found)
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _check(value: Any) -> None:
    """Raises InvalidJson for what is too deep, or holds a text that cannot be kept.

    Without recursion.
    """
    level, depth = [value], 0
    while level:
        if depth > MOST_DEPTH:
            raise InvalidJson("json", say("The content is nested too deeply."))
        texts = [one for one in level if isinstance(one, str)]
        inner: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                texts += one
                inner += one.values()
            elif isinstance(one, list):
                inner += one
        if not all(map(is_fit, texts)):
            raise InvalidJson(
                "json",
                say("The content holds a character that cannot be kept (NUL, or half of one)."),
            )
        level, depth = inner, depth + 1
