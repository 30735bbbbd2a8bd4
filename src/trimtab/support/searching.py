"""Search over the published job aids: understand the questions, ask the library, rank, and show the lines that fit."""

from __future__ import annotations

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


def search(query: str, limit: int = 10, person_id: UUID | None = None) -> list[Hit]:
    """The sections of published job aids that answer a question, best first; aids in the person's collections a little earlier."""
    return list(search_many([query], limit, person_id)[0].hits)


def search_many(queries: Sequence[str], limit: int = 10, person_id: UUID | None = None) -> list[Found]:
    """`search` for many questions; understanding them takes four queries in all, finding one for each and one in all."""
    tags = collected_tags(person_id) if person_id else frozenset()
    return search_each([(query, tags) for query in queries], limit)


def search_each(questions: Sequence[tuple[str, Set[str]]], limit: int) -> list[Found]:
    """`search_many` for people whose collections have the tags given with each question; equal words are looked for once."""
    queries = list(dict.fromkeys(query for query, _tags in questions))
    terms = dict(zip(queries, understand([query[:LONGEST_QUESTION] for query in queries]), strict=True))
    aids = {query: _aids(terms[query]) for query in queries} if limit > 0 else {}
    ranked = [_ranked(aids.get(query, ()), terms[query], limit, tags) for query, tags in questions]
    texts = library.section_texts({one.section_id for several in ranked for one in several})
    return [
        Found(_hits(several, aids.get(query, ()), terms[query], texts), _corrected(terms[query]))
        for (query, _tags), several in zip(questions, ranked, strict=True)
    ]


def collected_tags(person_id: UUID) -> frozenset[str]:
    """The tags of the collections for this person's audiences."""
    audiences = [row.key for row in people.audiences_of(person_id)]
    found = Collection.objects.filter(retired_at=None, audience__in=audiences).values_list("tags", flat=True)
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


def _ranked(aids: Sequence[AidFound], terms: Sequence[Term], limit: int, tags: Set[str]) -> list[Ranked]:
    sought = [Sought(term.gain, term.surface) for term in terms]
    return ranking.rank([_whole(aid, tags) for aid in aids], sought, limit)


def _whole(aid: AidFound, tags: Set[str]) -> Whole:
    parts = [Part(one.id, one.number, one.weights, library.asked_words(one.heading)) for one in aid.sections]
    return Whole(aid.key, aid.length, bool(tags & set(aid.tags)), aid.weights, parts, library.asked_words(aid.title))


def _hits(
    ranked: Sequence[Ranked], aids: Sequence[AidFound], terms: Sequence[Term], texts: Mapping[int, str]
) -> tuple[Hit, ...]:
    by_section = {section.id: (aid, section) for aid in aids for section in aid.sections}
    words = frozenset(word for term in terms for word in term.surface)
    return tuple(
        _hit(*by_section[one.section_id], one.score, excerpt(texts.get(one.section_id, ""), words)) for one in ranked
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
        address=library.address(aid.key, section.slug),
        kind=aid.kind,
        verified_on=aid.verified_on,
    )


def _corrected(terms: Sequence[Term]) -> str:
    if all(term.said in {term.typed, ""} for term in terms):
        return ""
    return " ".join(term.said or term.typed for term in terms)
