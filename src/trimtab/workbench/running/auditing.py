"""An entry of the audit in words: who did what, to what, and what else was written down.

No name of a table, no key that only programs read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trimtab.governance import api as governance
from trimtab.governance.api import AuditRow
from trimtab.jobs.api import JobName
from trimtab.kernel.said import Between, Said, as_written, joined, listed
from trimtab.people import api as people
from trimtab.wording import dated, words
from trimtab.workbench.kinds import kind_words
from trimtab.workbench.running.audit_words import DID, NAMES, VALUES
from trimtab.workbench.running.schedule import TITLES

# Keys of programs, which tell a reader nothing.
_HIDDEN = frozenset({"invitation", "person", "base", "id", "directory"})
_KEY = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
_KINDS = {
    "audiences": "audience",
    "programmes": "programme",
    "collections": "collection",
    "campaigns": "campaign",
    "measures": "measure",
    "evaluations": "evaluation",
    "grants": "grant",
    "rights": "right",
    "settings": "setting",
    "tasks": "task",
}


@dataclass(frozen=True, slots=True)
class TargetNames:
    """What the targets of entries are called: people by id, proposals by id."""

    people: Mapping[str, str]
    proposals: Mapping[str, str]


def known(entries: Iterable[AuditRow]) -> TargetNames:
    """The names of what entries are about, in a fixed number of queries."""
    targets = [entry.target.split("/") for entry in entries]
    persons = {
        UUID(parts[1])
        for parts in targets
        if parts[0] == "people" and len(parts) > 1 and _KEY.fullmatch(parts[1])
    }
    found = people.people_rows(persons) if persons else {}
    names = {str(key): row.name or _("somebody who was erased") for key, row in found.items()}
    has_proposals = any(parts[0] == "proposals" for parts in targets)
    proposals = governance.proposals() if has_proposals else ()
    return TargetNames(names, {str(proposal.id): proposal.title for proposal in proposals})


def did(act: str) -> Said:
    """What was done, in words."""
    return DID[act] if act in DID else as_written(act.replace(".", ", ").replace("-", " "))


def acts_saying(text: str) -> list[str]:
    """The acts whose words in the reader's language have `text` in them."""
    return [act for act, said in DID.items() if text.casefold() in words(said).casefold()]


def acts_in_words() -> list[tuple[str, str]]:
    """What can be done, as (act, words in the reader's language), by the words."""
    return sorted(((act, words(said)) for act, said in DID.items()), key=lambda pair: pair[1])


def about(entry: AuditRow, names: TargetNames) -> str:
    """What it was done to, in words; "" where the act says it all."""
    match entry.target.split("/"):
        case ["people", key]:
            return names.people.get(key, "")
        case ["proposals", key]:
            return names.proposals.get(key, "")
        case ["strategy", "revisions", number]:
            return _("revision %(n)s") % {"n": number}
        case ["library", "aids", *key] | ["units", *key] | ["attributes", *key]:
            return "/".join(key)
        case ["jobs", name] if name in set(JobName):
            return str(TITLES[JobName(name)][0])
        case ["jobs", name]:
            return name.replace("-", " ")
        case _:
            return ""


def details(entry: AuditRow, about: str = "") -> str:
    """What else was written down, as words; what `about` says already is not said again."""
    said = (
        _said(name, value)
        for name, value in entry.detail.items()
        if name not in _HIDDEN and not (about and value == about)
    )
    return in_a_row(said)


def in_a_row(said: Iterable[str]) -> str:
    """Several notes, one after the other; empty ones are left out."""
    return words(joined(filter(None, said), Between.STOP))


def _said(name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return _matched(name, value)
    told = _value(value, VALUES.get(name, {}))
    return _named(words(NAMES.get(name, name.replace("_", " "))), told) if told else ""


def _named(name: str, told: str) -> str:
    return _("%(name)s: %(words)s") % {"name": capfirst(name), "words": told}


def _matched(name: str, value: Mapping[str, Any]) -> str:
    """What an adoption changed in one kind of thing that runs: '3 new, 1 ended'."""
    counts = {key: len(members) for key, members in value.items() if isinstance(members, list)}
    created, changed, ended = (counts.get(key, 0) for key in ("created", "changed", "retired"))
    told = [
        words % {"n": count}
        for words, count in (
            (ngettext("%(n)s new", "%(n)s new", created), created),
            (ngettext("%(n)s changed", "%(n)s changed", changed), changed),
            (ngettext("%(n)s ended", "%(n)s ended", ended), ended),
        )
        if count
    ]
    return _named(kind_words(_KINDS.get(name, name)), _listed(told)) if told else ""


def _listed(several: Iterable[str]) -> str:
    return words(listed(several))


def _value(value: Any, known: Mapping[str, Said]) -> str:
    match value:
        case None | "" | []:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case list() | tuple():
            return _listed(filter(None, (_value(member, known) for member in value)))
        case Said():
            return words(value)
        case str() if known:
            # Several were kept as one text once.
            return _listed(words(known.get(part, part)) for part in value.split(", "))
        case str():
            return _text(value)
        case _:
            return str(value)


def _text(value: str) -> str:
    """A text; a moment as a day and time, and nothing for the key of something."""
    if value.startswith(("http://", "https://")):
        return value.rstrip("/").rpartition("/")[2]
    if _KEY.search(value):
        return _KEY.sub("", value).strip(" /:")
    moment = _moment(value)
    return dated(timezone.localtime(moment), "j F Y, H:i") if moment else value


def _moment(text: str) -> dt.datetime | None:
    """The moment that a text is, with its zone; None for anything else, a bare day too."""
    if len(text) <= len("2026-01-01") or not text.startswith("20"):
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
