"""Erasing a person: the link between the person and the evidence goes, with every free text;
aggregates stay as they were.

What was sent on to other systems, or exported, is not reached from here: whoever runs those erases
there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from trimtab.courses import api as courses
from trimtab.governance import api as governance
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.lrs import api as lrs
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.strategy import api as strategy
from trimtab.support import api as support

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Goes:
    """How many things an erasure changes: statements lose the person, documents and attachments are
    deleted, the others lose words.
    """

    statements: int
    documents: int
    answers: int
    searches: int
    messages: int
    courses: int
    asked: int


@dataclass(frozen=True, slots=True)
class Stays:
    """What an erasure does not reach: revisions of the strategy that name the person, and what they
    wrote and decided in office.
    """

    revisions: tuple[int, ...]
    in_office: int


@dataclass(frozen=True, slots=True)
class Erased:
    """An erasure that was done: the number of its entry in the audit, and what it changed."""

    entry: int
    gone: Goes


def goes(person: people.PersonRow) -> Goes:
    """What erasing this person would change, and whoever was merged into them; `erase` then changes
    exactly that.
    """
    return _together([_goes_of(each) for each in (*people.doubles_of(person.id), person)])


def _together(parts: Sequence[Goes]) -> Goes:
    counts = [asdict(part) for part in parts]
    return Goes(**{name: sum(count[name] for count in counts) for name in counts[0]})


def _goes_of(person: people.PersonRow) -> Goes:
    addresses = people.addresses_of(person)
    return Goes(
        statements=lrs.count_named(person.pseudonym, addresses),
        documents=lrs.count_documents(person.pseudonym, addresses),
        answers=practice.answers_kept(person.id),
        searches=support.searches_kept(person.id),
        messages=messaging.count_kept(person.id, addresses),
        courses=courses.kept_by_courses(person.id),
        asked=strategy.replies_kept(addresses),
    )


def stays(person: people.PersonRow) -> Stays:
    """What would still name this person, or was written in office and is kept without the name."""
    held = strategy.held_about(person.id, person.address)
    said = sum(len(held[kind]) for kind in ("revisions", "submissions", "verdicts", "comments"))
    decided = len(governance.held_about(person.id)["decisions"])
    return Stays(tuple(strategy.revisions_naming([person.address, person.name])), said + decided)


def who(person_id: UUID) -> people.PersonRow:
    """The person to be erased. Raises NotFound when there is no such person, Refusal when nothing
    is left of them.
    """
    person = people.person(person_id)
    if person.is_erased:
        raise Refusal("erasure.done", _("This person has been erased already."), "person")
    return person


@transaction.atomic
def erase(*, person_id: UUID, by: people.PersonRow | None, because: str, now: datetime) -> Erased:
    """Erases what is held about one person, for good. `by` None is the command line.

    Raises NotAllowed unless `by` is a steward and somebody else, NotFound when there is no such
    person, Refusal when they are erased already, or when `because` is missing or names the person:
    it stays.
    """
    person = _allowed(person_id, by)
    check_reason(because, person)
    # Whoever was merged into them is them.
    gone = _together([_forget(each) for each in (*people.doubles_of(person.id), person)])
    governance.settle_requests(person_id=person_id, by=by.id if by else None, now=now)
    detail = {"because": because.strip(), **asdict(gone)}
    entry = governance.audit(
        actor_id=by.id if by else None,
        act="person.erased",
        target=f"people/{person_id}",
        detail=detail,
        now=now,
    )
    return Erased(entry, gone)


def _allowed(person_id: UUID, by: people.PersonRow | None) -> people.PersonRow:
    if by is not None:
        people.require(by, people.Role.STEWARD)
        if by.id == person_id:
            raise NotAllowed("erasure.self", _("Nobody erases themselves. Ask another steward."))
    return who(person_id)


def check_reason(because: str, person: people.PersonRow) -> None:
    """Raises Refusal when no reason is given, it is too long, or it names the person."""
    if not because.strip():
        raise Refusal("erasure.because", _("Say why. It stays in the audit."), "because")
    if len(because) > LONGEST_REASON:
        sentence = _("Say it in at most %(n)s characters.") % {"n": LONGEST_REASON}
        raise Refusal("erasure.because", sentence, "because")
    names = [word for word in re.findall(r"\w+", person.name) if len(word) > 2]
    named = any(re.search(rf"\b{word}\b", because) for word in names)
    if named or person.address.casefold() in because.casefold():
        raise Refusal(
            "erasure.named", _("Leave name and address out: this reason stays for ever."), "because"
        )


def _forget(person: people.PersonRow) -> Goes:
    addresses = people.addresses_of(person)
    # First what is found by the address, then the address itself.
    documents = lrs.forget_person(pseudonym=person.pseudonym, emails=addresses)
    gone = Goes(
        statements=lrs.redact_person(pseudonym=person.pseudonym, emails=addresses, mint=uuid4),
        documents=documents,
        answers=practice.forget_free_text(person_id=person.id),
        searches=support.forget_free_text(person_id=person.id),
        courses=courses.forget_person(person_id=person.id),
        messages=messaging.forget_person(person_id=person.id)
        + messaging.forget_addresses(addresses=addresses),
        asked=sum(strategy.asking.forget_person(email=address) for address in addresses),
    )
    try:
        people.erase_person(person_id=person.id)
    except people.LastAdministrator as refusal:
        raise Refusal(refusal.code, refusal.sentence, "because") from refusal
    return gone
