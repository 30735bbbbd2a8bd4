"""A statement in words: who did what, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from trimtab.lrs import api as lrs
from trimtab.xapi.profile import ActivityType, Verb

_DID = {
    Verb.ANSWERED.value: _l("answered"),
    Verb.SEARCHED.value: _l("looked something up"),
    Verb.OPENED.value: _l("opened"),
    Verb.RESOLVED.value: _l("said whether it helped:"),
    Verb.RECEIVED.value: _l("was sent"),
    Verb.PROPOSED.value: _l("proposed"),
    Verb.DECIDED.value: _l("decided about"),
    Verb.ADOPTED.value: _l("put in force"),
    "http://adlnet.gov/expapi/verbs/voided": _l("took back the statement"),
}
# What "success" means is the verb's own; for all others it is a plain yes or no.
_CAME_OF_IT = {
    Verb.ANSWERED.value: (_l("right"), _l("not right")),
    Verb.SEARCHED.value: (_l("found something"), _l("found nothing")),
    Verb.RESOLVED.value: (_l("it helped"), _l("it did not help")),
    Verb.DECIDED.value: (_l("approved"), _l("declined")),
}
# More seconds than anybody has: a number that a program made up.
_LONGEST = 10**10
_DURATION = re.compile(r"P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")


@dataclass(frozen=True, slots=True)
class Who:
    """The words for people: names by pseudonym, empty for readers who may not see them."""

    names: Mapping[UUID, str]

    def said(self, agent: Mapping[str, Any]) -> str:
        """An agent or group: by name where that is known and may be seen.

        Else by the beginning of its pseudonym.
        """
        pseudonym = lrs.own_pseudonym(agent)
        if pseudonym:
            masked = _("Person %(pseudonym)s") % {"pseudonym": str(pseudonym)[:8]}
            return self.names.get(pseudonym) or masked
        if agent.get("name"):
            return str(agent["name"])
        if account := agent.get("account"):
            return _("Account %(name)s") % {"name": str(account["name"])[:16]}
        if "member" in agent:
            return _("A group of %(n)s") % {"n": len(agent["member"])}
        return str(
            agent.get("mbox") or agent.get("mbox_sha1sum") or agent.get("openid") or _("A group")
        )


def sentence(statement: Mapping[str, Any], who: Who) -> str:
    """The statement as a sentence in the reader's language, as far as its parts are."""
    is_search = statement["object"].get("definition", {}).get("type") == ActivityType.SEARCH
    what = "" if is_search else f" {_what(statement['object'], who)}"
    said = f"{who.said(statement['actor'])} {did(statement['verb'])}{what}".removesuffix(":")
    results = [text for text in _results(statement) if text]
    return f"{said}: {', '.join(results)}" if results else said


def did(verb: Mapping[str, Any]) -> str:
    """A verb in words: ours translated, others by their own display or the end of their id."""
    if verb["id"] in _DID:
        return str(_DID[verb["id"]])
    return _in_language(verb.get("display", {})) or verb["id"].rstrip("/").rpartition("/")[2]


def _what(target: Mapping[str, Any], who: Who) -> str:
    match target.get("objectType", "Activity"):
        case "Agent" | "Group":
            return who.said(target)
        case "SubStatement":
            return f"“{sentence(target, who)}”"
        case "StatementRef":
            return str(target["id"])
    name = _in_language(target.get("definition", {}).get("name", {}))
    return f"“{name}”" if name else str(target["id"])


def _in_language(texts: Mapping[str, str]) -> str:
    language = (get_language() or "en").partition("-")[0]
    near = (text for tag, text in texts.items() if tag.lower().partition("-")[0] == language)
    return next(near, "") or next(iter(texts.values()), "")


def _results(statement: Mapping[str, Any]) -> list[str]:
    result = statement.get("result", {})
    scaled = result.get("score", {}).get("scaled")
    yes, no = _CAME_OF_IT.get(statement["verb"]["id"], (_("yes"), _("no")))
    came_of_it = {True: str(yes), False: str(no)}
    return [
        came_of_it.get(result.get("success"), ""),
        _("%(percent)s %%") % {"percent": round(scaled * 100)} if scaled is not None else "",
        _("finished") if result.get("completion") else "",
        _length(result.get("duration", "")),
    ]


def _length(duration: str) -> str:
    parts = _DURATION.fullmatch(duration)
    if not duration or not parts:
        return ""
    days, hours, minutes, seconds = (float(part or 0) for part in parts.groups())
    total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    if total > _LONGEST:
        return ""
    if total < 120:
        return _("%(n)s s") % {"n": round(total)}
    return _("%(n)s min") % {"n": round(total / 60)}
