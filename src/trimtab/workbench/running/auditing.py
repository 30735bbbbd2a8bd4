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
from trimtab.kernel.said import Between, Said, as_written, joined, listed, say, say_in
from trimtab.people import api as people
from trimtab.people.api import AttributeKind, BulkKind
from trimtab.wording import dated, words
from trimtab.workbench.kinds import kind_words
from trimtab.workbench.running.schedule import TITLES

DID = {
    "attribute.defined": say("defined an attribute of people"),
    "attribute.forgotten": say("let an attribute of people be defined no more"),
    "credential.added": say("made a key for a program"),
    "credential.lenient": say("changed whether the slips of a program are mended"),
    "credential.revoked": say("ended the key of a program"),
    "credential.rotated": say("gave the key of a program a new secret"),
    "directory.group-changed": say("changed a group of the directory"),
    "directory.group-deleted": say("deleted a group of the directory"),
    "directory.group-made": say("brought in a group of the directory"),
    "directory.group-mapped": say("chose the role that a group of the directory gives"),
    "directory.token-made": say("made a key for the directory"),
    "directory.token-revoked": say("ended a key of the directory"),
    "audit.exported": say("took entries of the audit out as a file"),
    "connection.added": say("connected a directory"),
    "connection.bound": say("said who signs in by a directory alone"),
    "connection.changed": say("changed how a directory is connected"),
    "connection.off": say("turned a sign-in connection off"),
    "connection.on": say("turned a sign-in connection on"),
    "connection.removed": say("removed a sign-in connection"),
    "device.enrolled": say("made a device a shared one, with its code"),
    "device.named": say("named a device that is to be shared"),
    "device.pin-guessed": say("was told that somebody tries PINs"),
    "device.removed": say("removed a shared device"),
    "erasure.asked": say("asked to be erased"),
    "erasure.refused": say("refused to erase somebody"),
    "erasure.taken-back": say("took back the wish to be erased"),
    "forwarding.added": say("began to send records on"),
    "forwarding.ended": say("ended sending records on"),
    "forwarding.paused": say("paused sending records on"),
    "forwarding.replayed": say("sent records again that had been refused"),
    "forwarding.resumed": say("went on sending records"),
    "job.run": say("ran a job by hand"),
    "library.brought-in": say("brought content in"),
    "library.aid-checked": say("checked a job aid: it is right"),
    "mail.forgotten": say("had the way of mail forgotten"),
    "mail.hook-made": say("made an address at which bounces are told"),
    "mail.lifted": say("let mail go to an address again"),
    "mail.set-up": say("set up how mail leaves"),
    "measures.imported": say("brought figures in"),
    "organisation.set-up": say("set the organisation up"),
    "organisation.tidied": say("put away the list of what was still to do"),
    "organisation.changed": say("changed the organisation's name or colour"),
    "practice.objection-settled": say("settled an objection to how an answer was graded"),
    "outbox.sent-again": say("had messages sent again"),
    "package.hold-back": say("held a course back"),
    "package.imported": say("brought a course in"),
    "package.offer": say("offered a course"),
    "package.waived": say("counted a part of a course as done for somebody"),
    "package.withdraw": say("withdrew a course"),
    "people.came-in": say("came in with a link"),
    "people.changed": say("changed many people at once"),
    "people.exported": say("took a list of people out as a file"),
    "people.imported": say("brought a list of people in"),
    "people.taken-back": say("took a list of people back"),
    "people.invited": say("invited people"),
    "people.links-withdrawn": say("withdrew links of people"),
    "people.password-reset": say("chose a new password with a link"),
    "people.password-changed": say("changed their password"),
    "people.pin-removed": say("took away their PIN"),
    "people.pin-set": say("chose a PIN"),
    "people.reset-handed-out": say("handed out a link to a new password"),
    "people.signed-out-elsewhere": say("signed out everywhere else"),
    "person.added": say("added a person"),
    "person.changed": say("changed a person"),
    "person.erased": say("erased a person"),
    "person.exported": say("took out all that is held about a person"),
    "person.let-back-in": say("let a person back in"),
    "person.name-added": say("added a name under which a person is known"),
    "person.name-removed": say("removed a name under which a person is known"),
    "person.shut-out": say("shut a person out"),
    "person.wanted": say("asked for a person with a role"),
    "proposal.approved": say("approved a correction"),
    "proposal.declined": say("declined a correction"),
    "proposal.made": say("proposed a correction"),
    "proposal.withdrawn": say("took a correction back"),
    "records.downloaded": say("took records out as a file"),
    "retention.ran": say("let go of what was older than agreed"),
    "second-step.app-added": say("added an authenticator app"),
    "second-step.app-removed": say("removed their authenticator app"),
    "second-step.asked": say("changed which roles must show a second step at sign-in"),
    "second-step.codes-drawn": say("made new recovery codes"),
    "second-step.guessed": say("was told that somebody knows the password and tries codes"),
    "second-step.passkey-added": say("added a passkey"),
    "second-step.passkey-removed": say("removed a passkey"),
    "second-step.taken-off": say("removed the second step of somebody"),
    "sign-in.after-failures": say("signed in after several wrong passwords"),
    "sign-in.by-link": say("used a link from their mail to sign in"),
    "sign-in.let-in": say("let somebody in whom a directory named for the first time"),
    "sign-in.refused": say("refused a sign-in by a directory"),
    "sign-in.guessed": say("was told that somebody tries passwords"),
    "source.added": say("added a source of figures"),
    "source.ended": say("ended a source of figures"),
    "statements.dropped": say("let go of records of old months"),
    "strategy.adopted": say("put a revision of the strategy in force"),
    "strategy.answered": say("answered what they were asked"),
    "strategy.approved": say("approved a revision of the strategy"),
    "strategy.asked": say("asked others about the strategy"),
    "strategy.asked-erased": say("erased somebody who was asked"),
    "strategy.changes-asked": say("asked for changes of a revision of the strategy"),
    "strategy.exported": say("took the strategy out"),
    "strategy.link-handed-over": say("handed over a link to answer"),
    "strategy.settled": say("settled a question that others had answered"),
    "strategy.submitted": say("put a revision of the strategy up for review"),
    "support.gap-closed": say("closed a gap"),
    "unit.added": say("added a unit"),
    "unit.manager-ended": say("ended that somebody manages a unit"),
    "unit.manager-named": say("let somebody manage a unit"),
    "unit.move-called-off": say("called off the move of a unit"),
    "unit.move-planned": say("planned the move of a unit"),
    "unit.moved": say("moved a unit"),
    "unit.renamed": say("called a unit otherwise"),
    "unit.retired": say("retired a unit"),
}
NAMES = {
    "above": say_in("of the audit", "unit above"),
    "address": say_in("of the audit", "address"),
    "after": say_in("of the audit", "after"),
    "agreed": say_in("of the audit", "agreed"),
    "aid": say("job aid"),
    "answers": say_in("of the audit", "answers"),
    "asked": say_in("of the audit", "asked"),
    "attribute": say_in("of the audit", "attribute"),
    "at_console": say("at the console"),
    "because": say("reason"),
    "before": say_in("of the audit", "before"),
    "bytes": say_in("of the audit", "bytes"),
    "change": say_in("of the audit", "change"),
    "changed": say("changed"),
    "connection": say_in("of the audit", "connection"),
    "courses": say_in("of the audit", "courses"),
    "created": say("new"),
    "days": say_in("of the audit", "days"),
    "documents": say_in("of the audit", "documents"),
    "entries": say_in("of the audit", "entries"),
    "everybody": say("everybody but administrators"),
    "from_start": say_in("of the audit", "from start"),
    "from_day": say_in("of the audit", "from"),
    "grading": say_in("of the audit", "grading"),
    "group": say_in("of the audit", "group"),
    "handover": say_in("of the audit", "handover"),
    "joined": say_in("of the audit", "joined"),
    "holds": say_in("of the audit", "holds"),
    "kind": say_in("of the audit", "kind"),
    "left": say_in("of the audit", "left"),
    "lenient": say_in("of the audit", "lenient"),
    "letters": say_in("of the audit", "letters"),
    "links": say_in("of the audit", "links"),
    "manages": say_in("of the audit", "manages"),
    "messages": say_in("of the audit", "messages"),
    "name": say_in("of the audit", "name"),
    "note": say_in("of the audit", "note"),
    "old_until": say_in("of the audit", "old until"),
    "of_one_person": say("of one person"),
    "paper": say_in("of the audit", "paper"),
    "people": say_in("of the audit", "people"),
    "per_second": say_in("of the audit", "per second"),
    "place": say_in("of the audit", "place"),
    "question": say_in("of the audit", "question"),
    "questions": say_in("of the audit", "questions"),
    "reason": say("reason"),
    "records": say_in("of the audit", "records"),
    "reports_settled": say("reports settled"),
    "revision": say_in("of the audit", "revision"),
    "role": say_in("of the audit", "role"),
    "roles": say_in("of the audit", "roles"),
    "roles_given_to": say_in("of the audit", "people given a role"),
    "roles_taken_from": say_in("of the audit", "people from whom a role was taken"),
    "sentence": say_in("of the audit", "sentence"),
    "sign_ins": say_in("of the audit", "sign ins"),
    "said": say_in("of the audit", "said"),
    "scopes": say_in("of the audit", "scopes"),
    "searches": say_in("of the audit", "searches"),
    "service": say_in("of the audit", "service"),
    "sessions": say_in("of the audit", "sessions"),
    "statements": say_in("of the audit", "statements"),
    "summaries": say_in("of the audit", "summaries"),
    "title": say_in("of the audit", "title"),
    "tried": say_in("of the audit", "tried out"),
    "unit": say_in("of the audit", "unit"),
    "unit_name": say_in("of the audit", "called"),
    "units": say("units made"),
    "updated": say("changed"),
    "value": say_in("of the audit", "value"),
    "values": say_in("of the audit", "values"),
    "waiting": say_in("of the audit", "waiting"),
    "way": say("how"),
    "roles given": say_in("of the audit", "roles given"),
    "roles taken": say_in("of the audit", "roles taken"),
    "new": say("new"),
    "unchanged": say("as they were"),
    "left-out": say("left out"),
    "put-back": say("put back as they were"),
    "removed": say("removed again"),
    "shut-out": say("shut out"),
    "kept": say("left as they are"),
    "wrong passwords": say_in("of the audit", "wrong passwords"),
    "minutes": say_in("of the audit", "minutes"),
    "wrong PINs": say_in("of the audit", "wrong PINs"),
    "looks": say_in("of the audit", "looks"),
    "sign-ins": say_in("of the audit", "sign-ins"),
}
# What entries say of themselves in a word, by the name of what is said, beside what people wrote.
VALUES: Mapping[str, Mapping[str, Said]] = {
    "at_console": {
        "nobody else has approved it": say("nobody else has approved it"),
        "with who said what": say("with who said what"),
    },
    "changed": {
        "name": say_in("of what differs about a person", "name"),
        "address": say_in("of what differs about a person", "address"),
        "unit": say_in("of what differs about a person", "unit"),
        "language": say_in("of what differs about a person", "language"),
        "time_zone": say_in("of what differs about a person", "time zone"),
        "attribute": say_in("of what differs about a person", "attributes"),
        "roles": say_in("of what differs about a person", "roles"),
        "active": say_in("of what differs about a person", "works here"),
        "time zone": say_in("of what differs about a person", "time zone"),
        "names": say_in("of what differs about a person", "number or badge"),
    },
    "change": {
        BulkKind.UNIT: say("another unit"),
        BulkKind.GIVE_ROLE: say("a role more"),
        BulkKind.TAKE_ROLE: say("a role less"),
        BulkKind.ATTRIBUTE: say("another value of an attribute"),
        BulkKind.LEAVE: say("shut out"),
        BulkKind.BACK: say("let back in"),
    },
    "holds": {
        AttributeKind.TEXT: say("text"),
        AttributeKind.NUMBER: say("a number"),
        AttributeKind.DATE: say("a day"),
        AttributeKind.YES_NO: say("yes or no"),
        AttributeKind.CHOICE: say("one of a list"),
    },
    "grading": {
        "highest": say_in("of several scores", "highest"),
        "first": say_in("of several scores", "first"),
        "last": say_in("of several scores", "last"),
        "average": say_in("of several scores", "average"),
    },
    "roles": {role.value: said for role, said in people.ROLE_WORDS.items()},
    "role": {role.value: said for role, said in people.ROLE_WORDS.items()},
    "kind": {
        "number": say("personnel number"),
        "badge": say("badge"),
        "email": say("e-mail address"),
        "name": say("sign-in name"),
    },
    "roles given": {role.value: said for role, said in people.ROLE_WORDS.items()},
    "roles taken": {role.value: said for role, said in people.ROLE_WORDS.items()},
    "way": {
        "account": say_in("of the audit", "account"),
        "hand": say_in("of the audit", "hand"),
        "handed": say_in("of the audit", "handed"),
        "link": say_in("of the audit", "link"),
        "mail": say_in("of the audit", "mail"),
    },
}
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


def details(entry: AuditRow) -> str:
    """What else was written down, as words."""
    said = (_said(name, value) for name, value in entry.detail.items() if name not in _HIDDEN)
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
