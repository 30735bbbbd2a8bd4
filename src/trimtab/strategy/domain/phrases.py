"""One difference between two documents in words: what it is about, what it became, and how it is
cited as a cause.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from trimtab.kernel.said import (
    Between,
    Part,
    Said,
    as_written,
    bare,
    capital,
    figure,
    joined,
    listed,
    pattern,
    say,
    say_in,
    within,
)
from trimtab.strategy.domain import places
from trimtab.strategy.domain.amounts import Amount
from trimtab.strategy.domain.catalogue import BY_CODE, code_at
from trimtab.strategy.domain.changes import Change, ChangeKind
from trimtab.strategy.domain.document import Standing
from trimtab.strategy.domain.vocabulary import OPTIONS, option_words

LONG = 90
# A kind of part with the ways in which it comes and goes, since "new" agrees with its noun in
# many languages.
KINDS: dict[str, tuple[Said, Said]] = {
    "audiences": (
        pattern("New audience: '{title}'."),
        pattern("the audience '{title}'"),
    ),
    "stakeholders": (
        pattern("New stakeholder: '{title}'."),
        pattern("the stakeholder '{title}'"),
    ),
    "challenges": (
        pattern("New challenge: '{title}'."),
        pattern("the challenge '{title}'"),
    ),
    "actions": (
        pattern("New action: '{title}'."),
        pattern("the action '{title}'"),
    ),
    "measures": (
        pattern("New measure: '{title}'."),
        pattern("the measure '{title}'"),
    ),
    "questions": (
        pattern("New question of the evaluation: '{title}'."),
        pattern("the question of the evaluation '{title}'"),
    ),
    "rights": (
        pattern("New decision right: '{title}'."),
        pattern("the decision right '{title}'"),
    ),
    "grants": (
        pattern("New data grant: '{title}'."),
        pattern("the data grant '{title}'"),
    ),
    "choices": (
        pattern("New choice: '{title}'."),
        pattern("the choice '{title}'"),
    ),
}
LABELS = {
    "will_not": say_in("what changed", "what we will not do"),
    "because": say_in("what changed", "the reason"),
    "expects": say_in("what changed", "what we expect"),
    "by": say_in("what changed", "the date"),
    "decides": say_in("what changed", "who decides"),
    "text": say_in("what changed", "the text"),
    "starts": say_in("what changed", "the first day"),
    "due": say_in("what changed", "the due date"),
    "rule": say_in("what changed", "who belongs to it"),
    "says": say_in("what changed", "the wording"),
    "tried": say_in("what changed", "what was tried"),
    "approach": say_in("what changed", "the approach"),
    "channels": say_in("what changed", "the channels"),
    "state": say_in("what changed", "the state"),
    "statement": say_in("what changed", "the guiding policy"),
    "at_least": say_in("what changed", "the least effect"),
    "counts_from": say_in("what changed", "the first day that counts"),
    "horizon_weeks": say_in("what changed", "the horizon in weeks"),
}
TITLES = ("title", "name", "asks", "says", "decision", "rule")
TIME = re.compile(r"(\d\d:\d\d):\d\d")
DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A difference in words: the sentence, how another sentence cites it ("Q-T1 of Till staff
    changed to own devices"), the writer's reason, and what stood and stands there in full when that
    is too long for a sentence.
    """

    sentence: Said
    cited: Said
    reason: str = ""
    before: str = ""
    after: str = ""


def value_in_words(value: Any, code: str = "") -> Said:
    """A value of the document (plain data) in words: answers by their options, parts by their
    title, times and dates as people write.
    """
    options = (
        {option.value: option.says for option in BY_CODE[code].options} if code in BY_CODE else {}
    )
    if value is None or value == [] or value == "":
        return say("nothing")
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, dict):
        if "at_least" in value:
            return _at_least(figure(value["at_least"]), value)
        named = (value[key] for key in (*TITLES, "value") if value.get(key))
        return next((value_in_words(name, code) for name in named), say("given"))
    if isinstance(value, list):
        return listed(value_in_words(member, code) for member in value)
    return options.get(str(value)) or _as_written(value)


def _at_least(amount: Part, expects: Any) -> Said:
    if not expects.get("by"):
        return say("at least {amount}", amount=amount)
    return say("at least {amount} by {day}", amount=amount, day=_as_written(str(expects["by"])))


def _as_written(value: Any) -> Said:
    text = str(value)
    if found := TIME.fullmatch(text):
        return as_written(found[1])
    if DATE.fullmatch(text):
        return listed([dt.date.fromisoformat(text)])
    return value if isinstance(value, Said) else as_written(text)


def _quoted(value: Any, code: str = "") -> Said:
    """A value within a sentence: short ones as they are, sentences in quotes."""
    words = bare(value_in_words(value, code))
    if not isinstance(value, str) or words == _as_written(value):
        is_text = isinstance(value, str) and " " in value
        return say("'{text}'", text=words) if is_text else words
    return say("'{text}'", text=words) if words.count(" ") > 2 else within(words)


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
    """An answer that was given, changed or taken away; `before` and `after` are whole answers as
    plain data, None for none.
    """
    old, new = (answer.get("value") if answer else None for answer in (before, after))
    reason = str(after.get("because", "")) if after else ""
    if after is None:
        return _over(say("{code} is no longer answered", code=code), old, code)
    if new is None and old is None:
        return _stated(say("{code} is not known yet", code=code), reason)
    if new is None:
        return _over(say("{code} is not known any more", code=code), old, code, reason)
    if old is None:
        answer = _with_unit(_quoted(new, code), code)
        return _stated(say("{code} was answered: {answer}", code=code, answer=answer), reason)
    if old != new:
        return _moved(as_written(code), (old, new), code, reason, unit_of=code)
    changed = sorted(
        _label(key) for key in before.keys() | after.keys() if before.get(key) != after.get(key)
    )
    what = joined(changed, Between.AND)
    return Phrase(
        say("{code} stays as it was; changed: {what}.", code=code, what=what),
        say("{code} changed in {what}", code=code, what=what),
        reason,
    )


def _with_unit(value: Said, code: str) -> Said:
    unit = BY_CODE[code].unit if code in BY_CODE else ""
    return say("{value} {unit}", value=value, unit=unit) if unit else value


def _stated(phrase: Said, reason: str = "") -> Phrase:
    return Phrase(_full_stop(phrase), phrase, reason)


def _full_stop(phrase: Said) -> Said:
    return say("{sentence}.", sentence=phrase)


def _over(phrase: Said, old: Any, code: str, reason: str = "") -> Phrase:
    """Something that is over, with what it was: in the sentence, or in full where it is long."""
    was = value_in_words(old, code)
    if len(was) > LONG:
        return Phrase(_full_stop(phrase), phrase, reason, was)
    sentence = say("{what}; it was {before}.", what=phrase, before=_quoted(old, code))
    return Phrase(sentence, phrase, reason)


def _moved(
    what: Said, values: tuple[Any, Any], code: str, reason: str = "", *, unit_of: str = ""
) -> Phrase:
    """Something that changed from one value to another."""
    was, now = (value_in_words(value, code) for value in values)
    if max(len(was), len(now)) > LONG:
        rewritten = say("{what} was rewritten", what=what)
        return Phrase(capital(_full_stop(rewritten)), rewritten, reason, was, now)
    before = _quoted(values[0], code)
    if now == "nothing":
        gone = say("{what} was taken out", what=what)
        return Phrase(
            capital(say("{what}; it was {before}.", what=gone, before=before)), gone, reason
        )
    after = _with_unit(_quoted(values[1], code), unit_of)
    changed = say("{what} changed to {after}", what=what, after=after)
    sentence = (
        _full_stop(changed)
        if was == "nothing"
        else say("{what}; it was {before}.", what=changed, before=before)
    )
    return Phrase(capital(sentence), changed, reason)


def change_in_words(change: Change, before: Any, after: Any) -> Phrase:
    """A difference at any place but an answer; `before` and `after` are the whole documents as
    plain data.
    """
    names = places.names(change.place)
    title = title_at(after, change.place) or title_at(before, change.place)
    if names[:2] == ["policy", "choices"] and len(names) > 3:
        # A choice is called by its words; those who knew it knew the old ones.
        title = title_at(before, change.place) or title
    if names[0] == "recommendations" and len(names) == 2:
        return _taken(change, names[1], after)
    if change.kind is not ChangeKind.CHANGED and names[-2:-1] and names[-2] in KINDS:
        return _part(change, names[-2], title)
    code = code_at(change.place) if len(names) == 3 else ""
    code = code if code and BY_CODE[code].field == names[-1] else ""
    what = say("{code} of {title}", code=code, title=title) if code else _about(names, title)
    if isinstance(change.before or change.after, list):
        return _list(change, what, code)
    if "expects" in names[2:] and names[-1] in {"expects", "at_least"}:
        old, new = (
            _effect(value, names, data)
            for value, data in ((change.before, before), (change.after, after))
        )
        return _moved(what, (old, new), "")
    if not code and names[-1] in OPTIONS:
        old, new = (option_words(names[-1], value) for value in (change.before, change.after))
        return _moved(what, (old, new), "")
    return _moved(what, (change.before, change.after), code)


def _effect(value: Any, names: list[str], data: Any) -> Any:
    """An expectation, or its size, with the figure, its unit and its way; as it is where the
    document has no such figure.
    """
    expects = value if isinstance(value, dict) else places.at(data, places.path(names[:-1]))
    key = expects.get("measure") if isinstance(expects, dict) else None
    measure = next((each for each in data.get("measures", ()) if each["id"] == key), None)
    if value is None or measure is None:
        return value
    amount = Amount.named(
        measure.get("unit", ""), measure.get("scale", ""), measure.get("direction", "")
    )
    least = amount.towards_better(expects["at_least"])
    if not isinstance(value, dict):
        return say("at least {amount}", amount=least)
    return say("{name}: {least}", name=measure["name"], least=_at_least(least, expects))


STANDINGS = {
    Standing.ACCEPTED.value: pattern("{what} was accepted"),
    Standing.ALTERED.value: pattern("{what} was altered"),
    Standing.DECLINED.value: pattern("{what} was declined"),
}


def _taken(change: Change, name: str, document: Any) -> Phrase:
    rule, _, place = name.partition("@")
    about = title_at(document, place) or place
    what = say("{rule} for '{about}'", rule=rule, about=about) if about else as_written(rule)
    if not isinstance(change.after, dict):
        return _stated(say("{what} waits for a decision again", what=what))
    reason = str(change.after.get("because", ""))
    return _stated(STANDINGS[str(change.after.get("standing"))].filled(what=what), reason)


def _part(change: Change, kind: str, title: str) -> Phrase:
    new, named = (pattern_of_kind.filled(title=title) for pattern_of_kind in KINDS[kind])
    if change.kind is ChangeKind.ADDED:
        return Phrase(new, say("{part} is new", part=named))
    gone = say("{part} is gone", part=named)
    return Phrase(capital(_full_stop(gone)), gone)


def _list(change: Change, what: Said, code: str) -> Phrase:
    before, after = (
        value if isinstance(value, list) else [value] if value else []
        for value in (change.before, change.after)
    )
    field = "" if code else places.names(change.place)[-1]
    new = [_quoted(option_words(field, value), code) for value in after if value not in before]
    gone = [_quoted(option_words(field, value), code) for value in before if value not in after]
    told = [
        *([say_in("of members of a list", "new {members}", members=listed(new))] if new else ()),
        *([say_in("of members of a list", "gone {members}", members=listed(gone))] if gone else ()),
    ]
    changed = say("{what} changed", what=what)
    if sum(map(len, told)) > 2 * LONG:
        was, now = joined(gone, Between.LINE), joined(new, Between.LINE)
        return Phrase(capital(_full_stop(changed)), changed, before=was, after=now)
    how = joined(told, Between.SEMICOLON) if told else say("in another order")
    return Phrase(capital(say("{what}: {how}.", what=what, how=how)), changed)


def _about(names: list[str], title: str) -> Said:
    if names[0] == "policy" and not title:
        return listed(map(_label, names[1:])) if len(names) > 1 else say("the policy")
    field = listed(map(_label, (names[3:] if names[0] == "policy" else names[2:]) or names[-1:]))
    if title:
        return say("{field} of '{title}'", field=field, title=title)
    return field if names[0] in KINDS else say("the {field}", field=field)


def _label(name: str) -> Said:
    return LABELS.get(name) or as_written(name.replace("_", " ").replace("-", " "))
