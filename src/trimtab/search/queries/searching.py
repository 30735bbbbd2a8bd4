"""Search over the published job aids: understand the questions, ask the library, rank, and show the lines that fit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from uuid import UUID

from trimtab.library import api as library
from trimtab.library.api import AidFound, SectionFound
from trimtab.people import api as people
from trimtab.support.domain import ranking
from trimtab.support.domain.excerpts import excerpt
from trimtab.support.domain.ranking import Part, Ranked, Sought, Whole
from trimtab.support.domain.rows import Found, Hit
from trimtab.support.models import Collection
from trimtab.support.understanding import Term, understand

MOST_AIDS = 40
MOST_SECTIONS = 8
LONGEST_QUESTION = 300
_WORD = re.compile(r"[^\W_]+")


def search(query: str, limit: int = 10, person_id: UUID | None = None) -> list[Hit]:
    """The sections of published job aids that answer a question, best first; aids in the person's collections a little earlier."""
    return list(search_many([query], limit, person_id)[0].hits)


def search_many(
    queries: Sequence[str], limit: int = 10, person_id: UUID | None = None, *, exact: bool = False
) -> list[Found]:
    """`search` for many questions; understanding them takes six queries in all, finding one for each and one in all.

    With `exact` every word is looked for as it was written.
    """
    tags = collected_tags(person_id) if person_id else frozenset()
    return search_each([(query, tags) for query in queries], limit, exact=exact)


def search_each(
    questions: Sequence[tuple[str, Set[str]]], limit: int, *, exact: bool = False
) -> list[Found]:
    """`search_many` for people whose collections have the tags given with each question; equal words are looked for once."""
    queries = list(dict.fromkeys(query for query, _tags in questions))
    understood = (
        understand([query[:LONGEST_QUESTION] for query in queries], exact=exact) if queries else []
    )
    terms = dict(zip(queries, understood, strict=True))
    aids = {query: _aids(terms[query]) for query in queries} if limit > 0 else {}
    ranked = [_ranked(aids.get(query, ()), terms[query], limit, tags) for query, tags in questions]
    texts = library.section_texts({one.section_id for several in ranked for one in several})
    return [
        _found(_hits(several, aids.get(query, ()), terms[query], texts), terms[query], query)
        for (query, _tags), several in zip(questions, ranked, strict=True)
    ]


def collected_tags(person_id: UUID) -> frozenset[str]:
    """The tags of the collections for this person's audiences."""
    audiences = [row.key for row in people.audiences_of(person_id)]
    found = Collection.objects.filter(retired_at=None, audience__in=audiences).values_list(
        "tags", flat=True
    )
    return frozenset(tag for tags in found for tag in tags)


def _aids(terms: Sequence[Term]) -> list[AidFound]:
    asked = [
        library.Asked(place, word, share, term.gain)
        for place, term in enumerate(terms)
        for word, share in term.words.items()
    ]
    if not asked:
        return []
    return library.find_sections(
        asked,
        half_aid=ranking.HALF_AID,
        half_section=ranking.HALF_SECTION,
        most_aids=MOST_AIDS,
        most_sections=MOST_SECTIONS,
        # A little less than ranking asks for: sums of the database may differ from its own in the last place.
        least_gain=0.999 * ranking.LEAST_COVERED * sum(term.gain for term in terms),
    )


def _ranked(
    aids: Sequence[AidFound], terms: Sequence[Term], limit: int, tags: Set[str]
) -> list[Ranked]:
    sought = [Sought(term.gain, term.surface, term.polarity) for term in terms]
    return ranking.rank([_whole(aid, tags) for aid in aids], sought, limit)


def _whole(aid: AidFound, tags: Set[str]) -> Whole:
    parts = [
        Part(one.id, one.number, one.weights, library.asked_words(one.heading))
        for one in aid.sections
    ]
    return Whole(
        aid.key,
        aid.length,
        bool(tags & set(aid.tags)),
        aid.weights,
        parts,
        library.asked_words(aid.title),
    )


def _hits(
    ranked: Sequence[Ranked],
    aids: Sequence[AidFound],
    terms: Sequence[Term],
    texts: Mapping[int, str],
) -> tuple[Hit, ...]:
    by_section = {section.id: (aid, section) for aid in aids for section in aid.sections}
    words = frozenset(word for term in terms for word in term.surface)
    return tuple(
        _hit(*by_section[one.section_id], one.score, excerpt(texts.get(one.section_id, ""), words))
        for one in ranked
    )


def _hit(aid: AidFound, section: SectionFound, score: float, lines: str) -> Hit:
    return Hit(
        aid_key=aid.key,
        document=aid.document,
        title=aid.title,
        heading=section.heading,
        path=section.path,
        slug=section.slug,
        score=score,
        excerpt=lines,
        address=library.address(aid.key, "" if section.number == 0 else section.slug),
        kind=aid.kind,
        verified_on=aid.verified_on,
        is_first=section.number == 0,
        flagged=aid.flagged > 0,
        review_every_days=aid.review_every_days,
    )


def _found(hits: tuple[Hit, ...], terms: Sequence[Term], query: str) -> Found:
    taken = {term.typed: term.said for term in terms if term.said not in {term.typed, ""}}
    offered = {term.typed: term.offered for term in terms if term.offered}
    return Found(
        hits,
        _with(query, taken) if taken else "",
        _with(query, taken | offered) if offered and not hits else "",
        tuple(term.typed for term in terms if not term.words),
        is_empty=not terms,
    )


def _with(query: str, others: Mapping[str, str]) -> str:
    """A question with other words in the places of some."""
    return _WORD.sub(
        lambda found: others.get("".join(library.asked_words(found[0])), found[0]), query
    )
