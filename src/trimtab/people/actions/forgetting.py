"""Letting people go, and letting go of when they last signed in."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote_plus
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Count, Min, Q

from trimtab.kernel.errors import NotFound
from trimtab.kernel.past import Past
from trimtab.kernel.said import say
from trimtab.people.actions.guarding import changing
from trimtab.people.actions.guessing import forget_guesses
from trimtab.people.actions.second_steps import remove_second_steps
from trimtab.people.domain.rows import ERASED
from trimtab.people.models import (
    AccessLink,
    Connection,
    DirectoryMember,
    Identity,
    KeptPerson,
    MergedPerson,
    PeopleList,
    PeopleListRow,
    Person,
    Pin,
    RoleByGroup,
    RoleHeld,
    SavedFilter,
    Session,
    Visit,
)


def erase_person(*, person_id: UUID) -> None:
    """Removes name, address, attributes, roles and the link to the evidence for good; the evidence
    keeps its old pseudonym.

    The names under which others know the person, links, sessions and what was counted about
    sign-ins go, too.

    Raises NotFound when there is no such person, LastAdministrator.
    """
    with changing():
        names = _known_as(person_id)
        changed = Person.objects.filter(id=person_id).update(
            email=f"erased-{person_id}{ERASED}",
            name="",
            unit=None,
            attributes={},
            pseudonym=uuid4(),
            password=make_password(None),
            is_active=False,
            last_login=None,
            language="en",
            time_zone="UTC",
        )
        if not changed:
            raise NotFound("people.unknown", say("There is no such person."), "person")
        RoleHeld.objects.filter(person=person_id).delete()
        Identity.objects.filter(person=person_id).delete()
        for told in (KeptPerson, DirectoryMember, RoleByGroup):
            told.objects.filter(person=person_id).delete()
        AccessLink.objects.filter(person=person_id).delete()
        Pin.objects.filter(person=person_id).delete()
        Session.objects.filter(person=person_id).delete()
        remove_second_steps(person_id=person_id)
        # A list that waits may hold them, too, and nobody can tell where.
        PeopleList.objects.filter(taken_at=None).delete()
        PeopleListRow.objects.filter(person=person_id).delete()
        Visit.objects.filter(tester=person_id).delete()
        MergedPerson.objects.filter(Q(person=person_id) | Q(into=person_id)).delete()
        # What a directory said of whoever tried it last.
        Connection.objects.update(told={})
        _forget_filters(person_id, names)
        forget_guesses(person_id)


def _known_as(person_id: UUID) -> set[str]:
    """The name, and all that somebody signs in with."""
    named = Person.objects.filter(id=person_id).values_list("name", flat=True)
    known = Identity.objects.filter(person=person_id).values_list("subject", flat=True)
    return {text for text in (*named, *known) if text}


def _forget_filters(person_id: UUID, names: set[str]) -> None:
    """The filters of somebody go, and of others those that look for them."""
    SavedFilter.objects.filter(person=person_id).delete()
    # Shorter ones are a part of too many words.
    for word in (name for name in names if len(name) > 2):
        by_query = Q(query__icontains=quote_plus(word))
        SavedFilter.objects.filter(by_query | Q(name__icontains=word)).delete()


def old_sign_ins(before: dt.datetime) -> Past:
    """Those whose last sign-in was before a moment, and sessions that had ended by then."""
    people = Person.objects.aggregate(
        count=Count("id", filter=Q(last_login__lt=before)),
        oldest=Min("last_login", filter=Q(last_login__gte=before)),
    )
    sessions = Session.objects.aggregate(
        count=Count("pk", filter=Q(expire_date__lt=before)),
        oldest=Min("expire_date", filter=Q(expire_date__gte=before)),
    )
    return Past.together(
        Past(counted["count"], counted["oldest"]) for counted in (people, sessions)
    )


@transaction.atomic
def forget_old_sign_ins(*, before: dt.datetime) -> int:
    """Retention: when somebody last signed in goes if it was before a moment, and so do sessions
    that had ended by then.

    Returns how many of both it was.
    """
    ended, _ = Session.objects.filter(expire_date__lt=before).delete()
    return ended + Person.objects.filter(last_login__lt=before).update(last_login=None)
