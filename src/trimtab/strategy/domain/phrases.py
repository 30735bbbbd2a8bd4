"""One difference between two documents in words: what it is about, what it became, and how it is cited as a cause."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from trimtab.strategy.domain import places
from trimtab.strategy.domain.amounts import Amount
from trimtab.strategy.domain.catalogue import BY_CODE, code_at
from trimtab.strategy.domain.changes import Change, ChangeKind
from trimtab.strategy.domain.vocabulary import OPTIONS, option_words

LONG = 90
KINDS = {
    "audiences": "audience",
    "stakeholders": "stakeholder",
    "challenges": "challenge",
    "actions": "action",
    "measures": "measure",
    "questions": "question of the evaluation",
    "rights": "decision right",
    "grants": "data grant",
    "choices": "choice",
}
LABELS = {
    "will_not": "what we will not do",
    "because": "the reason",
    "expects": "what we expect",
    "by": "the date",
    "decides": "who decides",
    "text": "the text",
    "starts": "the first day",
    "due": "the due date",
    "rule": "who belongs to it",
    "says": "the wording",
    "tried": "what was tried",
    "approach": "the approach",
    "channels": "the channels",
    "state": "the state",
    "statement": "the guiding policy",
    "at_least": "the least effect",
    "counts_from": "the first day that counts",
    "horizon_weeks": "the horizon in weeks",
}
TITLES = ("title", "name", "asks", "says", "decision", "rule")
TIME = re.compile(r"(\d\d:\d\d):\d\d")
DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A difference in words: the sentence, how another sentence cites it ("Q-T1 of Till staff changed to own devices"), the writer's
    reason, and what stood and stands there in full when that is too long for a sentence."""

    sentence: str
    cited: str
    reason: str = ""
    before: str = ""
    after: str = ""


def value_in_words(value: Any, code: str = "") -> str:
    """A value of the document (plain data) in words: answers by their options, parts by their title, times and dates as people write."""
    said = (
        {option.value: option.says for option in BY_CODE[code].options} if code in BY_CODE else {}
    )
    if value is None or value == [] or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        if "at_least" in value:
            by = f" by {_as_written(str(value['by']))}" if value.get("by") else ""
            return f"at least {value['at_least']:g}{by}"
        return next(
            (value_in_words(value[key], code) for key in (*TITLES, "value") if value.get(key)),
            "given",
        )
    if isinstance(value, list):
        return ", ".join(value_in_words(one, code) for one in value)
    return said.get(str(value), _as_written(str(value)))


def _as_written(text: str) -> str:
    if found := TIME.fullmatch(text):
        return found[1]
    if DATE.fullmatch(text):
        day = dt.date.fromisoformat(text)
        return f"{day.day} {day:%B %Y}"
    return text


def _quoted(value: Any, code: str = "") -> str:
    """A value within a sentence: short ones as they are, sentences in quotes."""
    said = value_in_words(value, code).rstrip(".")
    if not isinstance(value, str) or said == _as_written(value):
        return f"'{said}'" if isinstance(value, str) and " " in value else said
    return f"'{said}'" if said.count(" ") > 2 else said[:1].lower() + said[1:]


def title_at(data: Any, place: str) -> str:
    """What the part at or around a place is called, in plain data; "" outside any part."""
    found = ""
    for name in places.names(place):
        members = places.named(data)
        if members is None or name not in members:
            break
        is_member = isinstance(data, list)
        data = members[name]
        if is_member and isinstance(data, dict):
            found = next((str(data[key]) for key in TITLES if data.get(key)), name)
    return found


def answer_in_words(code: str, before: Any, after: Any) -> Phrase:
    """An answer that was given, changed or taken away; `before` and `after` are whole answers as plain data, None for none."""
    old, new = (one.get("value") if one else None for one in (before, after))
    reason = str(after.get("because", "")) if after else ""
    unit = f" {BY_CODE[code].unit}" if code in BY_CODE and BY_CODE[code].unit else ""
    if after is None:
        return _phrase(
            f"{code} is no longer answered",
            f"it was {_quoted(old, code)}",
            old=value_in_words(old, code),
        )
    if new is None:
        known = f"{code} is not known yet" if old is None else f"{code} is not known any more"
        return _phrase(
            known,
            "" if old is None else f"it was {_quoted(old, code)}",
            reason,
            value_in_words(old, code),
        )
    if old is None:
        return _phrase(f"{code} was answered: {_quoted(new, code)}{unit}", "", reason)
    if old != new:
        return _moved(code, (old, new), code, unit, reason)
    what = " and ".join(
        sorted(
            _label(key) for key in before.keys() | after.keys() if before.get(key) != after.get(key)
        )
    )
    return Phrase(f"{code} stays as it was; changed: {what}.", f"{code} changed in {what}", reason)


def _phrase(said: str, was: str, reason: str = "", old: str = "") -> Phrase:
    if len(old) > LONG:
        return Phrase(f"{said}.", said, reason, old)
    return Phrase(f"{said}; {was}." if was else f"{said}.", said, reason)


def _moved(
    what: str, values: tuple[Any, Any], code: str, unit: str = "", reason: str = ""
) -> Phrase:
    """Something that changed from one value to another."""
    was, now = (value_in_words(one, code) for one in values)
    if max(len(was), len(now)) > LONG:
        return Phrase(f"{_capital(what)} was rewritten.", f"{what} was rewritten", reason, was, now)
    if now == "nothing":
        said = f"{what} was taken out; it was {_quoted(values[0], code)}"
        return Phrase(f"{_capital(said)}.", f"{what} was taken out", reason)
    said = f"{what} changed to {_quoted(values[1], code)}{unit}"
    return Phrase(
        _capital(f"{said}." if was == "nothing" else f"{said}; it was {_quoted(values[0], code)}."),
        said,
        reason,
    )


def change_in_words(change: Change, before: Any, after: Any) -> Phrase:
    """A difference at any place but an answer; `before` and `after` are the whole documents as plain data."""
    names = places.names(change.place)
    title = title_at(after, change.place) or title_at(before, change.place)
    if names[:2] == ["policy", "choices"] and len(names) > 3:
        # A choice is called by its words; those who knew it knew the old ones.
        title = title_at(before, change.place) or title
    if names[0] == "recommendations" and len(names) == 2:
        return _taken(change, names[1], after)
    if change.kind is not ChangeKind.CHANGED and names[-2:-1] and names[-2] in KINDS:
        return _part(change, KINDS[names[-2]], title)
    code = code_at(change.place) if len(names) == 3 else ""
    code = code if code and BY_CODE[code].field == names[-1] else ""
    what = f"{code} of {title}" if code else _about(names, title)
    if isinstance(change.before or change.after, list):
        return _list(change, what, code)
    if "expects" in names[2:] and names[-1] in {"expects", "at_least"}:
        sides = (
            _effect(side, names, data)
            for side, data in ((change.before, before), (change.after, after))
        )
        return _moved(what, (next(sides), next(sides)), "")
    if not code and names[-1] in OPTIONS:
        return _moved(
            what,
            (option_words(names[-1], change.before), option_words(names[-1], change.after)),
            "",
        )
    return _moved(what, (change.before, change.after), code)


def _effect(value: Any, names: list[str], data: Any) -> Any:
    """An expectation, or its size, with the figure, its unit and its way; as it is where the document has no such figure."""
    expects = value if isinstance(value, dict) else places.at(data, places.path(names[:-1]))
    key = expects.get("measure") if isinstance(expects, dict) else None
    measure = next((one for one in data.get("measures", ()) if one["id"] == key), None)
    if value is None or measure is None:
        return value
    amount = Amount.named(
        measure.get("unit", ""), measure.get("scale", ""), measure.get("direction", "")
    )
    least = f"at least {amount.towards_better(expects['at_least'])}"
    return (
        f"{measure['name']}: {least} by {_as_written(str(expects['by']))}"
        if isinstance(value, dict)
        else least
    )


def _taken(change: Change, name: str, document: Any) -> Phrase:
    rule, _, place = name.partition("@")
    about = title_at(document, place) or place
    said = f"{rule} for '{about}'" if about else rule
    if not isinstance(change.after, dict):
        return Phrase(f"{said} waits for a decision again.", f"{said} waits for a decision again")
    reason = str(change.after.get("because", ""))
    return Phrase(
        f"{said} was {change.after.get('standing')}.",
        f"{said} was {change.after.get('standing')}",
        reason,
    )


def _part(change: Change, kind: str, title: str) -> Phrase:
    named = f"the {kind} '{title}'"
    if change.kind is ChangeKind.ADDED:
        return Phrase(f"New {kind}: '{title}'.", f"{named} is new")
    return Phrase(f"{_capital(named)} is gone.", f"{named} is gone")


def _list(change: Change, what: str, code: str) -> Phrase:
    before, after = (
        one if isinstance(one, list) else [one] if one else []
        for one in (change.before, change.after)
    )
    field = "" if code else places.names(change.place)[-1]
    new = [_quoted(option_words(field, one), code) for one in after if one not in before]
    gone = [_quoted(option_words(field, one), code) for one in before if one not in after]
    said = [f"{word} {', '.join(found)}" for word, found in (("new", new), ("gone", gone)) if found]
    if sum(map(len, said)) > 2 * LONG:
        was, now = "\n".join(gone), "\n".join(new)
        return Phrase(f"{_capital(what)} changed.", f"{what} changed", before=was, after=now)
    return Phrase(f"{_capital(what)}: {'; '.join(said) or 'in another order'}.", f"{what} changed")


def _about(names: list[str], title: str) -> str:
    if names[0] == "policy" and not title:
        return ", ".join(_label(name) for name in names[1:]) if len(names) > 1 else "the policy"
    field = ", ".join(
        _label(name) for name in (names[3:] if names[0] == "policy" else names[2:]) or names[-1:]
    )
    return f"{field} of '{title}'" if title else f"the {field}" if names[0] not in KINDS else field


def _label(name: str) -> str:
    return LABELS.get(name) or name.replace("_", " ").replace("-", " ")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
