"""Reading the words of published job aids: which there are of a stem, and which look alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection

from trimtab.search.domain.rows import KnownWord, QuestionWord

_KNOWN = """
    SELECT asked.word, coalesce((ts_lexize('english_stem', asked.word))[1], ''),
           word.id, word.word, word.stem, word.aids, word.sections, word.uses
    FROM unnest(%s::text[]) AS asked (word)
    LEFT JOIN search_word AS word
      ON word.aids > 0
     AND (word.stem = (ts_lexize('english_stem', asked.word))[1] OR word.word = asked.word)
"""
_NEAR = """
    SELECT asked.word, near.id, near.word, near.stem, near.aids, near.sections, near.uses
    FROM unnest(%s::text[]) AS asked (word) CROSS JOIN LATERAL (
        SELECT * FROM search_word AS word
        WHERE word.word %% asked.word AND word.aids > 0 AND word.stem <> ''
        ORDER BY similarity(word.word, asked.word) DESC, word.uses DESC, word.word LIMIT 25
    ) AS near
    UNION
    SELECT asked.word, word.id, word.word, word.stem, word.aids, word.sections, word.uses
    FROM unnest(%s::text[], %s::text[]) AS asked (word, edit)
    JOIN search_word AS word ON word.word = asked.edit AND word.aids > 0 AND word.stem <> ''
"""
_BEGINNING = """
    SELECT asked.word, begun.id, begun.word, begun.stem, begun.aids, begun.sections, begun.uses
    FROM unnest(%s::text[], %s::text[]) AS asked (word, pattern) CROSS JOIN LATERAL (
        SELECT * FROM search_word AS word
        WHERE word.word LIKE asked.pattern AND word.aids > 0 AND word.stem <> ''
        ORDER BY word.uses DESC, word.word LIMIT 5
    ) AS begun
"""


def known_words(words: Sequence[str]) -> dict[str, QuestionWord]:
    """For each word asked for: its stem, and the words of the aids that have it.

    The stem is '' when the word says nothing, like 'the'.
    """
    found = {word: QuestionWord(word, stem="", known=()) for word in words}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [list(found)])
        for word, stem, *row in cursor.fetchall():
            known = found[word].known + ((KnownWord(*row),) if row[0] is not None else ())
            found[word] = QuestionWord(word, stem=stem, known=known)
    return found


def near_words(edits: Mapping[str, Sequence[str]]) -> dict[str, list[KnownWord]]:
    """Words of the aids that look like the given ones, or are among the edits given for each."""
    found: dict[str, list[KnownWord]] = {word: [] for word in edits}
    pairs = [(word, edit) for word, several in edits.items() for edit in several]
    edited = [word for word, _ in pairs], [edit for _, edit in pairs]
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, [list(edits), *edited])
        for word, *row in cursor.fetchall():
            found[word].append(KnownWord(*row))
    return found


def words_beginning(beginnings: Sequence[str]) -> dict[str, list[KnownWord]]:
    """The most used words of the aids that begin so, for each beginning; one query."""
    found: dict[str, list[KnownWord]] = {word: [] for word in beginnings}
    plain = {word: word.replace("\\", "").replace("%", "").replace("_", "") for word in found}
    asked = [word for word, start in plain.items() if start]
    with connection.cursor() as cursor:
        cursor.execute(_BEGINNING, [asked, [plain[word] + "%" for word in asked]])
        for word, *row in cursor.fetchall():
            found[word].append(KnownWord(*row))
    return found
