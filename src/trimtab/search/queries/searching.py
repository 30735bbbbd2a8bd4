"""Search over the published job aids: understand the questions, find, rank, and show what fits."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence, Set

from trimtab.library import api as library
from trimtab.search.domain import ranking
from trimtab.search.domain.excerpts import excerpt
from trimtab.search.domain.ranking import Ranked, RankedSection, Sought, Whole
from trimtab.search.domain.readable import readable
from trimtab.search.domain.rows import Candidate, Hit, SearchRequest, SearchResult, SoughtWord
from trimtab.search.domain.understanding import Term
from trimtab.search.domain.words import asked_words
from trimtab.search.queries.candidates import candidates
from trimtab.search.queries.understanding import understand

LONGEST_QUESTION = 300
_WORD = re.compile(r"[^\W_]+")
Headings = Mapping[int, library.HeadingRow]
Passages = Mapping[int, library.PassageRow]


def search(
    requests: Sequence[SearchRequest], *, limit: int = 10, exact: bool = False
) -> list[SearchResult]:
    """The sections of published job aids that answer each question, best first, at most `limit`.

    Understanding the questions takes six queries in all, finding one for each and two in all; equal
    words are looked for once. With `exact` every word is looked for as it was written.
    """
    questions = list(dict.fromkeys(request.words for request in requests))
    understood = understand([words[:LONGEST_QUESTION] for words in questions], exact=exact)
    terms = dict(zip(questions, understood, strict=True))
    found = {words: _candidates(terms[words]) if limit > 0 else [] for words in questions}
    headings = _headings([candidate for several in found.values() for candidate in several])
    ranked = [
        _ranked(found[request.words], terms[request.words], limit, request.preferred_tags, headings)
        for request in requests
    ]
    section_ids = {section.section_id for sections in ranked for section in sections}
    passages = library.passages(section_ids) if section_ids else {}
    return [
        _result(request.words, terms[request.words], sections, passages)
        for request, sections in zip(requests, ranked, strict=True)
    ]


def _candidates(terms: Sequence[Term]) -> list[Candidate]:
    sought = [
        SoughtWord(place, word_id, share, term.gain)
        for place, term in enumerate(terms)
        for word_id, share in term.words.items()
    ]
    return candidates(sought, all_gains=sum(term.gain for term in terms))


def _headings(found: Collection[Candidate]) -> Headings:
    """The headings of candidates' sections by their ids.

    An aid that only its tags or its file's name speak for is shown by its first section.
    """
    section_ids = {section_id for candidate in found for section_id in candidate.sections}
    without = {candidate.aid_id for candidate in found if not candidate.sections}
    if not section_ids and not without:
        return {}
    return {row.section_id: row for row in library.headings(section_ids, first_of=without)}


def _ranked(
    found: Sequence[Candidate],
    terms: Sequence[Term],
    limit: int,
    preferred_tags: Set[str],
    headings: Headings,
) -> list[Ranked]:
    sought = [Sought(term.gain, term.surface, term.polarity) for term in terms]
    first_sections = {row.aid_id: row for row in headings.values() if row.number == 0}
    wholes = []
    for candidate in found:
        rows = [headings[section_id] for section_id in candidate.sections if section_id in headings]
        if not candidate.sections and candidate.aid_id in first_sections:
            rows = [first_sections[candidate.aid_id]]
        if rows:
            wholes.append(_whole(candidate, rows, preferred_tags))
    return ranking.rank(wholes, sought, limit)


def _whole(
    candidate: Candidate, rows: Sequence[library.HeadingRow], preferred_tags: Set[str]
) -> Whole:
    about = rows[0]
    parts = [
        RankedSection(
            row.section_id,
            row.number,
            candidate.sections.get(row.section_id, {}),
            asked_words(row.heading),
        )
        for row in rows
    ]
    return Whole(
        key=about.aid_key,
        length=about.aid_length,
        collected=not preferred_tags.isdisjoint(about.tags),
        weights=candidate.weights,
        parts=parts,
        title=asked_words(about.title),
    )


def _result(
    words: str, terms: Sequence[Term], ranked: Sequence[Ranked], passages: Passages
) -> SearchResult:
    surface = frozenset(word for term in terms for word in term.surface)
    hits = tuple(
        _hit(passages[section.section_id], section.score, surface)
        for section in ranked
        if section.section_id in passages
    )
    taken = {term.typed: term.said for term in terms if term.said not in {term.typed, ""}}
    offered = {term.typed: term.offered for term in terms if term.offered}
    return SearchResult(
        hits,
        corrected=_with(words, taken) if taken else "",
        offered=_with(words, taken | offered) if offered and not hits else "",
        unknown=tuple(term.typed for term in terms if not term.words),
        is_empty=not terms,
    )


def _hit(passage: library.PassageRow, score: float, surface: Set[str]) -> Hit:
    is_first = passage.number == 0
    has_table = "<table" in passage.html
    return Hit(
        aid_key=passage.aid_key,
        document=passage.document,
        title=passage.title,
        heading=passage.heading,
        path=passage.path,
        slug=passage.slug,
        score=score,
        excerpt=excerpt(readable(passage.html) if has_table else passage.text, surface),
        address=library.address(passage.aid_key, "" if is_first else passage.slug),
        kind=passage.kind,
        verified_on=passage.verified_on,
        is_first=is_first,
        flagged=passage.flagged > 0,
        review_every_days=passage.review_every_days,
    )


def _with(words: str, others: Mapping[str, str]) -> str:
    """A question with other words in the places of some."""
    return _WORD.sub(lambda found: others.get("".join(asked_words(found[0])), found[0]), words)
