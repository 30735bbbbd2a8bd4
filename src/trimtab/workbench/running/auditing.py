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
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from trimtab.governance import api as governance
from trimtab.governance.api import AuditRow
from trimtab.people import api as people
from trimtab.workbench.kinds import kind_words

DID = {
    "credential.added": _l("made a key for a program"),
    "credential.lenient": _l("changed whether the slips of a program are mended"),
    "credential.revoked": _l("ended the key of a program"),
    "credential.rotated": _l("gave the key of a program a new secret"),
    "audit.exported": _l("took entries of the audit out as a file"),
    "erasure.asked": _l("asked to be erased"),
    "erasure.refused": _l("refused to erase somebody"),
    "erasure.taken-back": _l("took back the wish to be erased"),
    "forwarding.added": _l("began to send records on"),
    "forwarding.ended": _l("ended sending records on"),
    "forwarding.paused": _l("paused sending records on"),
    "forwarding.replayed": _l("sent records again that had been refused"),
    "forwarding.resumed": _l("went on sending records"),
    "job.run": _l("ran a job by hand"),
    "library.aid-checked": _l("checked a job aid: it is right"),
    "measures.imported": _l("brought figures in"),
    "organisation.changed": _l("changed the organisation's name or colour"),
    "practice.objection-settled": _l("settled an objection to how an answer was graded"),
    "outbox.sent-again": _l("had messages sent again"),
    "package.hold-back": _l("held a course back"),
    "package.imported": _l("brought a course in"),
    "package.offer": _l("offered a course"),
    "package.waived": _l("counted a part of a course as done for somebody"),
    "package.withdraw": _l("withdrew a course"),
    "people.came-in": _l("came in with a link"),
    "people.imported": _l("brought a list of people in"),
    "people.taken-back": _l("took a list of people back"),
    "people.invited": _l("invited people"),
    "people.links-withdrawn": _l("withdrew links of people"),
    "people.password-reset": _l("chose a new password with a link"),
    "people.password-changed": _l("changed their password"),
    "people.reset-handed-out": _l("handed out a link to a new password"),
    "people.signed-out-elsewhere": _l("signed out everywhere else"),
    "person.added": _l("added a person"),
    "person.changed": _l("changed a person"),
    "person.erased": _l("erased a person"),
    "person.exported": _l("took out all that is held about a person"),
    "person.let-back-in": _l("let a person back in"),
    "person.shut-out": _l("shut a person out"),
    "proposal.approved": _l("approved a correction"),
    "proposal.declined": _l("declined a correction"),
    "proposal.made": _l("proposed a correction"),
    "proposal.withdrawn": _l("took a correction back"),
    "records.downloaded": _l("took records out as a file"),
    "retention.ran": _l("let go of what was older than agreed"),
    "sign-in.after-failures": _l("signed in after several wrong passwords"),
    "sign-in.guessed": _l("was told that somebody tries passwords"),
    "source.added": _l("added a source of figures"),
    "source.ended": _l("ended a source of figures"),
    "statements.dropped": _l("let go of records of old months"),
    "strategy.adopted": _l("put a revision of the strategy in force"),
    "strategy.answered": _l("answered what they were asked"),
    "strategy.approved": _l("approved a revision of the strategy"),
    "strategy.asked": _l("asked others about the strategy"),
    "strategy.asked-erased": _l("erased somebody who was asked"),
    "strategy.changes-asked": _l("asked for changes of a revision of the strategy"),
    "strategy.exported": _l("took the strategy out"),
    "strategy.link-handed-over": _l("handed over a link to answer"),
    "strategy.settled": _l("settled a question that others had answered"),
    "strategy.submitted": _l("put a revision of the strategy up for review"),
    "support.gap-closed": _l("closed a gap"),
}
NAMES = {
    "because": _l("reason"),
    "at_console": _l("at the console"),
    "created": _l("new"),
    "updated": _l("changed"),
    "units": _l("units made"),
    "way": _l("how"),
    "aid": _l("job aid"),
    "reports_settled": _l("reports settled"),
    "of_one_person": _l("of one person"),
}
# Keys of programs, which tell a reader nothing.
_HIDDEN = frozenset({"invitation", "person", "base", "id"})
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
class Known:
    """What the targets of entries are called: people by id, proposals by id."""

    people: Mapping[str, str]
    proposals: Mapping[str, str]


def known(entries: Iterable[AuditRow]) -> Known:
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
    return Known(names, {str(proposal.id): proposal.title for proposal in proposals})


def did(act: str) -> str:
    """What was done, in words."""
    return str(DID[act]) if act in DID else act.replace(".", ", ").replace("-", " ")


def acts_saying(text: str) -> list[str]:
    """The acts whose words in the reader's language have `text` in them."""
    return [act for act, words in DID.items() if text.casefold() in str(words).casefold()]


def about(entry: AuditRow, names: Known) -> str:
    """What it was done to, in words; "" where the act says it all."""
    match entry.target.split("/"):
        case ["people", key]:
            return names.people.get(key, "")
        case ["proposals", key]:
            return names.proposals.get(key, "")
        case ["strategy", "revisions", number]:
            return _("revision %(n)s") % {"n": number}
        case ["library", "aids", *key]:
            return "/".join(key)
        case ["jobs", name]:
            return name.replace("-", " ")
        case _:
            return ""


def details(entry: AuditRow) -> str:
    """What else was written down, as words."""
    said = (_said(name, value) for name, value in entry.detail.items() if name not in _HIDDEN)
    return ". ".join(words for words in said if words)


def _said(name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return _matched(name, value)
    words = _value(value)
    called = str(NAMES.get(name, name.replace("_", " "))).capitalize()
    return f"{called}: {words}" if words else ""


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
    return f"{kind_words(_KINDS.get(name, name))}: {', '.join(told)}" if told else ""


def _value(value: Any) -> str:
    match value:
        case None | "" | []:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case list() | tuple():
            return ", ".join(filter(None, map(_value, value)))
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
    return date_format(timezone.localtime(moment), "j F Y, H:i") if moment else value


def _moment(text: str) -> dt.datetime | None:
    """The moment that a text is, with its zone; None for anything else, a bare day too."""
    if len(text) <= len("2026-01-01") or not text.startswith("20"):
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
