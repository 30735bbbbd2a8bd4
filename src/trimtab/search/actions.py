"""Keeping the words of published job aids: written in the transaction that publishes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.db import connection, transaction

from trimtab.library import api as library
from trimtab.search.domain.rows import Passage, SearchedDocument
from trimtab.search.domain.words import Weighed, document_words, passage_words
from trimtab.search.models import Posting, Word

PUBLISH_LOCK = 7_315_002
_NEW_WORDS = """
    INSERT INTO search_word (word, stem, aids, sections, uses)
    SELECT word, coalesce((ts_lexize('english_stem', word))[1], ''), 0, 0, 0
    FROM unnest(%s::text[]) AS fresh (word)
    ON CONFLICT (word) DO NOTHING
"""
_COUNT = """
    UPDATE search_word AS word
    SET aids = found.aids, sections = found.sections, uses = found.uses
    FROM (
        SELECT touched.id,
               count(posting.id) FILTER (WHERE posting.section_id IS NULL) AS aids,
               count(posting.section_id) AS sections,
               coalesce(sum(posting.count) FILTER (WHERE posting.section_id IS NULL), 0) AS uses
        FROM unnest(%s::bigint[]) AS touched (id)
        LEFT JOIN search_posting AS posting ON posting.word_id = touched.id
        GROUP BY touched.id
    ) AS found
    WHERE word.id = found.id
"""
_COPY = "COPY search_posting (word_id, aid_id, section_id, count, weight) FROM STDIN"
Entry = tuple[UUID, int | None, dict[str, Weighed]]


@transaction.atomic
def publish(aid_ids: Sequence[UUID]) -> None:
    """Makes what is found of these aids match what the library publishes of them now.

    An aid that is not published has no words. Works inside the caller's transaction; one at a time,
    so that the counts of words stay right.
    """
    if not aid_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISH_LOCK])
        before = Posting.objects.filter(aid__in=aid_ids)
        touched = set(before.values_list("word", flat=True).distinct())
        before.delete()
        entries = list(_entries(_documents(aid_ids)))
        words = {word for _, _, weighed in entries for word in weighed}
        cursor.execute(_NEW_WORDS, [sorted(words)])
        numbers = dict(Word.objects.filter(word__in=words).values_list("word", "id"))
        _copy(entries, numbers)
        cursor.execute(_COUNT, [sorted(touched | set(numbers.values()))])


def _documents(aid_ids: Sequence[UUID]) -> Iterator[SearchedDocument]:
    for aid in library.published_texts(aid_ids):
        passages = tuple(
            Passage(section.id, section.heading, section.path, section.text, section.html)
            for section in aid.sections
        )
        yield SearchedDocument(aid.id, aid.names, passages)


def _entries(documents: Iterable[SearchedDocument]) -> Iterator[Entry]:
    for document in documents:
        for passage in document.passages:
            yield document.id, passage.id, passage_words(passage)
        yield document.id, None, document_words(document.names, document.passages)


def _copy(entries: Iterable[Entry], numbers: dict[str, int]) -> None:
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for aid_id, section_id, weighed in entries:
            for word, weight in weighed.items():
                row = (numbers[word], aid_id, section_id, weight.count, weight.weight)
                copy.write_row(row)
