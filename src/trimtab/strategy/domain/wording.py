"""What a new revision changes, in sentences that a busy person reads: first what was written, then what follows from it and why.

A thing that runs carries `because`, the places it rests on; what changed at these places is the cause that its sentence names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from trimtab.strategy.domain import places
from trimtab.strategy.domain.changes import Change, ChangeKind, diff, resources, shape
from trimtab.strategy.domain.codec import to_json
from trimtab.strategy.domain.document import Strategy
from trimtab.strategy.domain.phrases import Phrase, answer_in_words, change_in_words, value_in_words
from trimtab.strategy.domain.plan import LimitsResource, Resource, SettingResource
from trimtab.strategy.domain.planning import plan
from trimtab.strategy.domain.settings import BY_KEY

MOST_CAUSES = 2
LIMITS = {
    "minutes_per_week": "practice.minutes_per_week",
    "messages_per_week": "messages.per_week",
    "quiet_from": "messages.quiet_from",
    "quiet_until": "messages.quiet_until",
    "min_cell": "data.min_cell",
}
KINDS = {
    "programme": "practice",
    "collection": "help at work",
    "campaign": "message",
    "evaluation": "comparison",
    "right": "decision right",
    "grant": "data grant",
}
QUIET = re.compile(r"^(Quiet hours) (start|end)\b")
NOT = "Not: "


@dataclass(frozen=True, slots=True)
class WordedChange:
    """One change in words.

    `because` are the changed places it follows from; `reason` is what the writer gave as the reason, or "". `before` and `after` are
    texts in full where they are too long for the sentence. `short` is the sentence without what it follows from.
    """

    place: str
    sentence: str
    because: tuple[str, ...] = ()
    reason: str = ""
    before: str = ""
    after: str = ""
    short: str = ""


def changes_in_words(before: Strategy, after: Strategy) -> tuple[WordedChange, ...]:
    """Everything that differs: what was written, in the order of the document, then what runs differently because of it."""
    written = _written(before, after)
    own = [
        WordedChange(place, one.sentence, (), one.reason, one.before, one.after, one.sentence)
        for place, one in written.items()
    ]
    said = {one.sentence for one in own}
    follows = [one for one in _follows(before, after, written) if one.sentence not in said]
    return (*own, *follows)


def _written(before: Strategy, after: Strategy) -> dict[str, Phrase]:
    """What was written, by place; an answer is one thing."""
    old, new = to_json(before), to_json(after)
    found: dict[str, Phrase] = {}
    for change in diff(before, after):
        match places.names(change.place):
            case ["answers", code, *_]:
                sides = (side.get("answers", {}).get(code) for side in (old, new))
                found.setdefault(places.path(["answers", code]), answer_in_words(code, *sides))
            case ["answers"]:
                for code in {**old.get("answers", {}), **new.get("answers", {})}:
                    sides = (side.get("answers", {}).get(code) for side in (old, new))
                    found[places.path(["answers", code])] = answer_in_words(code, *sides)
            case ["recommendations", name, _, *_]:
                place = places.path(["recommendations", name])
                entry = Change(
                    place, ChangeKind.CHANGED, places.at(old, place), places.at(new, place)
                )
                found.setdefault(place, change_in_words(entry, old, new))
            case ["policy", "limits", field] if field in LIMITS:
                value = getattr(after.policy.limits, field)
                found[change.place] = Phrase(
                    f"{_limit(field, value)}.", _lower(_limit(field, value))
                )
            case _:
                found[change.place] = change_in_words(change, old, new)
    return found


def _follows(
    before: Strategy, after: Strategy, written: Mapping[str, Phrase]
) -> Iterator[WordedChange]:
    running, wanted = resources(plan(before)), resources(plan(after))
    for name in dict.fromkeys((*wanted, *running)):
        old, new = running.get(name), wanted.get(name)
        one = new or old
        if one is None or old == new or _is_own(one, written):
            continue
        rests = dict.fromkeys(place for side in (new, old) if side for place in side.because)
        for place, sentence in _differs(name[0], old, new, after):
            causes = tuple(
                each
                for each in written
                if each != place and any(places.meets(each, other) for other in rests)
            )
            said = f"{sentence}{_cited(causes, written)}."
            yield WordedChange(place, said, causes, short=f"{sentence}.")


def _is_own(one: Resource, written: Mapping[str, Phrase]) -> bool:
    """Whether a resource only mirrors a part whose change is told already."""
    own = next((place for place in one.because if place.endswith(f"/{one.key}")), "")
    return bool(own) and any(places.meets(own, place) for place in written)


def _differs(
    kind: str, old: Resource | None, new: Resource | None, after: Strategy
) -> Iterator[tuple[str, str]]:
    """Place and sentence (without its full stop) of each way in which something that runs differs."""
    one = new or old
    match one:
        case None:
            return
        case LimitsResource():
            for field in LIMITS:
                if getattr(new, field) != getattr(old, field):
                    yield f"policy/limits/{field}", _limit(field, getattr(new, field))
        case SettingResource():
            if one.setting not in LIMITS.values() and _value(old) != _value(new):
                yield f"settings/{one.key}", _setting(one, after, gone=new is None)
        case _:
            if old is None or new is None or shape(old) != shape(new):
                yield f"{kind}/{one.key}", _runs(kind, old, new, _title(one, after))


def _value(one: Resource | None) -> Any:
    return one.value if isinstance(one, SettingResource) else None


def _setting(one: SettingResource, document: Strategy, *, gone: bool) -> str:
    audience = next(
        (part.name for part in document.audiences if part.id == one.audience), one.audience
    )
    sentence = one.title.rstrip(".") + (f", for {audience}" if audience else "")
    if sentence.startswith(NOT):
        return f"{'Again' if gone else 'No longer'}: {_lower(sentence.removeprefix(NOT))}"
    return f"No longer set: {_lower(sentence)}" if gone else _now(sentence)


def _runs(kind: str, old: Resource | None, new: Resource | None, title: str) -> str:
    said = f"{KINDS.get(kind, kind)} '{title}'"
    if old is None or new is None:
        return f"The {said} {'begins' if old is None else 'ends'}"
    fields = [name for name in shape(new) if getattr(old, name) != getattr(new, name)]
    return f"The {said} changes: " + ", ".join(
        f"{name.replace('_', ' ')} {_plain(getattr(new, name))}" for name in fields
    )


def _title(one: Resource, document: Strategy) -> str:
    own = getattr(one, "title", "") or getattr(one, "name", "")
    return str(
        own or next((action.title for action in document.actions if action.id == one.key), one.key)
    )


def _plain(value: Any) -> str:
    return value_in_words(list(value) if isinstance(value, tuple) else value)


def _limit(field: str, value: Any) -> str:
    said = value.isoformat("minutes") if hasattr(value, "isoformat") else value
    return _now(BY_KEY[LIMITS[field]].sentence(said).rstrip("."))


def _now(sentence: str) -> str:
    """A sentence about how things are as one about what is new: 'Quiet hours start' becomes 'Quiet hours now start'."""
    found, changed = QUIET.subn(r"\1 now \2", sentence, count=1)
    return found if changed else f"Now: {_lower(sentence)}"


def _cited(causes: Iterable[str], written: Mapping[str, Phrase]) -> str:
    phrases = [written[place].cited for place in causes]
    if not phrases:
        return ""
    more = len(phrases) - MOST_CAUSES
    rest = f" and {more} more changes" if more > 1 else " and one more change" if more == 1 else ""
    return f", because {' and '.join(phrases[:MOST_CAUSES])}{rest}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
