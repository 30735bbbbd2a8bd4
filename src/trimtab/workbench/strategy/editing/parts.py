"""Reading, writing and removing one part of the document from a form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from trimtab.kernel.errors import NotFound
from trimtab.strategy import api as strategy
from trimtab.strategy.api import parts
from trimtab.workbench.strategy.editing.fields import Field, data_from, fields_of

TYPES: dict[str, type[parts.Part]] = {
    "audiences": parts.Audience,
    "stakeholders": parts.Stakeholder,
    "challenges": parts.Challenge,
    "choices": parts.Choice,
    "actions": parts.Action,
    "measures": parts.Measure,
    "questions": parts.Question,
    "rights": parts.Right,
    "grants": parts.Grant,
}
_AT = re.compile(r"(.*) - at `\$\.?(.*)`$")
_EVIDENCE = "evidence"
MOST_EVIDENCE = 20


@dataclass(frozen=True, slots=True)
class Read:
    """What came out of a form: the new document and the part's key, or the faults by field."""

    document: strategy.Strategy | None
    key: str
    faults: dict[str, str]


def listed(document: strategy.Strategy, kind: str) -> tuple[Any, ...]:
    """The parts of one kind. Raises NotFound for a kind that does not exist."""
    if kind not in TYPES:
        raise NotFound("strategy.kind", _("There are no such parts in a strategy."))
    return document.policy.choices if kind == "choices" else tuple(getattr(document, kind))


def key_of(part: Any) -> str:
    """The id of a part; of a right the kind of decision."""
    return str(getattr(part, "id", "") or getattr(part, "decision", ""))


def place_of(kind: str, key: str) -> str:
    """The place of a part in the document."""
    return f"policy/choices/{key}" if kind == "choices" else f"{kind}/{key}"


def find(document: strategy.Strategy, kind: str, key: str) -> Any:
    """One part. Raises NotFound."""
    for one in listed(document, kind):
        if key_of(one) == key:
            return one
    raise NotFound("strategy.part", _("This part is not in the strategy any more."))


def form(kind: str, document: strategy.Strategy) -> tuple[Field, ...]:
    """The fields of a kind's form."""
    return fields_of(TYPES[kind], document)


def read(
    document: strategy.Strategy, kind: str, key: str, posted: Any, only: tuple[str, ...] = ()
) -> Read:
    """The document with the part as it was filled in; `key` "" makes a new one. Nothing is changed when there are faults.

    `only` names the fields that the form had; the others stay as they are.
    """
    fields = tuple(one for one in form(kind, document) if not only or one.name in only)
    before = find(document, kind, key) if key else None
    data = data_from(posted, fields)
    if only and before:
        data = {**msgspec.to_builtins(before), **data}
    elif kind == "challenges":
        data[_EVIDENCE] = _evidence(posted)
    faults = {
        one.name: _("This is needed.")
        for one in fields
        if one.required and data_at(data, one.name) in (None, "", [])
    }
    if kind != "rights":
        data["id"] = key or new_key(document, kind, data)
    if faults:
        return Read(None, key, faults)
    try:
        part = msgspec.convert(data, TYPES[kind], strict=False)
    except msgspec.ValidationError as error:
        return Read(None, key, fault_by_field(error, fields))
    members = listed(document, kind)
    if kind == "rights" and not before and any(key_of(one) == key_of(part) for one in members):
        return Read(
            None, key, {"decision": _("There is a right for this kind of decision already.")}
        )
    changed = (
        tuple(part if one is before else one for one in members) if before else (*members, part)
    )
    after = with_parts(document, kind, changed)
    if misfits := misfits_by_field(after, place_of(kind, key_of(part)), fields):
        return Read(None, key, misfits)
    return Read(after, key_of(part), {})


def misfits_by_field(
    document: strategy.Strategy, place: str, fields: tuple[Field, ...]
) -> dict[str, str]:
    """Numbers at a place and within it that cannot be meant: a sentence by field, under "" for one that the form does not have."""
    known = {one.name for one in fields}
    found: dict[str, str] = {}
    for one in strategy.misfits(document):
        if f"{one.place}/".startswith(f"{place}/"):
            name = one.place.removeprefix(f"{place}/").replace("/", ".")
            found[name if name in known else ""] = one.sentence
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
    return with_parts(
        document, kind, tuple(one for one in listed(document, kind) if one is not part)
    )


def with_parts(
    document: strategy.Strategy, kind: str, members: tuple[Any, ...]
) -> strategy.Strategy:
    """The document with other parts of one kind."""
    if kind == "choices":
        return msgspec.structs.replace(
            document, policy=msgspec.structs.replace(document.policy, choices=members)
        )
    changed: strategy.Strategy = msgspec.structs.replace(document, **{kind: members})
    return changed


def _evidence(posted: Any) -> list[dict[str, Any]]:
    rows = []
    for at in range(MOST_EVIDENCE):
        row = {
            name: str(posted.get(f"{_EVIDENCE}-{at}-{name}", "")).strip()
            for name in ("kind", "says", "source", "on")
        }
        if row["says"]:
            rows.append({name: value for name, value in row.items() if value})
    return rows


def new_key(document: strategy.Strategy, kind: str, data: Mapping[str, Any]) -> str:
    """A key for a new part, made from its title or name; no other part of its kind has it."""
    words = next(
        (str(data[name]) for name in ("title", "name", "says", "asks", "data") if data.get(name)),
        kind,
    )
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    stem = "-".join(re.findall(r"[a-z0-9]+", plain)[:6]) or kind
    taken = {key_of(one) for one in listed(document, kind)}
    return next(
        name for name in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if name not in taken
    )


def fault_by_field(error: msgspec.ValidationError, fields: tuple[Field, ...]) -> dict[str, str]:
    """What a refusal of the schema says about the form: a sentence by field, or under "" when it is about none of them."""
    found = _AT.match(str(error))
    name = re.sub(r"\[.*", "", found[2]) if found else ""
    known = {one.name: one for one in fields}
    if name not in known:
        return {"": _("This cannot be read: %(fault)s") % {"fault": error}}
    return {
        name: _("'%(label)s' cannot be read. Look at what is asked for.")
        % {"label": known[name].label}
    }
