"""Reading the words of published job aids: what support's search asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from trimtab.library.domain.reading import readable
from trimtab.library.domain.rows import AidFound, Asked, Collected, QueryWord, SectionFound, WordRow
from trimtab.library.models import AidSection

_KNOWN = """
    SELECT asked.word, coalesce((ts_lexize('english_stem', asked.word))[1], ''),
           word.id, word.word, word.stem, word.aids, word.sections, word.uses
    FROM unnest(%s::text[]) AS asked (word)
    LEFT JOIN library_word AS word
      ON word.aids > 0 AND (word.stem = (ts_lexize('english_stem', asked.word))[1] OR word.word = asked.word)
"""
_NEAR = """
    SELECT asked.word, near.id, near.word, near.stem, near.aids, near.sections, near.uses
    FROM unnest(%s::text[]) AS asked (word) CROSS JOIN LATERAL (
        SELECT * FROM library_word AS word WHERE word.word %% asked.word AND word.aids > 0 AND word.stem <> ''
        ORDER BY similarity(word.word, asked.word) DESC, word.uses DESC, word.word LIMIT 25
    ) AS near
    UNION
    SELECT asked.word, word.id, word.word, word.stem, word.aids, word.sections, word.uses
    FROM unnest(%s::text[], %s::text[]) AS asked (word, edit)
    JOIN library_word AS word ON word.word = asked.edit AND word.aids > 0 AND word.stem <> ''
"""
_BEGINNING = """
    SELECT asked.word, begun.id, begun.word, begun.stem, begun.aids, begun.sections, begun.uses
    FROM unnest(%s::text[], %s::text[]) AS asked (word, pattern) CROSS JOIN LATERAL (
        SELECT * FROM library_word AS word WHERE word.word LIKE asked.pattern AND word.aids > 0 AND word.stem <> ''
        ORDER BY word.uses DESC, word.word LIMIT 5
    ) AS begun
"""
_FOUND = """
    WITH asked (place, word_id, share, gain) AS (
        SELECT * FROM unnest(%(places)s::int[], %(words)s::bigint[], %(shares)s::float[], %(gains)s::float[])
    ), hit AS (
        SELECT posting.aid_id, posting.section_id, asked.place, max(asked.gain) AS gain,
               sum(asked.share * posting.weight) AS weight
        FROM asked JOIN library_posting AS posting USING (word_id)
        GROUP BY posting.aid_id, posting.section_id, asked.place
    ), whole AS (
        SELECT aid_id, sum(gain * weight / (weight + %(half_whole)s)) AS points,
               array_agg(place) AS places, array_agg(weight) AS weights
        FROM hit WHERE section_id IS NULL GROUP BY aid_id HAVING sum(gain) >= %(least_gain)s
        ORDER BY points DESC, aid_id LIMIT %(most_aids)s
    ), part AS (
        SELECT hit.aid_id, hit.section_id, array_agg(hit.place) AS places, array_agg(hit.weight) AS weights,
               row_number() OVER (
                   PARTITION BY hit.aid_id
                   ORDER BY sum(hit.gain * hit.weight / (hit.weight + %(half_part)s)) DESC, hit.section_id
               ) AS rank
        FROM hit JOIN whole USING (aid_id) WHERE hit.section_id IS NOT NULL GROUP BY hit.aid_id, hit.section_id
    )
    SELECT aid.key, aid.document, aid.title, aid.kind, aid.tags, aid.verified_on, aid.length, aid.flagged, aid.review_every_days,
           whole.places, whole.weights,
           section.id, section.number, section.slug, section.heading, section.path, part.places, part.weights
    FROM whole LEFT JOIN part ON part.aid_id = whole.aid_id AND part.rank <= %(most_sections)s
    JOIN library_aid AS aid ON aid.id = whole.aid_id
    JOIN library_aidsection AS section ON section.id = part.section_id
        OR part.section_id IS NULL AND section.aid_id = whole.aid_id AND section.number = 0
    ORDER BY whole.points DESC, aid.key, part.rank
"""


def collected() -> Collected:
    """How many aids, sections and words there are to search through."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE state = 'published'), (SELECT count(*) FROM library_aidsection) FROM library_aid"
        )
        aids, sections = cursor.fetchone()
    return Collected(aids, sections)


def known_words(words: Sequence[str]) -> dict[str, QueryWord]:
    """For each word asked for: its stem ('' when it says nothing, like 'the'), and the words of the aids that have it."""
    found = {word: QueryWord(word, stem="", known=()) for word in words}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [list(found)])
        for word, stem, *row in cursor.fetchall():
            known = found[word].known + ((WordRow(*row),) if row[0] is not None else ())
            found[word] = QueryWord(word, stem=stem, known=known)
    return found


def near_words(edits: Mapping[str, Sequence[str]]) -> dict[str, list[WordRow]]:
    """Words of the aids that look like the given ones, or are among the edits given for each."""
    found: dict[str, list[WordRow]] = {word: [] for word in edits}
    pairs = [(word, edit) for word, several in edits.items() for edit in several]
    with connection.cursor() as cursor:
        cursor.execute(
            _NEAR, [list(edits), [word for word, _ in pairs], [edit for _, edit in pairs]]
        )
        for word, *row in cursor.fetchall():
            found[word].append(WordRow(*row))
    return found


def words_beginning(beginnings: Sequence[str]) -> dict[str, list[WordRow]]:
    """The most used words of the aids that begin so, for each beginning; one query."""
    found: dict[str, list[WordRow]] = {word: [] for word in beginnings}
    plain = {word: word.replace("\\", "").replace("%", "").replace("_", "") for word in found}
    asked = [word for word, start in plain.items() if start]
    with connection.cursor() as cursor:
        cursor.execute(_BEGINNING, [asked, [plain[word] + "%" for word in asked]])
        for word, *row in cursor.fetchall():
            found[word].append(WordRow(*row))
    return found


def find_sections(
    asked: Sequence[Asked],
    *,
    half_aid: float,
    half_section: float,
    most_aids: int,
    most_sections: int,
    least_gain: float = 0.0,
) -> list[AidFound]:
    """The aids that say most about some words, each with its sections that do, best first by a first estimate.

    An aid whose words gain less than `least_gain` together is none of them, however often it says them; one that only its tags or its
    file's name speak for comes with its first section. A word gains half of what it can at a weight of `half_aid` in an aid and `half_section` in a section.
    """
    values: dict[str, Any] = {
        "places": [one.place for one in asked],
        "words": [one.word_id for one in asked],
        "shares": [one.share for one in asked],
        "gains": [one.gain for one in asked],
        "half_whole": half_aid,
        "half_part": half_section,
        "most_aids": most_aids,
        "most_sections": most_sections,
        "least_gain": least_gain,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, values)
        return _aids_found(cursor.fetchall())


def _aids_found(rows: Sequence[tuple[Any, ...]]) -> list[AidFound]:
    found: dict[str, AidFound] = {}
    for row in rows:
        (
            key,
            document,
            title,
            kind,
            tags,
            verified_on,
            length,
            flagged,
            every,
            places,
            weights,
            *part,
        ) = row
        number, position, slug, heading, path, part_places, part_weights = part
        section = SectionFound(
            number,
            position,
            slug,
            heading,
            tuple(path),
            dict(zip(part_places or (), part_weights or (), strict=True)),
        )
        if key not in found:
            about = dict(zip(places, weights, strict=True))
            found[key] = AidFound(
                key,
                document,
                title,
                kind,
                tuple(tags),
                verified_on,
                length,
                about,
                [],
                flagged,
                every,
            )
        found[key].sections.append(section)
    return list(found.values())


def section_texts(ids: Iterable[int]) -> dict[int, str]:
    """The texts of sections by id, for people to read: a table's rows with the names of its columns."""
    found = AidSection.objects.filter(id__in=list(ids)).values_list("id", "text", "html")
    return {key: readable(html) if "<table" in html else text for key, text, html in found}
