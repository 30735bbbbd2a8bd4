"""Search over the published job aids: understand the questions, find, rank, and show what fits."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence, Set

from trimtab.library import api as library
from trimtab.search.domain import ranking
from trimtab.search.domain.excerpts import excerpt
from trimtab.search.domain.ranking import Part, Ranked, Sought, Whole
from trimtab.search.domain.readable import readable
from trimtab.search.domain.rows import Candidate, Hit, SearchRequest, SearchResult, SoughtWord
from trimtab.search.domain.understanding import Term
from trimtab.search.domain.words import asked_words
from trimtab.search.queries.candidates import candidates
from trimtab.search.queries.understanding import understand

LONGEST_QUESTION = 300
_WORD = re.compile(r"[^\W_]+")
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
    passages = _passages([candidate for several in found.values() for candidate in several])
    ranked = [
        _ranked(found[request.words], terms[request.words], limit, request.preferred_tags, passages)
        for request in requests
    ]
    texts = _texts({section.section_id for sections in ranked for section in sections})
    return [
        _result(request.words, terms[request.words], sections, passages, texts)
        for request, sections in zip(requests, ranked, strict=True)
    ]


def _candidates(terms: Sequence[Term]) -> list[Candidate]:
    sought = [
        SoughtWord(place, word_id, share, term.gain)
        for place, term in enumerate(terms)
        for word_id, share in term.words.items()
    ]
    return candidates(sought, all_gains=sum(term.gain for term in terms))


def _passages(found: Collection[Candidate]) -> Passages:
    """The sections of candidates by id.

    An aid that only its tags or its file's name speak for is shown by its first section.
    """
    section_ids = {section_id for candidate in found for section_id in candidate.sections}
    without = {candidate.aid_id for candidate in found if not candidate.sections}
    if not section_ids and not without:
        return {}
    rows = library.passages(section_ids, first_of=without)
    return {row.section_id: row for row in rows}


def _ranked(
    found: Sequence[Candidate],
    terms: Sequence[Term],
    limit: int,
    preferred_tags: Set[str],
    passages: Passages,
) -> list[Ranked]:
    sought = [Sought(term.gain, term.surface, term.polarity) for term in terms]
    first_sections = {row.aid_id: row.section_id for row in passages.values() if row.number == 0}
    wholes = []
    for candidate in found:
        sections = candidate.sections
        if not sections and candidate.aid_id in first_sections:
            sections = {first_sections[candidate.aid_id]: {}}
        rows = [passages[section_id] for section_id in sections if section_id in passages]
        if rows:
            wholes.append(_whole(candidate, rows, preferred_tags))
    return ranking.rank(wholes, sought, limit)


def _whole(
    candidate: Candidate, rows: Sequence[library.PassageRow], preferred_tags: Set[str]
) -> Whole:
    about = rows[0]
    parts = [
        Part(
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
        collected=bool(preferred_tags & set(about.tags)),
        weights=candidate.weights,
        parts=parts,
        title=asked_words(about.title),
    )


def _texts(section_ids: Collection[int]) -> dict[int, str]:
    """The texts of sections, for people to read: a table's rows with the names of its columns."""
    texts = library.section_texts(section_ids) if section_ids else {}
    return {
        section_id: readable(html) if "<table" in html else text
        for section_id, (text, html) in texts.items()
    }


def _result(
    words: str,
    terms: Sequence[Term],
    ranked: Sequence[Ranked],
    passages: Passages,
    texts: Mapping[int, str],
) -> SearchResult:
    surface = frozenset(word for term in terms for word in term.surface)
    hits = tuple(
        _hit(
            passages[section.section_id],
            section.score,
            excerpt(texts.get(section.section_id, ""), surface),
        )
        for section in ranked
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


def _hit(row: library.PassageRow, score: float, lines: str) -> Hit:
    is_first = row.number == 0
    return Hit(
        aid_key=row.aid_key,
        document=row.document,
        title=row.title,
        heading=row.heading,
        path=row.path,
        slug=row.slug,
        score=score,
        excerpt=lines,
        address=library.address(row.aid_key, "" if is_first else row.slug),
        kind=row.kind,
        verified_on=row.verified_on,
        is_first=is_first,
        flagged=row.flagged > 0,
        review_every_days=row.review_every_days,
    )


def _with(words: str, others: Mapping[str, str]) -> str:
    """A question with other words in the places of some."""
    return _WORD.sub(lambda found: others.get("".join(asked_words(found[0])), found[0]), words)
