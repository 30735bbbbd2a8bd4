"""The job aid behind a question.

The one that its author named, else the one that answers its words best among those on its subject.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from trimtab.library import api as library
from trimtab.search import api as search

LOOKED_THROUGH = 5


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of a question: its words, its tags, and the aid that its author named."""

    stem: str
    tags: tuple[str, ...]
    aid: str = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """An aid to look something up in."""

    title: str
    href: str


def aids_behind(questions: Sequence[Subject]) -> list[Behind | None]:
    """The aid behind each question, or None.

    A fixed number of queries but for one search a question without a named aid.
    """
    tags = sorted({tag for question in questions for tag in question.tags})
    published = {row.key: row for row in library.aids_by_tags(tags)}
    titles = {key: row.title for key, row in published.items()}
    if missing := {question.aid for question in questions if question.aid} - titles.keys():
        others = library.aids(state=library.ContentState.PUBLISHED)
        titles |= {row.key: row.title for row in others if row.key in missing}
    to_search = [question for question in questions if question.aid not in titles]
    requests = [search.SearchRequest(question.stem) for question in to_search]
    results = search.search(requests, limit=LOOKED_THROUGH)
    found = dict(zip(to_search, results, strict=True))
    behind: list[Behind | None] = []
    for question in questions:
        if question.aid in titles:
            href = reverse("learner:aid", args=[question.aid])
            behind.append(Behind(titles[question.aid], href))
            continue
        on_subject = {key for key, row in published.items() if set(row.tags) & set(question.tags)}
        hits = (hit for hit in found[question].hits if hit.aid_key in on_subject)
        hit = next(hits, None)
        behind.append(Behind(hit.title, address_of(hit)) if hit else None)
    return behind


def address_of(hit: search.Hit, **more: object) -> str:
    """Where a result is read: the aid's top, or the section that answers.

    Such a section stands with the aid's title and warning above it.
    """
    asked = {name: value for name, value in more.items() if value}
    if not hit.is_first:
        asked["section"] = hit.slug
    query = f"?{urlencode(asked)}" if asked else ""
    anchor = "" if hit.is_first else f"#{hit.slug}"
    return reverse("learner:aid", args=[hit.aid_key]) + query + anchor
