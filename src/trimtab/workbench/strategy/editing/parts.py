"""Reading, writing and removing one part of the document from a form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext as _

from trimtab.kernel.errors import NotFound
from trimtab.strategy import api as strategy
from trimtab.strategy.api import parts
from trimtab.web.forms import NEEDED
from trimtab.workbench.strategy.editing.fields import (
    FormField,
    data_from,
    fields_of,
    key_of,
    members,
)
from trimtab.workbench.strategy.editing.forms import evidence_given

TYPES: dict[str, type[parts.Part]] = {
    "audiences": parts.Audience,
    "stakeholders": parts.Stakeholder,
    "challenges": parts.Challenge,
    "choices": parts.Choice,
    "actions": parts.Action,
    "measures": parts.Measure,
    "questions": parts.EvaluationQuestion,
    "rights": parts.Right,
    "grants": parts.Grant,
}
_AT = re.compile(r"(.*) - at `\$\.?(.*)`$")
_EVIDENCE = "evidence"
_RULE = "rule"
_MOST_WORDS_OF_A_KEY = 6


@dataclass(frozen=True, slots=True)
class PartRead:
    """What came out of a form: the new document and the part's key, or the faults by field."""

    document: strategy.Strategy | None
    key: str
    faults: dict[str, str]


def listed(document: strategy.Strategy, kind: str) -> tuple[Any, ...]:
    """The parts of one kind. Raises NotFound for a kind that does not exist."""
    if kind not in TYPES:
        raise NotFound("strategy.kind", _("There are no such parts in a strategy."))
    return members(document, kind)


def place_of(kind: str, key: str) -> str:
    """The place of a part in the document."""
    return f"policy/choices/{key}" if kind == "choices" else f"{kind}/{key}"


def find(document: strategy.Strategy, kind: str, key: str) -> Any:
    """One part. Raises NotFound."""
    for part in listed(document, kind):
        if key_of(part) == key:
            return part
    raise NotFound("strategy.part", _("This part is not in the strategy any more."))


def form(kind: str, document: strategy.Strategy) -> tuple[FormField, ...]:
    """The fields of a kind's form; who belongs to an audience has a page of its own."""
    return tuple(field for field in fields_of(TYPES[kind], document) if field.group != _RULE)


def read(
    document: strategy.Strategy,
    kind: str,
    key: str,
    posted: QueryDict,
    only: tuple[str, ...] = (),
) -> PartRead:
    """The document with the part as it was filled in; `key` "" makes a new one.

    Nothing is changed when there are faults. `only` names the fields that the form had; the
    others stay as they are.
    """
    fields = tuple(field for field in form(kind, document) if not only or field.name in only)
    before = find(document, kind, key) if key else None
    data = data_from(posted, fields)
    if only and before:
        data = {**msgspec.to_builtins(before), **data}
    elif kind == "audiences" and before:
        data[_RULE] = msgspec.to_builtins(before.rule)
    elif kind == "challenges":
        data[_EVIDENCE] = _evidence(posted)
    if kind != "rights":
        data["id"] = key or new_key(document, kind, data)
    if faults := _missing(data, fields):
        return PartRead(None, key, faults)
    try:
        part = msgspec.convert(data, TYPES[kind], strict=False)
    except msgspec.ValidationError as error:
        return PartRead(None, key, fault_by_field(error, fields))
    return _with_part(document, kind, part, before, fields)


def _missing(data: Mapping[str, Any], fields: tuple[FormField, ...]) -> dict[str, str]:
    return {
        field.name: str(NEEDED)
        for field in fields
        if field.required and data_at(data, field.name) in (None, "", [])
    }


def _with_part(
    document: strategy.Strategy, kind: str, part: Any, before: Any, fields: tuple[FormField, ...]
) -> PartRead:
    """The document with a part added, or in the place of the one before."""
    there, own = listed(document, kind), key_of(part)
    if kind == "rights" and not before and any(key_of(right) == own for right in there):
        twice = _("There is a right for this kind of decision already.")
        return PartRead(None, "", {"decision": twice})
    replaced = tuple(part if member is before else member for member in there)
    after = with_parts(document, kind, replaced if before else (*there, part))
    if misfits := misfits_by_field(after, place_of(kind, own), fields):
        return PartRead(None, key_of(before) if before else "", misfits)
    return PartRead(after, own, {})


def misfits_by_field(
    document: strategy.Strategy, place: str, fields: tuple[FormField, ...]
) -> dict[str, str]:
    """Numbers at a place and within it that cannot be meant: a sentence by field.

    It stands under "" for a field that the form does not have.
    """
    known = {field.name for field in fields}
    found: dict[str, str] = {}
    for misfit in strategy.misfits(document):
        if f"{misfit.place}/".startswith(f"{place}/"):
            name = misfit.place.removeprefix(f"{place}/").replace("/", ".")
            found[name if name in known else ""] = misfit.sentence
    return found


def data_at(data: Mapping[str, Any], name: str) -> Any:
    """What stands at a path such as expects.measure in plain data; None when nothing does."""
    found: Any = data
    for step in name.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def removed(document: strategy.Strategy, kind: str, key: str) -> strategy.Strategy:
    """The document without one part. Raises NotFound."""
    part = find(document, kind, key)
    rest = tuple(member for member in listed(document, kind) if member is not part)
    return with_parts(document, kind, rest)


def with_parts(
    document: strategy.Strategy, kind: str, others: tuple[Any, ...]
) -> strategy.Strategy:
    """The document with other parts of one kind."""
    if kind == "choices":
        policy = msgspec.structs.replace(document.policy, choices=others)
        return msgspec.structs.replace(document, policy=policy)
    return msgspec.structs.replace(document, **{kind: others})


def _evidence(posted: QueryDict) -> list[dict[str, str]]:
    """The pieces that say something, without what was left empty."""
    return [
        {name: value for name, value in row.items() if value}
        for row in evidence_given(posted)
        if row["says"]
    ]


def new_key(document: strategy.Strategy, kind: str, data: Mapping[str, Any]) -> str:
    """A key for a new part, made from its title or name; no other part of its kind has it."""
    naming = ("title", "name", "says", "asks", "data")
    words = next((str(data[name]) for name in naming if data.get(name)), kind)
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    stem = "-".join(re.findall(r"[a-z0-9]+", plain)[:_MOST_WORDS_OF_A_KEY]) or kind
    taken = {key_of(part) for part in listed(document, kind)}
    numbered = (f"{stem}-{number}" for number in range(2, 10_000))
    return next(name for name in (stem, *numbered) if name not in taken)


def fault_by_field(error: msgspec.ValidationError, fields: tuple[FormField, ...]) -> dict[str, str]:
    """What a refusal of the schema says about the form: a sentence by field.

    It stands under "" when it is about none of them.
    """
    found = _AT.match(str(error))
    name = re.sub(r"\[.*", "", found[2]) if found else ""
    known = {field.name: field for field in fields}
    if name not in known:
        return {"": _("This cannot be read: %(fault)s") % {"fault": error}}
    sentence = _("'%(label)s' cannot be read. Look at what is asked for.")
    return {name: sentence % {"label": known[name].label}}
