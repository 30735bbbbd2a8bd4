"""The organisation, its units, and the audiences of its strategy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.matching import Matched, match
from trimtab.kernel.said import say
from trimtab.people.domain.letterhead import check_colour, check_name, check_time_zone
from trimtab.people.domain.rows import AudienceLike, UnitSpec
from trimtab.people.models import Audience, Organisation, SetUpLink, Unit
from trimtab.people.queries.audiences import rule_data


def create_organisation(
    *, name: str, time_zone: str, language: str, simulated: bool, now: datetime
) -> None:
    """Creates the organisation of an installation that has none; its set-up page closes.

    Raises Refusal, by field, also where there is one: it keeps its name.
    """
    named = check_name(name)
    check_time_zone(time_zone)
    there, is_new = Organisation.objects.get_or_create(
        id=1,
        defaults={
            "name": named,
            "time_zone": time_zone,
            "language": language,
            "simulated": simulated,
            "created_at": now,
        },
    )
    if not is_new:
        sentence = say(
            "'{name}' is here already, and nothing of it was changed. Its name is "
            "changed under Organisation, people are added with 'trimtab people "
            "add'; for another organisation, choose another TRIMTAB_DATA or "
            "DATABASE_URL.",
            name=there.name,
        )
        raise Refusal("people.organisation-there", sentence)
    SetUpLink.objects.all().delete()


def change_organisation(
    *, name: str, colour: str, language: str | None = None, time_zone: str | None = None
) -> None:
    """Gives the organisation another name and colour, language (a tag such as de) and time zone;
    None leaves what is there.

    Raises Refusal by field, NotFound before there is an organisation.
    """
    changed = {"name": check_name(name), "colour": check_colour(colour)}
    if time_zone is not None:
        check_time_zone(time_zone)
        changed["time_zone"] = time_zone
    if language is not None:
        changed["language"] = language
    if not Organisation.objects.filter(id=1).update(**changed):
        raise NotFound(
            "people.no-organisation", say("There is no organisation yet. Run 'trimtab init' first.")
        )


def tidy_organisation(*, now: datetime) -> bool:
    """The list of what was still to do is put away; False when it was already."""
    return bool(Organisation.objects.filter(id=1, tidied_at=None).update(tidied_at=now))


@transaction.atomic
def match_units(specs: Sequence[UnitSpec], *, now: datetime) -> Matched:
    """Makes the tree of units match; units that are gone are retired, their people stay where they
    are.

    Raises Refusal for a parent that does not exist or a circle.
    """
    wanted = {spec.code: spec for spec in specs}
    paths = {code: _path(code, wanted) for code in wanted}
    known = {unit.code: unit for unit in Unit.objects.select_for_update()}
    running = {code: unit for code, unit in known.items() if unit.retired_at is None}
    matched = match(wanted, running, lambda spec, unit: _same_unit(spec, paths[spec.code], unit))
    # A unit can only be written below one that is there: from the top down, a level at a time.
    for depth in sorted({len(path) for path in paths.values()}):
        level = [
            Unit(
                code=code,
                name=spec.name,
                kind=spec.kind,
                parent=known[spec.parent] if spec.parent else None,
                path=paths[code],
            )
            for code, spec in wanted.items()
            if len(paths[code]) == depth
        ]
        written = Unit.objects.bulk_create(
            level,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "kind", "parent", "path", "retired_at"],
        )
        known |= {unit.code: unit for unit in written}
    Unit.objects.filter(code__in=matched.retired).update(retired_at=now)
    return matched


def _path(code: str, wanted: dict[str, UnitSpec]) -> list[str]:
    path: list[str] = []
    while code:
        if code in path:
            raise Refusal(
                "people.unit-circle",
                say("The unit {code} stands below itself.", code=code),
                "parent",
            )
        if code not in wanted:
            raise Refusal(
                "people.unknown-unit",
                say("There is no unit with the code '{code}'.", code=code),
                "parent",
            )
        path.insert(0, code)
        code = wanted[code].parent
    return path


def _same_unit(spec: UnitSpec, path: list[str], unit: Unit) -> bool:
    return (unit.name, unit.kind, unit.path) == (spec.name, spec.kind, path)


@transaction.atomic
def match_audiences(resources: Sequence[AudienceLike], *, now: datetime) -> Matched:
    """Makes the audiences match the plan's."""
    wanted = {resource.key: resource for resource in resources}
    running = {
        audience.key: audience
        for audience in Audience.objects.select_for_update().filter(retired_at=None)
    }
    matched = match(
        wanted,
        running,
        lambda audience, there: (
            (audience.name, rule_data(audience.rule)) == (there.name, there.rule)
        ),
    )
    Audience.objects.bulk_create(
        [
            Audience(
                key=audience.key,
                name=audience.name,
                rule=rule_data(audience.rule),
                because=list(audience.because),
            )
            for audience in wanted.values()
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["name", "rule", "because", "retired_at"],
    )
    Audience.objects.filter(key__in=matched.retired).update(retired_at=now)
    return matched
