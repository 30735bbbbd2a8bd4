"""A form on its way to and from the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from trimtab.workbench.strategy.editing.fields import Field, Input


def filled(one: Field, value: Any, fault: str = "") -> dict[str, Any]:
    """A field with its value and fault, as the template edit_field.html shows it.

    What stands there and is none of the options stays one: a form that cannot show it would change it when it is saved.
    """
    known = {key for key, _text in one.options}
    there = value if isinstance(value, list) else [value] if value else []
    known_too = (
        [*one.options, *((str(key), str(key)) for key in there if str(key) not in known)]
        if one.options
        else []
    )
    options = [{"value": key, "text": text} for key, text in known_too]
    pairs = known_too if one.required and value else [("", _("Choose …")), *known_too]
    return {
        "field": one,
        "value": ""
        if value is None
        else value.isoformat()
        if isinstance(value, dt.date)
        else value,
        "fault": fault,
        "options": options,
        "pairs": pairs,
    }


def posted_values(posted: Any, fields: Iterable[Field]) -> dict[str, Any]:
    """What somebody wrote into a form, to be shown again as it was."""
    return {
        one.name: posted.getlist(one.name)
        if one.kind is Input.SEVERAL
        else posted.get(one.name, "")
        for one in fields
    }
