"""A statement in words: who did what, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from trimtab.courses.api import CourseVerb
from trimtab.kernel.said import Said, as_written, listed, say, say_in
from trimtab.lrs import api as lrs
from trimtab.xapi.profile import ActivityType, Verb

DID: Mapping[str, Said] = {
    Verb.ANSWERED.value: say_in("in a record", "answered"),
    Verb.SEARCHED.value: say_in("in a record", "looked something up"),
    Verb.OPENED.value: say_in("in a record", "opened"),
    Verb.RESOLVED.value: say_in("in a record", "said whether it helped:"),
    Verb.RECEIVED.value: say_in("in a record", "was sent"),
    Verb.PROPOSED.value: say_in("in a record", "proposed"),
    Verb.DECIDED.value: say_in("in a record", "decided about"),
    Verb.ADOPTED.value: say_in("in a record", "put in force"),
    "http://adlnet.gov/expapi/verbs/voided": say_in("in a record", "took back the statement"),
    CourseVerb.LAUNCHED.value: say_in("in a record", "launched"),
    CourseVerb.INITIALIZED.value: say_in("in a record", "initialized"),
    CourseVerb.COMPLETED.value: say_in("in a record", "completed"),
    CourseVerb.PASSED.value: say_in("in a record", "passed"),
    CourseVerb.FAILED.value: say_in("in a record", "failed"),
    CourseVerb.ABANDONED.value: say_in("in a record", "abandoned"),
    CourseVerb.WAIVED.value: say_in("in a record", "waived"),
    CourseVerb.TERMINATED.value: say_in("in a record", "terminated"),
    CourseVerb.SATISFIED.value: say_in("in a record", "satisfied"),
}
# What is said where no object follows.
_ALONE = {Verb.RESOLVED.value: say_in("in a record", "said whether it helped")}
# What "success" means is the verb's own; for all others it is a plain yes or no.
_CAME_OF_IT = {
    Verb.ANSWERED.value: (say_in("of an answer", "right"), say_in("of an answer", "not right")),
    Verb.SEARCHED.value: (say("found something"), say("found nothing")),
    Verb.RESOLVED.value: (say("it helped"), say("it did not help")),
    Verb.DECIDED.value: (
        say_in("of a proposal", "approved"),
        say_in("of a proposal", "declined"),
    ),
}
_YES_OR_NO = (say("yes"), say("no"))
# More seconds than anybody has: a number that a program made up.
_LONGEST = 10**10
_DURATION = re.compile(r"P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")


@dataclass(frozen=True, slots=True)
class Who:
    """The words for people: names by pseudonym, empty for readers who may not see them."""

    names: Mapping[UUID, str]

    def said(self, agent: Mapping[str, Any]) -> Said:
        """An agent or group: by name where that is known and may be seen.

        Else by the beginning of its pseudonym.
        """
        pseudonym = lrs.own_pseudonym(agent)
        if pseudonym and self.names.get(pseudonym):
            return as_written(self.names[pseudonym])
        if pseudonym:
            return say("Person {pseudonym}", pseudonym=str(pseudonym)[:8])
        if agent.get("name"):
            return as_written(str(agent["name"]))
        if account := agent.get("account"):
            return say("Account {name}", name=str(account["name"])[:16])
        if "member" in agent:
            return say("A group of {count}", count=len(agent["member"]))
        keys = (agent.get(name) for name in ("mbox", "mbox_sha1sum", "openid"))
        key = next(filter(None, keys), "")
        return as_written(str(key)) if key else say("A group")


def sentence(statement: Mapping[str, Any], who: Who) -> Said:
    """The statement as a sentence in the reader's language, as far as its parts are."""
    is_search = statement["object"].get("definition", {}).get("type") == ActivityType.SEARCH
    results = listed(_results(statement))
    actor, verb = who.said(statement["actor"]), did(statement["verb"])
    if is_search:
        verb = _ALONE.get(statement["verb"]["id"], verb)
        if results:
            return say("{who} {did}: {results}", who=actor, did=verb, results=results)
        return say("{who} {did}", who=actor, did=verb)
    what = _what(statement["object"], who)
    if results:
        return say("{who} {did} {what}: {results}", who=actor, did=verb, what=what, results=results)
    return say("{who} {did} {what}", who=actor, did=verb, what=what)


def did(verb: Mapping[str, Any]) -> Said:
    """A verb in words: ours translated, others by their own display or the end of their id."""
    if verb["id"] in DID:
        return DID[verb["id"]]
    own = _in_language(verb.get("display", {}))
    return as_written(own or verb["id"].rstrip("/").rpartition("/")[2])


def _what(target: Mapping[str, Any], who: Who) -> Said:
    match target.get("objectType", "Activity"):
        case "Agent" | "Group":
            return who.said(target)
        case "SubStatement":
            return say("“{quoted}”", quoted=sentence(target, who))
        case "StatementRef":
            return as_written(str(target["id"]))
    name = _in_language(target.get("definition", {}).get("name", {}))
    return say("“{quoted}”", quoted=name) if name else as_written(str(target["id"]))


def _in_language(texts: Mapping[str, str]) -> str:
    language = (get_language() or "en").partition("-")[0]
    near = (text for tag, text in texts.items() if tag.lower().partition("-")[0] == language)
    return next(near, "") or next(iter(texts.values()), "")


def _results(statement: Mapping[str, Any]) -> list[Said]:
    """What came of it, in a few words each."""
    result, told = statement.get("result", {}), list[Said]()
    yes, no = _CAME_OF_IT.get(statement["verb"]["id"], _YES_OR_NO)
    match result.get("success"):
        case True:
            told.append(yes)
        case False:
            told.append(no)
    scaled = result.get("score", {}).get("scaled")
    if scaled is not None:
        told.append(say("{percent} %", percent=round(scaled * 100)))
    if result.get("completion"):
        told.append(say_in("of what somebody did", "finished"))
    return [*told, *_length(result.get("duration", ""))]


def _length(duration: str) -> Iterator[Said]:
    """How long it took; nothing where that is not told or a program made it up."""
    parts = _DURATION.fullmatch(duration)
    if not duration or not parts:
        return
    days, hours, minutes, seconds = (float(part or 0) for part in parts.groups())
    total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    if total > _LONGEST:
        return
    if total < 120:
        yield say("{count} s", count=round(total))
    else:
        yield say("{count} min", count=round(total / 60))
