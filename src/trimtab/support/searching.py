"""Search over the published job aids: understand the questions, ask the library, rank, and show the lines that fit."""

from __future__ import annotations

from collections.abc import Sequence, Set
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
    """`search` for many questions; understanding them takes four queries in all, finding two for each."""
    return search_as(queries, limit, collected_tags(person_id) if person_id else frozenset())


def search_as(queries: Sequence[str], limit: int, tags: Set[str]) -> list[Found]:
    """`search_many` for somebody whose collections have these tags."""
    understood = understand([query[:LONGEST_QUESTION] for query in queries])
    return [_found(terms, limit, tags) for terms in understood]


def collected_tags(person_id: UUID) -> frozenset[str]:
    """The tags of the collections for this person's audiences."""
    audiences = [row.key for row in people.audiences_of(person_id)]
    found = Collection.objects.filter(retired_at=None, audience__in=audiences).values_list("tags", flat=True)
    return frozenset(tag for tags in found for tag in tags)


def _found(terms: Sequence[Term], limit: int, tags: Set[str]) -> Found:
    asked = [
        library.Asked(place, word, share, term.gain)
        for place, term in enumerate(terms)
        for word, share in term.words.items()
    ]
    if not asked or limit < 1:
        return Found(())
    aids = library.find_sections(
        asked,
        half_aid=ranking.HALF_AID,
        half_section=ranking.HALF_SECTION,
        most_aids=MOST_AIDS,
        most_sections=MOST_SECTIONS,
    )
    sought = [Sought(term.gain, term.surface) for term in terms]
    ranked = ranking.rank([_whole(aid, tags) for aid in aids], sought, limit)
    return Found(_hits(ranked, aids, terms), _corrected(terms))


def _whole(aid: AidFound, tags: Set[str]) -> Whole:
    parts = [Part(one.id, one.number, one.weights, library.asked_words(one.heading)) for one in aid.sections]
    return Whole(aid.key, aid.length, bool(tags & set(aid.tags)), aid.weights, parts, library.asked_words(aid.title))


def _hits(ranked: Sequence[Ranked], aids: Sequence[AidFound], terms: Sequence[Term]) -> tuple[Hit, ...]:
    by_section = {section.id: (aid, section) for aid in aids for section in aid.sections}
    texts = library.section_texts([one.section_id for one in ranked])
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
