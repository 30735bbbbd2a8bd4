"""Keeping the words of published job aids, from which support searches: written in the transaction that publishes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.db import connection

from trimtab.library.domain.markdown import Section
from trimtab.library.domain.paths import name_of
from trimtab.library.domain.words import Weighed, document_words, section_words
from trimtab.library.models import Aid, AidSection, Posting, Word

INDEX_LOCK = 7_315_002
_NEW_WORDS = """
    INSERT INTO library_word (word, stem, aids, sections, uses)
    SELECT word, coalesce((ts_lexize('english_stem', word))[1], ''), 0, 0, 0 FROM unnest(%s::text[]) AS fresh (word)
    ON CONFLICT (word) DO NOTHING
"""
_COUNT = """
    UPDATE library_word AS word SET aids = found.aids, sections = found.sections, uses = found.uses
    FROM (
        SELECT touched.id, count(posting.id) FILTER (WHERE posting.section_id IS NULL) AS aids,
               count(posting.section_id) AS sections,
               coalesce(sum(posting.count) FILTER (WHERE posting.section_id IS NULL), 0) AS uses
        FROM unnest(%s::bigint[]) AS touched (id) LEFT JOIN library_posting AS posting ON posting.word_id = touched.id
        GROUP BY touched.id
    ) AS found
    WHERE word.id = found.id
"""
_LENGTH = """
    UPDATE library_aid SET length = coalesce((
        SELECT sum(array_length(regexp_split_to_array(text, '\\s+'), 1)) FROM library_aidsection WHERE aid_id = library_aid.id
    ), 0) WHERE id = ANY(%s)
"""
Entry = tuple[UUID, int | None, dict[str, Weighed]]


def index_aids(ids: Iterable[UUID]) -> None:
    """Writes the words of these aids anew from their published sections; an aid that is not published has none.

    Works inside the caller's transaction; one at a time, so that the counts of words stay right.
    """
    wanted = list(ids)
    if not wanted:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [INDEX_LOCK])
        touched = set(
            Posting.objects.filter(aid__in=wanted).values_list("word", flat=True).distinct()
        )
        Posting.objects.filter(aid__in=wanted).delete()
        entries = list(_entries(wanted))
        words = {word for _, _, weighed in entries for word in weighed}
        cursor.execute(_NEW_WORDS, [sorted(words)])
        numbers = dict(Word.objects.filter(word__in=words).values_list("word", "id"))
        _copy(entries, numbers)
        cursor.execute(_LENGTH, [wanted])
        cursor.execute(_COUNT, [sorted(touched | set(numbers.values()))])


def _entries(ids: Sequence[UUID]) -> Iterator[Entry]:
    by_aid: dict[UUID, list[AidSection]] = {}
    for one in AidSection.objects.filter(aid__in=ids).order_by("aid", "number"):
        by_aid.setdefault(one.aid_id, []).append(one)
    for aid in Aid.objects.filter(id__in=by_aid, state="published"):
        rows = [(one.id, _section(one)) for one in by_aid[aid.id]]
        for number, section in rows:
            yield aid.id, number, section_words(section)
        names = [aid.title, name_of(aid.document), *aid.tags]
        yield aid.id, None, document_words(names, [section for _, section in rows])


def _section(one: AidSection) -> Section:
    return Section(
        one.number, one.slug, one.heading, one.level, tuple(one.path), one.text, one.html
    )


def _copy(entries: Iterable[Entry], numbers: dict[str, int]) -> None:
    statement = "COPY library_posting (word_id, aid_id, section_id, count, weight) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for aid, section, weighed in entries:
            for word, one in weighed.items():
                copy.write_row((numbers[word], aid, section, one.count, one.weight))
