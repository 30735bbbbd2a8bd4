"""What the evidence of answers says beside the answer: the programme, the arm that chance gave, the revision in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from trimtab.library import api as library
from trimtab.practice.models import Enrolment, Programme, Review
from trimtab.strategy import api as strategy
from trimtab.xapi import profile


def contexts(reviews: Sequence[Review]) -> Mapping[UUID, dict[str, object]]:
    """Context extensions by review, in a fixed number of queries. An answer outside every programme of its person has no arm."""
    revision_at = strategy.revision_contexts()
    tags = {
        key: row.tags for key, row in library.items_by_id({one.item_id for one in reviews}).items()
    }
    by_tag = {
        tag: one.key
        for one in Programme.objects.filter(retired_at=None).order_by("-key")
        for tag in one.tags
    }
    arms: dict[UUID, dict[str, str]] = defaultdict(dict)
    enrolled = Enrolment.objects.filter(
        person__in={one.person_id for one in reviews}, programme__in=set(by_tag.values())
    )
    for person, programme, arm in enrolled.values_list("person", "programme", "arm"):
        arms[person][programme] = arm
    return {
        one.id: revision_at(one.at)
        | _programme(tags.get(one.item_id, ()), by_tag, arms[one.person_id])
        for one in reviews
    }


def _programme(
    tags: Sequence[str], by_tag: Mapping[str, str], arms: Mapping[str, str]
) -> dict[str, object]:
    key = next((by_tag[tag] for tag in tags if tag in by_tag and by_tag[tag] in arms), "")
    return {profile.PROGRAMME: key, profile.ARM: arms[key]} if key else {}
