"""What a new revision changes, in sentences that a busy person reads: first what was written, then
what follows from it and why.

A thing that runs carries `because`, the places it rests on; what changed at these places is the
cause that its sentence names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from trimtab.kernel.said import (
    Between,
    Said,
    as_written,
    bare,
    joined,
    listed,
    pattern,
    say,
    say_n,
    within,
)
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
    "programme": pattern("The practice '{title}'"),
    "collection": pattern("The help at work '{title}'"),
    "campaign": pattern("The message '{title}'"),
    "evaluation": pattern("The comparison '{title}'"),
    "right": pattern("The decision right '{title}'"),
    "grant": pattern("The data grant '{title}'"),
    "audience": pattern("The audience '{title}'"),
    "measure": pattern("The measure '{title}'"),
    "task": pattern("The task '{title}'"),
}
QUIET = {
    "quiet_from": pattern("Quiet hours now start at {time}"),
    "quiet_until": pattern("Quiet hours now end at {time}"),
}
NOTHING = as_written("")


@dataclass(frozen=True, slots=True)
class WordedChange:
    """One change in words.

    `because` are the changed places it follows from; `reason` is what the writer gave as the
    reason, or "". `before` and `after` are texts in full where they are too long for the sentence.
    `short` is the sentence without what it follows from.
    """

    place: str
    sentence: Said
    because: tuple[str, ...] = ()
    reason: str = ""
    before: str = ""
    after: str = ""
    short: Said = NOTHING


def changes_in_words(before: Strategy, after: Strategy) -> tuple[WordedChange, ...]:
    """Everything that differs: what was written, in the order of the document, then what runs
    differently because of it.
    """
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
                limit = _limit(field, value)
                found[change.place] = Phrase(say("{sentence}.", sentence=limit), within(limit))
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
            short = say("{sentence}.", sentence=sentence)
            yield WordedChange(place, _cited(sentence, causes, written), causes, short=short)


def _is_own(one: Resource, written: Mapping[str, Phrase]) -> bool:
    """Whether a resource only mirrors a part whose change is told already."""
    own = next((place for place in one.because if place.endswith(f"/{one.key}")), "")
    return bool(own) and any(places.meets(own, place) for place in written)


def _differs(
    kind: str, old: Resource | None, new: Resource | None, after: Strategy
) -> Iterator[tuple[str, Said]]:
    """Place and sentence (without its full stop) of each way in which something that runs
    differs.
    """
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


def _setting(one: SettingResource, document: Strategy, *, gone: bool) -> Said:
    audience = next(
        (part.name for part in document.audiences if part.id == one.audience), one.audience
    )
    is_off = one.value is False
    setting = BY_KEY[one.setting]
    told = bare(setting.says if is_off else setting.sentence(one.value))
    if audience:
        told = say("{setting}, for {audience}", setting=told, audience=audience)
    if is_off and gone:
        return say("Again: {setting}", setting=within(told))
    if is_off:
        return say("No longer: {setting}", setting=within(told))
    if gone:
        return say("No longer set: {setting}", setting=within(told))
    return say("Now: {setting}", setting=within(told))


def _runs(kind: str, old: Resource | None, new: Resource | None, title: str) -> Said:
    what = KINDS[kind].filled(title=title)
    if old is None:
        return say("{what} begins", what=what)
    if new is None:
        return say("{what} ends", what=what)
    changed = (
        say("{field} {value}", field=name.replace("_", " "), value=_plain(getattr(new, name)))
        for name in shape(new)
        if getattr(old, name) != getattr(new, name)
    )
    return say("{what} changes: {fields}", what=what, fields=listed(changed))


def _title(one: Resource, document: Strategy) -> str:
    own = getattr(one, "title", "") or getattr(one, "name", "")
    return str(
        own or next((action.title for action in document.actions if action.id == one.key), one.key)
    )


def _plain(value: Any) -> Said:
    return value_in_words(list(value) if isinstance(value, tuple) else value)


def _limit(field: str, value: Any) -> Said:
    """A limit as it is now, without a full stop."""
    if field in QUIET:
        return QUIET[field].filled(time=value)
    return say("Now: {setting}", setting=within(bare(BY_KEY[LIMITS[field]].sentence(value))))


def _cited(sentence: Said, causes: Iterable[str], written: Mapping[str, Phrase]) -> Said:
    """The sentence with what it follows from."""
    phrases = [written[place].cited for place in causes]
    if not phrases:
        return say("{sentence}.", sentence=sentence)
    causes_told = joined(phrases[:MOST_CAUSES], Between.AND)
    more = len(phrases) - MOST_CAUSES
    if more < 1:
        return say("{sentence}, because {causes}.", sentence=sentence, causes=causes_told)
    return say_n(
        "{sentence}, because {causes} and one more change.",
        "{sentence}, because {causes} and {count} more changes.",
        more,
        sentence=sentence,
        causes=causes_told,
    )
