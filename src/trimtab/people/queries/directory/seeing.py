"""People and groups as the directory sees them: all who are here, whether it keeps them or not."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max, Q

from trimtab.kernel import paging
from trimtab.kernel.errors import NotFound
from trimtab.kernel.paging import Page
from trimtab.kernel.said import say
from trimtab.people.domain.directory.filters import DirectoryFilter, DirectorySort, ValueList
from trimtab.people.domain.directory.rows import (
    DirectoryGroupRow,
    DirectoryPersonRow,
    DirectorySummary,
)
from trimtab.people.domain.directory.saying import ENTERPRISE, EXTERNAL_ID, USER_NAME
from trimtab.people.domain.roles import Role
from trimtab.people.domain.rows import ERASED
from trimtab.people.models import DirectoryGroup, DirectoryMember, KeptPerson
from trimtab.people.queries.directory.sql import SeenTable, SqlPart, condition, order
from trimtab.people.queries.persons import PAGE_SIZE

# What the directory said; whether somebody is here is as it is, unless the directory took back to
# have said anything of it. Somebody whom it does not keep is told in its words. A literal percent
# sign is written twice.
_SAID = f"""
SELECT CASE
    WHEN kept.person_id IS NULL THEN jsonb_strip_nulls(jsonb_build_object(
        'userName', coalesce(nullif(person.email, ''), named.subject, person.id::text),
        'displayName', person.name, 'active', person.is_active,
        'preferredLanguage', person.language, 'timezone', person.time_zone,
        'title', nullif(person.attributes ->> 'job', ''),
        'userType', nullif(person.attributes ->> 'employment', ''),
        'emails', CASE WHEN person.email <> '' THEN jsonb_build_array(jsonb_build_object(
            'value', person.email, 'type', 'work', 'primary', true)) END,
        '{ENTERPRISE}', nullif(jsonb_strip_nulls(jsonb_build_object(
            'employeeNumber', nullif(person.attributes ->> 'employee-number', ''),
            'costCenter', nullif(person.attributes ->> 'cost-center', ''),
            'organization', nullif(person.attributes ->> 'company', ''),
            'division', nullif(person.attributes ->> 'division', ''),
            'department', coalesce(unit.code, nullif(person.attributes ->> 'department', ''))
        )), '{{}}'::jsonb)))
    WHEN kept.said -> 'active' = 'null'::jsonb THEN kept.said - 'active'
    ELSE kept.said || jsonb_build_object('active', person.is_active) END AS said
FROM (SELECT 1) AS once
LEFT JOIN people_unit unit ON unit.id = person.unit_id
LEFT JOIN LATERAL (
    SELECT subject FROM people_identity WHERE person_id = person.id AND provider = 'name' LIMIT 1
) AS named ON true
OFFSET 0
"""  # noqa: S608  names of our own
_PEOPLE = "FROM people_person person LEFT JOIN people_keptperson kept ON kept.person_id = person.id"
_SEEN = f"{_PEOPLE} CROSS JOIN LATERAL ({_SAID}) AS seen"
_HERE = f"WHERE person.email NOT LIKE '%%{ERASED}' AND kept.let_go_at IS NULL"
_CHANGED = "coalesce(kept.changed_at, person.created_at)"
_CREATED = "coalesce(kept.created_at, person.created_at)"
_BY_IDENTITY = (
    "SELECT person_id FROM people_identity WHERE provider = ANY('{{{}}}') AND subject = %s"
)
_USERS = SeenTable(
    columns={
        ("id",): "person.id::text",
        ("meta", "created"): _CREATED,
        ("meta", "lastModified"): _CHANGED,
        ("meta", "resourceType"): "'User'::text",
    },
    rest="seen.said",
    lists={
        ValueList.EMAILS: "SELECT item FROM jsonb_array_elements(seen.said -> 'emails') AS item",
        ValueList.GROUPS: (
            "SELECT jsonb_build_object('value', part.id, 'display', part.name, 'type', 'direct') "
            "AS item FROM people_directorymember inside JOIN people_directorygroup part "
            "ON part.id = inside.group_id WHERE inside.person_id = person.id"
        ),
    },
    narrow={
        ("id",): "person.id = %s::uuid",
        ("externalId",): f"person.id IN ({_BY_IDENTITY.format(EXTERNAL_ID)})",
        # Of somebody without any name of ours the id stands in its place.
        ("userName",): (
            f"person.id IN ({_BY_IDENTITY.format(f'{USER_NAME},email,name')} UNION ALL "
            "SELECT %s::uuid)"
        ),
    },
    narrow_lists={
        ValueList.EMAILS: (
            "person.id IN (SELECT person_id FROM people_keptperson WHERE addresses @> ARRAY[%s]"
            "::varchar[] UNION ALL SELECT id FROM people_person WHERE email = %s AND email <> '')"
        )
    },
)
_GROUPS = SeenTable(
    columns={
        ("id",): "part.id::text",
        ("displayName",): "part.name",
        ("externalId",): "part.external_id",
        ("meta", "created"): "part.created_at",
        ("meta", "lastModified"): "part.changed_at",
        ("meta", "resourceType"): "'Group'::text",
    },
    rest="'{}'::jsonb",
    lists={
        ValueList.MEMBERS: (
            "SELECT jsonb_build_object('value', inside.person_id, 'type', 'User') AS item "
            "FROM people_directorymember inside WHERE inside.group_id = part.id"
        )
    },
    narrow={("id",): "part.id = %s::uuid"},
    narrow_lists={},
)


def find_directory_people(
    *, wanted: DirectoryFilter | None, sort: DirectorySort | None, start: int, count: int
) -> tuple[int, list[DirectoryPersonRow]]:
    """How many people fit, and `count` of them from the `start`-th on (the first is 0).

    In the order asked for, else by id; four queries.
    """
    source = _SEEN if wanted or sort else _PEOPLE
    total, ids = _found(f"{source} {_HERE}", "person.id", _USERS, wanted, sort, start, count)
    rows = directory_people(ids)
    return total, [rows[key] for key in ids if key in rows]


def find_directory_groups(
    *,
    wanted: DirectoryFilter | None,
    sort: DirectorySort | None,
    start: int,
    count: int,
    with_members: bool,
) -> tuple[int, list[DirectoryGroupRow]]:
    """How many groups fit, and a page of them; four queries."""
    source = "FROM people_directorygroup part WHERE true"
    total, ids = _found(source, "part.id", _GROUPS, wanted, sort, start, count)
    rows = _groups(ids, with_members=with_members)
    return total, [rows[key] for key in ids if key in rows]


def _found(
    source: str,
    key: str,
    of: SeenTable,
    wanted: DirectoryFilter | None,
    sort: DirectorySort | None,
    start: int,
    count: int,
) -> tuple[int, list[UUID]]:
    asked = condition(of, wanted) if wanted else SqlPart("true")
    by = order(of, sort) if sort else SqlPart(key)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {source} AND {asked.text}", asked.parameters)
        total = int(cursor.fetchone()[0])
        if not count or start >= total:
            return total, []
        cursor.execute(
            f"SELECT {key} {source} AND {asked.text} ORDER BY {by.text}, {key} LIMIT %s OFFSET %s",
            [*asked.parameters, *by.parameters, count, start],
        )
        return total, [row[0] for row in cursor.fetchall()]


def directory_people(ids: Collection[UUID]) -> dict[UUID, DirectoryPersonRow]:
    """People as the directory sees them, by id; those whom it does not see are left out. Two
    queries.
    """
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT person.id, seen.said, {_CREATED}, {_CHANGED} {_SEEN} {_HERE} "
            "AND person.id = ANY(%s)",
            [list(ids)],
        )
        found = cursor.fetchall()
    groups = _groups_of(ids)
    return {
        key: DirectoryPersonRow(key, _read(said), created, changed, tuple(groups.get(key, ())))
        for key, said, created, changed in found
    }


def _read(said: Any) -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads(said) if isinstance(said, str) else said
    return read


def directory_person(person_id: UUID) -> DirectoryPersonRow:
    """A person as the directory sees them. Raises NotFound."""
    row = directory_people([person_id]).get(person_id)
    if row is None:
        raise NotFound("directory.user", say("There is no such user."), "id")
    return row


def _groups_of(ids: Collection[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    groups: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    rows = DirectoryMember.objects.filter(person__in=list(ids)).order_by("group__name", "group")
    for person_id, group_id, name in rows.values_list("person", "group", "group__name"):
        groups[person_id].append((group_id, name))
    return groups


def _groups(ids: Collection[UUID], *, with_members: bool) -> dict[UUID, DirectoryGroupRow]:
    members: dict[UUID, list[UUID]] = defaultdict(list)
    if with_members:
        held = DirectoryMember.objects.filter(group__in=list(ids)).order_by("id")
        for group_id, person_id in held.values_list("group", "person"):
            members[group_id].append(person_id)
    found = DirectoryGroup.objects.filter(id__in=list(ids))
    return {group.id: _group(group, members[group.id], len(members[group.id])) for group in found}


def directory_group(group_id: UUID, *, with_members: bool = True) -> DirectoryGroupRow:
    """A group, with its members where they are asked for. Raises NotFound."""
    row = _groups([group_id], with_members=with_members).get(group_id)
    if row is None:
        raise NotFound("directory.group", say("There is no such group."), "id")
    return row


def directory_groups(*, page: int) -> Page[DirectoryGroupRow]:
    """Groups by name, 50 a page, with how many members each has; two queries."""
    groups = DirectoryGroup.objects.annotate(size=Count("members")).order_by("name", "id")
    cut = paging.cut(DirectoryGroup.objects.count(), number=page, size=PAGE_SIZE)
    return cut.page(_group(group, (), group.size) for group in groups[cut.window])


def _group(group: DirectoryGroup, members: Sequence[UUID], size: int) -> DirectoryGroupRow:
    return DirectoryGroupRow(
        id=group.id,
        name=group.name,
        external_id=group.external_id,
        role=Role(group.role) if group.role else None,
        created_at=group.created_at,
        changed_at=group.changed_at,
        size=size,
        members=tuple(members),
    )


def kept_by_directory(ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of these people the directory keeps; one query."""
    kept = KeptPerson.objects.filter(person__in=list(ids), let_go_at=None)
    return frozenset(kept.values_list("person", flat=True))


def directory_summary() -> DirectorySummary:
    """How many people the directory keeps, and when it last changed one; one query."""
    counted = KeptPerson.objects.aggregate(
        kept=Count("person", filter=Q(let_go_at=None)), changed=Max("changed_at")
    )
    changed: dt.datetime | None = counted["changed"]
    return DirectorySummary(counted["kept"], changed)
