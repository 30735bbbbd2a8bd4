"""Which words of the aids the words of a question stand for. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from trimtab.search.domain import spelling
from trimtab.search.domain.asking import FAR_MORE_USED, JOINED_SHARE, Draft, gain
from trimtab.search.domain.polarity import Polarity
from trimtab.search.domain.rows import KnownWord, Lexicon

DOUBTFUL_SHARE = 0.7
BEGUN_SHARE = 0.7
LEAST_USED_HALF = 2


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a question: as typed, as understood ('' when unknown), its stem, and its worth.

    `words` are the aids' words that stand for it, by id with their share; `surface` the same as
    they are written; `offered` is a word that may have been meant and was not searched for.
    """

    typed: str
    said: str
    words: Mapping[int, float]
    stem: str
    surface: frozenset[str]
    gain: float
    polarity: Polarity = Polarity.OPEN
    offered: str = ""


def likely_meant(typed: str, rows: Iterable[KnownWord]) -> list[spelling.Meant]:
    """The words among some that look alike which `typed` may stand for, likeliest first."""
    return spelling.meant(typed, [(row.word, row.uses) for row in rows])


def terms_of(
    words: Sequence[str], lexicon: Lexicon, polarities: Mapping[str, Polarity]
) -> list[Term]:
    """The terms of a question's words, in their order; words that say nothing are left out."""
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
    return _weighed(drafts, lexicon, polarities)


def _drafted(word: str, lexicon: Lexicon) -> list[Draft]:
    """A word as it stands, or as it was meant, or the two words that were written as one."""
    fixes = likely_meant(word, lexicon.near.get(word, ()))
    if lexicon.known[word].known:
        return [_as_known(word, fixes, lexicon)]
    draft = Draft(word)
    if begun := _begun(word, fixes, lexicon):
        draft.add(begun, BEGUN_SHARE)
        draft.said = word
        return [draft]
    if word in lexicon.common:
        is_near = bool(fixes) and spelling.errors(word, fixes[0].word) <= 1
        draft.offered = fixes[0].word if is_near else ""
        return [draft]
    # What is no typing error (a long number) is not two words written as one either: nobody looked
    # its halves up.
    halves = _halves(word, lexicon) if word in lexicon.near else []
    if halves and (not fixes or spelling.errors(word, fixes[0].word) > 1):
        return halves
    for fix in fixes:
        draft.add(lexicon.relatives[fix.word].known, fix.share)
    draft.said = fixes[0].word if fixes else ""
    return [draft]


def _as_known(word: str, fixes: Sequence[spelling.Meant], lexicon: Lexicon) -> Draft:
    """A word that the aids know. Of a far more used one beside it, a part is looked for too."""
    known = lexicon.known[word].known
    draft = Draft(word, said=word)
    draft.add(known, 1.0)
    uses = {row.word: row.uses for row in lexicon.near.get(word, ())}
    own_uses = sum(row.uses for row in known)
    for fix in fixes:
        is_far_more_used = uses[fix.word] >= FAR_MORE_USED * own_uses
        if is_far_more_used and spelling.errors(word, fix.word) <= 1:
            draft.add(lexicon.relatives[fix.word].known, DOUBTFUL_SHARE)
    return draft


def _begun(word: str, fixes: Sequence[spelling.Meant], lexicon: Lexicon) -> Sequence[KnownWord]:
    """The words that begin so; none where a slip of the finger is the likelier reading."""
    begun = lexicon.begun.get(word, ())
    is_slip = (
        bool(fixes)
        and word not in lexicon.common
        and not fixes[0].word.startswith(word)
        and spelling.errors(word, fixes[0].word) < 1
    )
    return () if is_slip else begun


def _halves(word: str, lexicon: Lexicon) -> list[Draft]:
    """The two words that are written as one: of all cuts, that with the most used halves."""
    most_used = LEAST_USED_HALF
    best: list[Draft] = []
    for pair in spelling.splits(word):
        known = [lexicon.relatives[half].known for half in pair]
        uses = min(_uses_of(half, rows) for half, rows in zip(pair, known, strict=True))
        if uses > most_used:
            most_used = uses
            best = [Draft(half, said=half) for half in pair]
            for draft, rows in zip(best, known, strict=True):
                draft.add(rows, 1.0)
    return best


def _uses_of(word: str, rows: Iterable[KnownWord]) -> int:
    return sum(row.uses for row in rows if row.word == word)


def _stem(draft: Draft, lexicon: Lexicon) -> str:
    for words in (lexicon.relatives, lexicon.known):
        if draft.said in words and words[draft.said].stem:
            return words[draft.said].stem
    return lexicon.known[draft.typed].stem if draft.typed in lexicon.known else draft.typed


def _weighed(
    drafts: Sequence[Draft], lexicon: Lexicon, polarities: Mapping[str, Polarity]
) -> list[Term]:
    gains = [
        gain(draft, aids=lexicon.aids, sections=lexicon.sections) if draft.words else 0.0
        for draft in drafts
    ]
    # A word that no aid has is worth what the others are on average, so that a question of which
    # nothing is known but one word is not answered by that word.
    usual = sum(gains) / max(1, sum(worth > 0 for worth in gains))
    return [
        Term(
            typed=draft.typed,
            said=draft.said,
            words={key: share for key, (_, share) in draft.words.items()},
            stem=_stem(draft, lexicon),
            surface=frozenset(word.word for word, _ in draft.words.values()),
            gain=worth or usual,
            polarity=polarities.get(draft.typed, Polarity.OPEN),
            offered=draft.offered,
        )
        for draft, worth in zip(drafts, gains, strict=True)
    ]
