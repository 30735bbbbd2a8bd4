"""Understanding many questions at once, typing errors forgiven. Six queries in all."""

from __future__ import annotations

from collections.abc import Sequence

from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.search.domain import spelling
from trimtab.search.domain.asking import MOST_WORDS, is_doubtful
from trimtab.search.domain.polarity import expanded, polarities
from trimtab.search.domain.rows import Lexicon, QuestionWord
from trimtab.search.domain.understanding import Term, likely_meant, terms_of
from trimtab.search.domain.words import asked_words
from trimtab.search.queries.lexicon import known_words, near_words, words_beginning


def understand(questions: Sequence[str], *, exact: bool = False) -> list[list[Term]]:
    """The terms of each question, in the order of its words.

    Words that say nothing ('how', 'the') are left out. A word that the aids know, or that is a
    common word of the language, is never taken for another one; with `exact` none is. Half a word
    stands for those that begin so.
    """
    if not questions:
        return []
    whole = [asked_words(expanded(question)) for question in questions]
    asked = [list(dict.fromkeys(words))[:MOST_WORDS] for words in whole]
    lexicon = _lexicon(asked, exact=exact)
    return [
        terms_of(words, lexicon, polarities(said)) for words, said in zip(asked, whole, strict=True)
    ]


def stems(wordings: Sequence[str]) -> list[list[str]]:
    """What each wording is about: the stems of its terms, sorted; none when it says nothing."""
    return [sorted({term.stem for term in terms}) for terms in understand(wordings)]


def _lexicon(asked: Sequence[Sequence[str]], *, exact: bool) -> Lexicon:
    words = {word for several in asked for word in several}
    joined = {join for several in asked for _, join in spelling.joins(several)}
    known = known_words(sorted(words | joined))
    language = _language()
    common = frozenset(word for word in words if library.is_common(word, language))
    doubtful = [] if exact else sorted(word for word in words if _may_be_wrong(known[word], common))
    unknown = [word for word in doubtful if not known[word].known]
    begun = words_beginning(unknown) if unknown else {}
    near = near_words({word: spelling.edits(word) for word in doubtful}) if doubtful else {}
    fixes = {fix.word for typed, rows in near.items() for fix in likely_meant(typed, rows)}
    halves = {half for word in unknown for pair in spelling.splits(word) for half in pair}
    relatives = known_words(sorted(fixes | halves)) if fixes or halves else {}
    collected = library.collected()
    return Lexicon(known, near, relatives, begun, common, collected.aids, collected.sections)


def _language() -> str:
    organisation = people.organisation()
    return organisation.language if organisation else "en"


def _may_be_wrong(word: QuestionWord, common: frozenset[str]) -> bool:
    if not word.stem or len(word.word) < spelling.SHORTEST or word.word.isdigit():
        return False
    return not word.known or (is_doubtful(word.known) and word.word not in common)
