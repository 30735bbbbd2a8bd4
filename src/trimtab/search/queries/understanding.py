"""Understanding many questions at once: which words of the aids each asks for, typing errors forgiven. Six queries in all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from trimtab.library import api as library
from trimtab.library.api import QueryWord, WordRow
from trimtab.people import api as people
from trimtab.support.domain import spelling
from trimtab.support.domain.asking import (
    FAR_MORE_USED,
    JOINED_SHARE,
    MOST_WORDS,
    Draft,
    gain,
    is_doubtful,
)
from trimtab.support.domain.polarity import Polarity, expanded, of_words

DOUBTFUL_SHARE = 0.7
BEGUN_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a question: as typed, as understood ('' when unknown), its stem, and what it is worth.

    `words` are the aids' words that stand for it, by id with their share; `surface` the same as they are written.
    """

    typed: str
    said: str
    words: Mapping[int, float]
    stem: str
    surface: frozenset[str]
    gain: float
    polarity: Polarity = Polarity.OPEN
    offered: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the aids know about the words of some questions: of the same stem, looking alike, and by stem again for those."""

    known: Mapping[str, QueryWord]
    near: Mapping[str, Sequence[WordRow]]
    relatives: Mapping[str, QueryWord]
    begun: Mapping[str, Sequence[WordRow]]
    collected: library.Collected
    common: frozenset[str]


def understand(questions: Sequence[str], *, exact: bool = False) -> list[list[Term]]:
    """The terms of each question, in the order of its words; words that say nothing ('how', 'the') are left out.

    A word that the aids know, or that is a common word of the language, is never taken for another one; with `exact` none is. Half a word stands
    for those that begin so.
    """
    whole = [library.asked_words(expanded(question)) for question in questions]
    asked = [list(dict.fromkeys(words))[:MOST_WORDS] for words in whole]
    lexicon = _lexicon(asked, exact=exact)
    said = [of_words(words) for words in whole]
    return [_terms(words, lexicon, turned) for words, turned in zip(asked, said, strict=True)]


def _lexicon(asked: Sequence[Sequence[str]], *, exact: bool) -> Lexicon:
    words = {word for several in asked for word in several}
    joined = {join for several in asked for _, join in spelling.joins(several)}
    known = library.known_words(sorted(words | joined))
    language = _language()
    common = frozenset(word for word in words if library.is_common(word, language))
    doubtful = [] if exact else sorted(word for word in words if _may_be_wrong(known[word], common))
    half = [word for word in doubtful if not known[word].known]
    begun = library.words_beginning(half) if half else {}
    near = library.near_words({word: spelling.edits(word) for word in doubtful}) if doubtful else {}
    fixes = {one.word for typed, rows in near.items() for one in _meant(typed, rows)}
    halves = {
        half
        for word in doubtful
        if not known[word].known
        for pair in spelling.splits(word)
        for half in pair
    }
    relatives = library.known_words(sorted(fixes | halves)) if fixes or halves else {}
    return Lexicon(known, near, relatives, begun, library.collected(), common)


def _language() -> str:
    organisation = people.organisation()
    return organisation.language if organisation else "en"


def _may_be_wrong(word: QueryWord, common: frozenset[str]) -> bool:
    if not word.stem or len(word.word) < spelling.SHORTEST or word.word.isdigit():
        return False
    return not word.known or (is_doubtful(word.known) and word.word not in common)


def _meant(typed: str, rows: Iterable[WordRow]) -> list[spelling.Meant]:
    return spelling.meant(typed, [(row.word, row.uses) for row in rows])


def _terms(words: Sequence[str], lexicon: Lexicon, turned: Mapping[str, Polarity]) -> list[Term]:
    drafts: list[Draft] = []
    by_place: dict[int, Draft] = {}
    for at, word in enumerate(words):
        if lexicon.known[word].stem:
            made = _drafted(word, lexicon)
            drafts += made
            by_place[at] = made[0]
    for at, join in spelling.joins(words):
        for draft in (by_place.get(at), by_place.get(at + 1)):
            if draft and lexicon.known[join].known:
                draft.add(lexicon.known[join].known, JOINED_SHARE)
                draft.said = draft.said or draft.typed
    return _weighed(drafts, lexicon, turned)


def _drafted(word: str, lexicon: Lexicon) -> list[Draft]:
    """A word as it stands, or as it was meant, or the two words that were written as one."""
    draft = Draft(word)
    known = lexicon.known[word].known
    fixes = _meant(word, lexicon.near.get(word, ()))
    if known:
        draft.add(known, 1.0)
        draft.said = word
        uses = {row.word: row.uses for row in lexicon.near.get(word, ())}
        own = sum(row.uses for row in known)
        for fix in fixes:
            if uses[fix.word] >= FAR_MORE_USED * own and spelling.errors(word, fix.word) <= 1:
                draft.add(lexicon.relatives[fix.word].known, DOUBTFUL_SHARE)
        return [draft]
    begun = lexicon.begun.get(word, ())
    slip = (
        fixes[0].word
        if fixes and word not in lexicon.common and not fixes[0].word.startswith(word)
        else ""
    )
    if begun and not (slip and spelling.errors(word, slip) < 1):
        draft.add(begun, BEGUN_SHARE)
        draft.said = word
        return [draft]
    if word in lexicon.common:
        draft.offered = fixes[0].word if fixes and spelling.errors(word, fixes[0].word) <= 1 else ""
        return [draft]
    # What is no typing error (a long number) is not two words written as one either: nobody looked its halves up.
    halves = _halves(word, lexicon) if word in lexicon.near else []
    if halves and (not fixes or spelling.errors(word, fixes[0].word) > 1):
        return halves
    for fix in fixes:
        draft.add(lexicon.relatives[fix.word].known, fix.share)
    draft.said = fixes[0].word if fixes else ""
    return [draft]


def _halves(word: str, lexicon: Lexicon) -> list[Draft]:
    best: tuple[int, list[Draft]] = (0, [])
    for pair in spelling.splits(word):
        rows = [lexicon.relatives[half].known for half in pair]
        uses = min(
            (
                sum(row.uses for row in found if row.word == half)
                for half, found in zip(pair, rows, strict=True)
            )
        )
        if uses > max(best[0], 2):
            drafts = [Draft(half, said=half) for half in pair]
            for draft, found in zip(drafts, rows, strict=True):
                draft.add(found, 1.0)
            best = (uses, drafts)
    return best[1]


def _stem(draft: Draft, lexicon: Lexicon) -> str:
    for words in (lexicon.relatives, lexicon.known):
        if draft.said in words and words[draft.said].stem:
            return words[draft.said].stem
    return lexicon.known[draft.typed].stem if draft.typed in lexicon.known else draft.typed


def _weighed(
    drafts: Sequence[Draft], lexicon: Lexicon, turned: Mapping[str, Polarity]
) -> list[Term]:
    counted = lexicon.collected
    gains = [
        gain(draft, aids=counted.aids, sections=counted.sections) if draft.words else 0.0
        for draft in drafts
    ]
    usual = sum(gains) / max(1, sum(worth > 0 for worth in gains))
    return [
        Term(
            typed=draft.typed,
            said=draft.said,
            words={key: share for key, (_, share) in draft.words.items()},
            stem=_stem(draft, lexicon),
            surface=frozenset(word.word for word, _ in draft.words.values()),
            gain=worth or usual,
            polarity=turned.get(draft.typed, Polarity.OPEN),
            offered=draft.offered,
        )
        for draft, worth in zip(drafts, gains, strict=True)
    ]
