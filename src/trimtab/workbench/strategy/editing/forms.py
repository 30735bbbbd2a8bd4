"""A form made from the document's shape, on its way to the page and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from trimtab.strategy.api import parts
from trimtab.web import forms
from trimtab.workbench.strategy.editing.fields import FormField, Input

EVIDENCE = "evidence-{at}-{name}"
EVIDENCE_FIELDS = ("kind", "says", "source", "on")
MOST_EVIDENCE = 20


def filled(field: FormField, value: Any, fault: str = "") -> dict[str, Any]:
    """A field with its value and fault, as the template edit_field.html shows it.

    What stands there and is none of the options stays one: a form that cannot show it would
    change it when it is saved.
    """
    options = list(field.options)
    if options:
        known = {key for key, _text in options}
        there = value if isinstance(value, list) else [value] if value else []
        options += [(str(key), str(key)) for key in there if str(key) not in known]
    pairs = options if field.required and value else [("", _("Choose …")), *options]
    return {
        "field": field,
        "value": _text(value),
        "fault": fault,
        "options": [{"value": key, "text": text} for key, text in options],
        "pairs": pairs,
    }


def _text(value: Any) -> Any:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else value


def filled_all(
    fields: Iterable[FormField], values: Mapping[str, Any], faults: Mapping[str, str]
) -> list[dict[str, Any]]:
    """All fields of a form with their values and faults."""
    return [filled(field, values.get(field.name), faults.get(field.name, "")) for field in fields]


def posted_values(posted: QueryDict, fields: Iterable[FormField]) -> dict[str, Any]:
    """What somebody wrote into a form, to be shown again as it was."""
    return {
        field.name: posted.getlist(field.name)
        if field.kind is Input.SEVERAL
        else posted.get(field.name, "")
        for field in fields
    }


def evidence_given(posted: QueryDict) -> list[dict[str, str]]:
    """The rows of evidence as they were filled in, empty ones too: their place counts."""
    return forms.rows(posted, EVIDENCE, EVIDENCE_FIELDS, MOST_EVIDENCE)


def evidence_written(evidence: Iterable[parts.Evidence]) -> list[dict[str, str]]:
    """Pieces of evidence as rows of a form."""
    return [
        {
            "kind": piece.kind.value,
            "says": piece.says,
            "source": piece.source,
            "on": piece.on.isoformat() if piece.on else "",
        }
        for piece in evidence
    ]


def evidence_shown(
    rows: Iterable[Mapping[str, str]], kinds: Iterable[tuple[str, str]]
) -> list[dict[str, Any]]:
    """The rows of evidence that say something, and an empty one, for evidence_rows.html."""
    blank = {"kind": parts.EvidenceKind.DATA.value, "says": "", "source": "", "on": ""}
    told = [row for row in rows if row["says"]]
    return [{**row, "at": at, "kinds": list(kinds)} for at, row in enumerate([*told, blank])]
