"""The aids and sections whose words say most about some words, by a first estimate in the
database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from trimtab.search.domain import ranking
from trimtab.search.domain.rows import Candidate, SoughtWord

MOST_AIDS = 40
MOST_SECTIONS = 8
# A little less than ranking asks for: sums of the database may differ from its own in the last
# place.
_NEARLY = 0.999
_FOUND = """
    WITH asked (place, word_id, share, gain) AS (
        SELECT * FROM unnest(
            %(places)s::int[], %(words)s::bigint[], %(shares)s::float[], %(gains)s::float[]
        )
    ), hit AS (
        SELECT posting.aid_id, posting.section_id, asked.place, max(asked.gain) AS gain,
               sum(asked.share * posting.weight) AS weight
        FROM asked JOIN search_posting AS posting USING (word_id)
        GROUP BY posting.aid_id, posting.section_id, asked.place
    ), whole AS (
        SELECT aid_id, sum(gain * weight / (weight + %(half_whole)s)) AS points,
               array_agg(place) AS places, array_agg(weight) AS weights
        FROM hit WHERE section_id IS NULL GROUP BY aid_id HAVING sum(gain) >= %(least_gain)s
        ORDER BY points DESC, aid_id LIMIT %(most_aids)s
    ), part AS (
        SELECT hit.aid_id, hit.section_id,
               array_agg(hit.place) AS places, array_agg(hit.weight) AS weights,
               row_number() OVER (
                   PARTITION BY hit.aid_id
                   ORDER BY sum(hit.gain * hit.weight / (hit.weight + %(half_part)s)) DESC,
                            hit.section_id
               ) AS rank
        FROM hit JOIN whole USING (aid_id)
        WHERE hit.section_id IS NOT NULL GROUP BY hit.aid_id, hit.section_id
    )
    SELECT whole.aid_id, whole.places, whole.weights, part.section_id, part.places, part.weights
    FROM whole LEFT JOIN part ON part.aid_id = whole.aid_id AND part.rank <= %(most_sections)s
    ORDER BY whole.points DESC, whole.aid_id, part.rank
"""


def candidates(sought: Sequence[SoughtWord], *, all_gains: float) -> list[Candidate]:
    """The aids that say most about some words, each with its sections that do.

    An aid whose words gain too little of `all_gains`, what the words of the question gain together,
    is none of them, however often it says them. How much of what it can a word gains at which
    weight is said by `ranking`, which judges them afterwards.
    """
    if not sought:
        return []
    values: dict[str, Any] = {
        "places": [word.place for word in sought],
        "words": [word.word_id for word in sought],
        "shares": [word.share for word in sought],
        "gains": [word.gain for word in sought],
        "half_whole": ranking.HALF_AID,
        "half_part": ranking.HALF_SECTION,
        "most_aids": MOST_AIDS,
        "most_sections": MOST_SECTIONS,
        "least_gain": _NEARLY * ranking.LEAST_COVERED * all_gains,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, values)
        rows = cursor.fetchall()
    found: dict[UUID, Candidate] = {}
    sections: dict[UUID, dict[int, Mapping[int, float]]] = {}
    for aid_id, places, weights, section_id, part_places, part_weights in rows:
        if aid_id not in found:
            sections[aid_id] = {}
            about = dict(zip(places, weights, strict=True))
            found[aid_id] = Candidate(aid_id, about, sections[aid_id])
        if section_id is not None:
            sections[aid_id][section_id] = dict(zip(part_places, part_weights, strict=True))
    return list(found.values())
