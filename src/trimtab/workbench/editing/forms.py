"""A form on its way to and from the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from trimtab.workbench.editing.fields import Field, Input


def filled(one: Field, value: Any, fault: str = "") -> dict[str, Any]:
    """A field with its value and fault, as the template edit_field.html shows it."""
    options = [{"value": value, "text": text} for value, text in one.options]
    pairs = list(one.options) if one.required and value else [("", _("Choose …")), *one.options]
    return {
        "field": one,
        "value": "" if value is None else value.isoformat() if isinstance(value, dt.date) else value,
        "fault": fault,
        "options": options,
        "pairs": pairs,
    }


def posted_values(posted: Any, fields: Iterable[Field]) -> dict[str, Any]:
    """What somebody wrote into a form, to be shown again as it was."""
    return {
        one.name: posted.getlist(one.name) if one.kind is Input.SEVERAL else posted.get(one.name, "") for one in fields
    }
