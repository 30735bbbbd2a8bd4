"""The evidence of answers, with the programme, the arm that chance gave, the revision in force."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from trimtab.library import api as library
from trimtab.lrs import api as lrs
from trimtab.people import api as people
from trimtab.practice.models import Enrolment, Programme, Review
from trimtab.strategy import api as strategy
from trimtab.xapi import profile
from trimtab.xapi.profile import ActivityType, Verb, iso_duration


def record(
    reviews: Sequence[Review],
    versions: Mapping[UUID, library.ItemVersionRow],
    *,
    now: dt.datetime,
    context: Mapping[str, Any],
) -> None:
    """Writes a statement for each review, with `context` in each; a fixed number of queries."""
    pseudonyms = people.pseudonyms({review.person_id for review in reviews})
    known = _contexts(reviews)
    lrs.record_many(
        (
            lrs.Experience(
                actor=pseudonyms[review.person_id],
                verb=Verb.ANSWERED,
                object_id=f"items/{versions[review.version_id].item_key}",
                object_name=_title(versions[review.version_id]),
                object_type=ActivityType.ITEM,
                at=review.at,
                result={
                    "success": review.correct,
                    "score": {"scaled": round(review.score, 4)},
                    "duration": iso_duration(review.seconds),
                },
                context={**known[review.id], **context},
            )
            for review in reviews
        ),
        now=now,
    )


def _title(version: library.ItemVersionRow) -> str:
    return str(version.body.get("stem") or version.body.get("front") or version.item_key)


def _contexts(reviews: Sequence[Review]) -> Mapping[UUID, dict[str, object]]:
    """Context extensions by review. An answer outside every programme of its person has no arm."""
    revision_at = strategy.revision_contexts()
    items = library.items_by_id({review.item_id for review in reviews})
    by_tag = {
        tag: programme.key
        for programme in Programme.objects.filter(retired_at=None).order_by("-key")
        for tag in programme.tags
    }
    arms: dict[UUID, dict[str, str]] = defaultdict(dict)
    enrolled = Enrolment.objects.filter(
        person__in={review.person_id for review in reviews}, programme__in=set(by_tag.values())
    )
    for person, programme, arm in enrolled.values_list("person", "programme", "arm"):
        arms[person][programme] = arm
    contexts: dict[UUID, dict[str, object]] = {}
    for review in reviews:
        item = items.get(review.item_id)
        lot = _lot(item.tags if item else (), by_tag, arms[review.person_id])
        contexts[review.id] = revision_at(review.at) | lot
    return contexts


def _lot(
    tags: Sequence[str], by_tag: Mapping[str, str], arms: Mapping[str, str]
) -> dict[str, object]:
    """The programme that an item belongs to for a person, and their arm in it."""
    keys = (by_tag[tag] for tag in tags if tag in by_tag)
    key = next((key for key in keys if key in arms), "")
    return {profile.PROGRAMME: key, profile.ARM: arms[key]} if key else {}
