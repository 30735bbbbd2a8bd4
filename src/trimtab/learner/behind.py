"""The job aid behind a question: the one that its author named, else the one that answers its words best among those on its subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from trimtab.library import api as library
from trimtab.search import api as search

LOOKED_THROUGH = 5


@dataclass(frozen=True, slots=True)
class Asks:
    """What is known of a question: its words, its tags, and the aid that its author named ('' none)."""

    stem: str
    tags: tuple[str, ...]
    aid: str = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """An aid to look something up in."""

    title: str
    href: str


def aids_behind(questions: Sequence[Asks]) -> list[Behind | None]:
    """The aid behind each question, or None; a fixed number of queries but for one search a question without a named aid."""
    published = {
        row.key: row
        for row in library.aids_by_tags(sorted({tag for one in questions for tag in one.tags}))
    }
    titles = {key: row.title for key, row in published.items()}
    if missing := {one.aid for one in questions if one.aid} - titles.keys():
        titles |= {
            row.key: row.title
            for row in library.aids(state=library.ContentState.PUBLISHED)
            if row.key in missing
        }
    open_ones = [one for one in questions if one.aid not in titles]
    found = dict(
        zip(
            open_ones,
            search.search(
                [search.SearchRequest(one.stem) for one in open_ones], limit=LOOKED_THROUGH
            ),
            strict=True,
        )
    )
    behind: list[Behind | None] = []
    for one in questions:
        if one.aid in titles:
            behind.append(Behind(titles[one.aid], reverse("learner:aid", args=[one.aid])))
            continue
        own = {key for key, row in published.items() if set(row.tags) & set(one.tags)}
        hit = next((hit for hit in found[one].hits if hit.aid_key in own), None)
        behind.append(Behind(hit.title, address_of(hit)) if hit else None)
    return behind


def address_of(hit: search.Hit, **more: object) -> str:
    """Where a result is read: the aid's top, or the section that answers with the aid's title and warning above it."""
    asked = {name: value for name, value in more.items() if value}
    if not hit.is_first:
        asked["section"] = hit.slug
    query = f"?{urlencode(asked)}" if asked else ""
    return (
        reverse("learner:aid", args=[hit.aid_key])
        + query
        + ("" if hit.is_first else f"#{hit.slug}")
    )
