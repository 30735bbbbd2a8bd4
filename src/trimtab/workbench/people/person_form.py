"""The form of one person: what it offers, what it brings, and what it begins with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from trimtab.journeys import staffing
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.web import forms
from trimtab.workbench.people import choosing
from trimtab.workbench.people.forms import PersonForm

SAYS = {
    Role.LEARNER: _l("practises, searches, gets messages"),
    Role.MANAGER: _l("sees groups of the units they manage"),
    Role.AUTHOR: _l("writes items and job aids"),
    Role.STRATEGIST: _l("writes the strategy and reads its results"),
    Role.STEWARD: _l("looks after people's data"),
    Role.ADMINISTRATOR: _l("runs this installation: people, keys, sources"),
    Role.STAKEHOLDER: _l("is asked, reviews, reads results"),
}


def read(posted: QueryDict, there: Mapping[str, str]) -> staffing.PersonDetails:
    """What a form says; `there` is what stands in somebody's attributes.

    Raises Refusal by field.
    """
    form = forms.read(PersonForm, posted)
    keys = [*(row.key for row in people.attribute_rows()), *there]
    too = choosing.unit_meant(form.manages_too, "manages")
    return staffing.PersonDetails(
        email=form.email,
        name=form.name,
        unit=choosing.unit_meant(form.unit),
        roles=staffing.roles_of(list(form.roles)),
        manages=(*form.manages, *([too] if too else [])),
        language=form.language or None,
        time_zone=form.time_zone or None,
        attributes=_attributes(posted, keys),
    )


def _attributes(posted: QueryDict, keys: Iterable[str]) -> dict[str, str]:
    """What was written in the attributes that the form asked for."""
    names = {key: f"{choosing.FIELD}{key}" for key in keys}
    return {key: forms.text(posted, name) for key, name in names.items() if name in posted}


def as_given(row: people.PersonRow) -> dict[str, Any]:
    """What the form begins with."""
    return {
        "email": row.sign_in_name,
        "name": row.name,
        "unit": row.unit_code,
        "roles": sorted(row.roles),
        "manages": list(row.managed_units),
        "language": row.language,
        "time_zone": row.time_zone,
    }


def _managed(chosen: Iterable[str]) -> list[dict[str, str]]:
    """The units for choice: all of them, or of very many those that were chosen."""
    wanted, few = set(chosen), people.count_units() <= choosing.MOST_LISTED
    return [
        {"value": unit.code, "text": unit.name, "note": unit.code}
        for unit in people.units()
        if few or unit.code in wanted
    ]


def offered(
    given: dict[str, Any],
    there: Mapping[str, str],
    posted: QueryDict,
    errors: Mapping[str, str],
) -> dict[str, Any]:
    """What the form shows: `given` is what was filled in, `there` what stands in the attributes."""
    keys = [*(row.key for row in people.attribute_rows()), *there]
    values = {**there, **_attributes(posted, keys)}
    house = people.organisation()
    if not given.get("language") and house is not None:
        given = {**given, "language": house.language, "time_zone": house.time_zone}
    return {
        "given": given,
        "error": errors,
        "units": choosing.units(_("None")),
        "managed": _managed(given["manages"]),
        "roles": [
            {"value": role.value, "text": people.ROLE_WORDS[role], "note": SAYS[role]}
            for role in Role
        ],
        "languages": choosing.languages(given.get("language", "")),
        "attributes": choosing.attribute_fields(values, errors),
    }
