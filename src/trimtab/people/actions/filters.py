"""The filters that an administrator keeps, to look at the same people again."""

from __future__ import annotations

from uuid import UUID

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.people.actions.guarding import changing
from trimtab.people.models import SavedFilter

MOST_SAVED, MOST_NAME, MOST_QUERY = 30, 60, 800


def save_filter(*, person_id: UUID, name: str, query: str) -> None:
    """Keeps a filter (as the query of an address) under a name; one of that name becomes this.

    Raises Refusal on the field name.
    """
    plain = " ".join(name.split())
    if not 0 < len(plain) <= MOST_NAME or "\x00" in plain:
        sentence = say("A name of 1 to {most} characters is needed.", most=MOST_NAME)
        raise Refusal("people.filter-name", sentence, "name")
    if not query or len(query) > MOST_QUERY:
        raise Refusal("people.filter-empty", say("Choose a filter first, then keep it."), "name")
    with changing():
        saved = SavedFilter.objects.filter(person=person_id)
        if saved.count() >= MOST_SAVED and not saved.filter(name=plain).exists():
            sentence = say("You keep {most} filters. Remove one first.", most=MOST_SAVED)
            raise Refusal("people.filter-many", sentence, "name")
        saved.update_or_create(person_id=person_id, name=plain, defaults={"query": query})


def remove_filter(*, person_id: UUID, filter_id: int) -> None:
    """Keeps one of somebody's own filters no more; again changes nothing."""
    SavedFilter.objects.filter(person=person_id, id=filter_id).delete()
