"""The kinds of item: each is a file of this folder, which holds what it is and all that is done
with it.

A file is a kind by its `KIND`. Nothing else in the product names one, so that a new kind is a new
file, its test, and its partial for the learner's page (`learner/answers/<kind>.html`). Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from operator import attrgetter
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Any, Union

import msgspec

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, as_written, say
from trimtab.library.domain.item import Graded, ItemBody


def _found() -> Mapping[str, type[ItemBody]]:
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    kinds = [module.KIND for module in modules if hasattr(module, "KIND")]
    return MappingProxyType({kind.kind(): kind for kind in sorted(kinds, key=attrgetter("place"))})


KINDS = _found()
_ANY_KIND: Any = Union[tuple(KINDS.values())]  # noqa: UP007  the members are known when it runs


def read_body(given: Any) -> ItemBody:
    """A body from plain data with its `kind`. Raises Refusal naming the field."""
    try:
        body: ItemBody = msgspec.convert(given, _ANY_KIND)
    except msgspec.ValidationError as error:
        # What the reader of data says of itself, in its own English.
        sentence, _, place = str(error).partition(" - at `$")
        raise Refusal(
            "library.item", as_written(f"{sentence.rstrip('.')}."), place.strip("`.") or "kind"
        ) from error
    if not body.stem.strip():
        raise Refusal("library.item", say("An item asks something."), "stem")
    for field, sentence in body.faults():
        raise Refusal("library.item", sentence, field)
    return body


def body_data(body: ItemBody) -> dict[str, Any]:
    """A body as plain data, as `read_body` takes it and the database gives it back.

    A tuple would be no list, and an item that nobody has edited an edited one. An aid that is not
    named is left out.
    """
    found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(body))
    return found if body.aid else {name: value for name, value in found.items() if name != "aid"}


def kind_titles() -> dict[str, Said]:
    """What each kind is called, by its name, in the order in which they are listed."""
    return {name: kind.title for name, kind in KINDS.items()}


__all__ = ["KINDS", "Graded", "ItemBody", "body_data", "kind_titles", "read_body"]
