"""Who may do what at which address: every address has its line here, and one without a line answers
nobody.

A new address is a new line: `"street:name": Policy(read=…, write=…)`. `config/permitting.py` keeps
it, whatever the view asks besides; `tests/streets/test_every_address.py` walks all addresses as
everybody and holds the answers against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from trimtab.people import api as people
from trimtab.people.api import Role

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Circle(StrEnum):
    """Who may, where it is not a matter of roles."""

    EVERYBODY = "everybody"
    SIGNED_IN = "signed in"
    OWN = "signed in, and what is about themselves alone"
    LINK = "whoever holds the link"
    KEY = "whoever holds a key; the view asks for it"


Whom = frozenset[Role] | Circle


@dataclass(frozen=True, slots=True)
class PagePolicy:
    """Who may look (GET), and who may change something (POST); None is nobody, not even a page.

    `own_rules` says why a form of this address is not kept from being done twice by config.once, as
    all others are. `apart` says why it is not one transaction: it is done once all the same, but
    what it has written stays, whatever comes of it.
    """

    read: Whom | None = None
    write: Whom | None = None
    own_rules: str = ""
    apart: str = ""

    def whom(self, method: str) -> Whom | None:
        """Who may use a method. Programs with a key bring methods of their own."""
        if Circle.KEY in (self.read, self.write):
            return Circle.KEY
        return self.read if method in READING_METHODS else self.write


def may(person: people.PersonRow | None, whom: Whom) -> bool:
    """Whether a person (None: nobody is signed in) is among those who may."""
    match whom:
        case Circle.EVERYBODY | Circle.LINK | Circle.KEY:
            return True
        case Circle.SIGNED_IN | Circle.OWN:
            return person is not None
        case frozenset():
            return person is not None and people.holds(person, *whom)
        case _:
            assert_never(whom)


def _roles(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


WRITING = _roles(Role.STRATEGIST, Role.STEWARD)
STEERING = _roles(Role.STRATEGIST, Role.STEWARD, Role.STAKEHOLDER, Role.AUTHOR, Role.MANAGER)
READING = STEERING | {Role.ADMINISTRATOR}
RUNNING = _roles(Role.ADMINISTRATOR, Role.STEWARD, Role.STRATEGIST)
KEEPING = _roles(Role.ADMINISTRATOR, Role.STEWARD)
AUTHORS = _roles(Role.AUTHOR, Role.STRATEGIST)
STEWARD, ADMINISTRATOR = _roles(Role.STEWARD), _roles(Role.ADMINISTRATOR)
FIGURES = _roles(Role.ADMINISTRATOR, Role.STRATEGIST)

_STATEMENTS = "a statement has an id, and the same id again is the same statement"
_DOCUMENTS = "a document has one place, and the same content again leaves the same document"
_COUNTS = (
    "what it counts of guesses stands whatever comes of the try, "
    "and is seen by the next one at once"
)
_KEEPS_THE_LOGO = "a logo that was drawn stays for the next try, whatever else is wrong"
_DIRECTORY = "a user or a group has one name, and the same again leaves the same"
_A_TEST_LEAVES = "a test leaves while it is tried, and no database waits for a mail server"
_TOLD_AGAIN = "an address that gets no mail, told once more, gets none"
_LEFT_AGAIN = "whoever has left and leaves again has left"
_ONCE_ALREADY = "the address works once"
_VISITS = "a sign-in that was begun keeps the first answer, and is over when it was read"
_COMMITS = "a commit replaces the one before"

# Whoever signed in with a PIN uses these and no other page that asks for a person.
BY_PIN = frozenset(
    {
        "start",
        "places",
        "palette",
        "stay",
        "learner:today",
        "learner:answer",
        "learner:object",
        "learner:why-practice",
        "learner:find",
        "learner:tell-us",
        "learner:aid",
        "learner:solved",
        "learner:picture",
        "learner:pin",
    }
)

_DOORS = {
    "start": PagePolicy(Circle.SIGNED_IN),
    "put-away": PagePolicy(None, ADMINISTRATOR),
    "set-up": PagePolicy(Circle.EVERYBODY),
    "set-up-link": PagePolicy(Circle.LINK, Circle.LINK, apart=_KEEPS_THE_LOGO),
    "logo": PagePolicy(Circle.EVERYBODY),
    "sign-in": PagePolicy(Circle.EVERYBODY, Circle.EVERYBODY, apart=_COUNTS),
    "passkey-question": PagePolicy(Circle.EVERYBODY),
    "passkey-sign-in": PagePolicy(None, Circle.EVERYBODY, apart=_COUNTS),
    "sign-in-link": PagePolicy(Circle.EVERYBODY, Circle.EVERYBODY, apart=_COUNTS),
    "second-step": PagePolicy(Circle.EVERYBODY, Circle.EVERYBODY, apart=_COUNTS),
    "signing-in": PagePolicy(Circle.SIGNED_IN),
    "prove": PagePolicy(Circle.SIGNED_IN, Circle.SIGNED_IN, apart=_COUNTS),
    "passkey": PagePolicy(None, Circle.SIGNED_IN),
    "authenticator": PagePolicy(Circle.SIGNED_IN, Circle.SIGNED_IN),
    "recovery-codes": PagePolicy(None, Circle.SIGNED_IN),
    "sign-out-there": PagePolicy(None, Circle.SIGNED_IN),
    "forgotten": PagePolicy(Circle.EVERYBODY, Circle.EVERYBODY, apart=_COUNTS),
    "come-in": PagePolicy(Circle.LINK, Circle.LINK),
    "directory-leave": PagePolicy(Circle.EVERYBODY),
    "directory-back": PagePolicy(Circle.EVERYBODY),
    "come-in-typed": PagePolicy(Circle.EVERYBODY, Circle.EVERYBODY),
    "switch": PagePolicy(Circle.EVERYBODY, Circle.EVERYBODY, apart=_COUNTS),
    "stay": PagePolicy(Circle.SIGNED_IN),
    "enrol": PagePolicy(Circle.EVERYBODY, Circle.EVERYBODY),
    "enrol-link": PagePolicy(Circle.EVERYBODY),
    "sign-out": PagePolicy(None, Circle.EVERYBODY),
    "places": PagePolicy(Circle.SIGNED_IN),
    "appearance": PagePolicy(None, Circle.EVERYBODY),
    "language": PagePolicy(None, Circle.EVERYBODY),
    "palette": PagePolicy(Circle.SIGNED_IN),
    "healthz": PagePolicy(Circle.EVERYBODY),
    "metrics": PagePolicy(Circle.KEY),
    "health": PagePolicy(ADMINISTRATOR),
    "backups": PagePolicy(ADMINISTRATOR),
    "make-backup": PagePolicy(None, ADMINISTRATOR),
    "connections": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "new-connection": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "connection": PagePolicy(ADMINISTRATOR),
    "change-connection": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "turn-connection": PagePolicy(None, ADMINISTRATOR),
    "mail": PagePolicy(ADMINISTRATOR, ADMINISTRATOR, apart=_A_TEST_LEAVES),
    "mail-hook-made": PagePolicy(None, ADMINISTRATOR),
    "mail-lift": PagePolicy(None, ADMINISTRATOR),
    "mail-forget": PagePolicy(None, ADMINISTRATOR),
    "style": PagePolicy(Circle.EVERYBODY),
    "rehearsal": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "favicon": PagePolicy(Circle.EVERYBODY),
}
_LEARNER = {
    "today": PagePolicy(Circle.SIGNED_IN),
    "answer": PagePolicy(Circle.SIGNED_IN, Circle.SIGNED_IN),
    "object": PagePolicy(None, Circle.SIGNED_IN),
    "why-practice": PagePolicy(Circle.SIGNED_IN),
    "find": PagePolicy(Circle.SIGNED_IN),
    "tell-us": PagePolicy(None, Circle.SIGNED_IN),
    "aid": PagePolicy(Circle.SIGNED_IN),
    "solved": PagePolicy(None, Circle.SIGNED_IN),
    "picture": PagePolicy(Circle.SIGNED_IN),
    "courses": PagePolicy(Circle.SIGNED_IN),
    "course": PagePolicy(Circle.SIGNED_IN),
    "end-session": PagePolicy(None, Circle.OWN),
    "launch": PagePolicy(None, Circle.SIGNED_IN),
    "inbox": PagePolicy(Circle.SIGNED_IN),
    "why-message": PagePolicy(Circle.OWN),
    "me": PagePolicy(Circle.SIGNED_IN),
    "password": PagePolicy(Circle.SIGNED_IN, Circle.SIGNED_IN, apart=_COUNTS),
    "pin": PagePolicy(Circle.SIGNED_IN, Circle.SIGNED_IN, apart=_COUNTS),
    "sign-out-elsewhere": PagePolicy(None, Circle.SIGNED_IN),
    "data": PagePolicy(Circle.SIGNED_IN),
    "looks": PagePolicy(Circle.SIGNED_IN),
    "ask-to-be-erased": PagePolicy(None, Circle.SIGNED_IN),
    "choose-messages": PagePolicy(None, Circle.SIGNED_IN),
}
_STRATEGY = {
    "strategy": PagePolicy(STEERING),
    "begin": PagePolicy(WRITING),
    "begin-end": PagePolicy(WRITING),
    "begin-step": PagePolicy(WRITING, WRITING),
    "ask-colleague": PagePolicy(WRITING, WRITING),
    "ready": PagePolicy(STEERING),
    "ready-strategy": PagePolicy(STEERING),
    "ready-document": PagePolicy(STEERING),
    "begin-from": PagePolicy(None, WRITING),
    "draft": PagePolicy(STEERING),
    "mend": PagePolicy(None, WRITING),
    "forecast": PagePolicy(READING),
    "advice": PagePolicy(STEERING),
    "take-advice": PagePolicy(None, WRITING),
    "policy": PagePolicy(WRITING, WRITING),
    "parts": PagePolicy(STEERING),
    "new-part": PagePolicy(WRITING, WRITING),
    "part": PagePolicy(WRITING, WRITING),
    "audience": PagePolicy(WRITING, WRITING),
    "remove-part": PagePolicy(None, WRITING),
    "running": PagePolicy(STEERING),
    "rests": PagePolicy(STEERING),
    "answers": PagePolicy(STEERING),
    "answer": PagePolicy(WRITING, WRITING),
    "asking": PagePolicy(WRITING),
    "ask": PagePolicy(WRITING, WRITING),
    "enquiry": PagePolicy(WRITING),
    "ask-more": PagePolicy(None, WRITING),
    "remind-asked": PagePolicy(None, WRITING),
    "more-time": PagePolicy(None, WRITING),
    "close-enquiry": PagePolicy(None, WRITING),
    "reopen-enquiry": PagePolicy(None, WRITING),
    "withdraw-link": PagePolicy(None, WRITING),
    "let-link-work": PagePolicy(None, WRITING),
    "hand-over-link": PagePolicy(None, WRITING),
    "erase-asked": PagePolicy(None, WRITING),
    "settle": PagePolicy(WRITING, WRITING),
    "revisions": PagePolicy(READING),
    "revision": PagePolicy(READING),
    "submit-revision": PagePolicy(None, WRITING),
    "judge-revision": PagePolicy(None, READING),
    "adopt-revision": PagePolicy(READING, READING),
    "restore-revision": PagePolicy(None, WRITING),
    "comment-revision": PagePolicy(None, READING),
    "resolve-comment": PagePolicy(None, READING),
    "merge": PagePolicy(None, WRITING),
    "papers": PagePolicy(STEERING),
    "paper": PagePolicy(STEERING),
    "paper-file": PagePolicy(STEERING),
    "document": PagePolicy(STEERING),
    "corrections": PagePolicy(STEERING),
    "correction": PagePolicy(STEERING),
    "decision": PagePolicy(None, STEERING),
}
_HOUSE = {
    "results": PagePolicy(STEERING),
    "measure-csv": PagePolicy(STEERING),
    "sources": PagePolicy(RUNNING, FIGURES),
    "new-source": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "source": PagePolicy(RUNNING),
    "change-source": PagePolicy(None, FIGURES),
    "content": PagePolicy(AUTHORS),
    "bring-content": PagePolicy(AUTHORS, AUTHORS),
    "checks": PagePolicy(AUTHORS),
    "checked": PagePolicy(None, AUTHORS),
    "settle-objection": PagePolicy(None, AUTHORS),
    "gaps": PagePolicy(AUTHORS),
    "close-gap": PagePolicy(None, AUTHORS),
    "organisation": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "packages": PagePolicy(AUTHORS, AUTHORS),
    "package": PagePolicy(AUTHORS),
    "change-package": PagePolicy(None, AUTHORS),
    "waive-unit": PagePolicy(None, AUTHORS),
    "people": PagePolicy(RUNNING),
    "new-person": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "invite": PagePolicy(None, ADMINISTRATOR),
    "many-people": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "export-people": PagePolicy(None, ADMINISTRATOR),
    "keep-filter": PagePolicy(None, ADMINISTRATOR),
    "units": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "unit": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "move-unit": PagePolicy(None, ADMINISTRATOR),
    "retire-unit": PagePolicy(None, ADMINISTRATOR),
    "manage-unit": PagePolicy(None, ADMINISTRATOR),
    "attributes": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "attribute": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "forget-attribute": PagePolicy(None, ADMINISTRATOR),
    "import-people": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "import-preview": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "import-columns": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "import-back": PagePolicy(None, ADMINISTRATOR),
    "directory": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "revoke-directory-key": PagePolicy(None, ADMINISTRATOR),
    "map-directory-group": PagePolicy(None, ADMINISTRATOR),
    "person": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "person-link": PagePolicy(None, ADMINISTRATOR),
    "person-second-steps": PagePolicy(None, ADMINISTRATOR),
    "second-steps": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "person-leaves": PagePolicy(None, ADMINISTRATOR),
    "cards": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "card": PagePolicy(None, ADMINISTRATOR),
    "person-merging": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "person-names": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "remove-name": PagePolicy(None, ADMINISTRATOR),
    "devices": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "remove-device": PagePolicy(None, ADMINISTRATOR),
    "outbox": PagePolicy(RUNNING),
    "send-again": PagePolicy(None, ADMINISTRATOR),
    "all-again": PagePolicy(None, ADMINISTRATOR),
    "records": PagePolicy(KEEPING),
    "records-file": PagePolicy(KEEPING),
    "newer-records": PagePolicy(KEEPING),
    "record": PagePolicy(KEEPING),
    "credentials": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "rotate-credential": PagePolicy(None, ADMINISTRATOR),
    "lenient-credential": PagePolicy(None, ADMINISTRATOR),
    "revoke-credential": PagePolicy(None, ADMINISTRATOR),
    "forwarding": PagePolicy(KEEPING, ADMINISTRATOR),
    "forwarding-target": PagePolicy(KEEPING),
    "change-target": PagePolicy(None, ADMINISTRATOR),
    "audit": PagePolicy(KEEPING),
    "audit-file": PagePolicy(KEEPING),
    "schedule": PagePolicy(RUNNING),
    "run-job": PagePolicy(None, ADMINISTRATOR),
    "data-rights": PagePolicy(STEWARD),
    "retention": PagePolicy(KEEPING),
    "data-rights-person": PagePolicy(STEWARD, STEWARD),
    "export-person": PagePolicy(None, STEWARD),
    "refuse-erasure": PagePolicy(None, STEWARD),
    "erasure": PagePolicy(STEWARD),
}
_PORTAL = {
    "team": PagePolicy(_roles(Role.MANAGER)),
    "part": PagePolicy(_roles(Role.STAKEHOLDER)),
    "asked": PagePolicy(Circle.LINK),
    "asked-question": PagePolicy(Circle.LINK, Circle.LINK),
}
_MACHINES = {
    "statements": PagePolicy(Circle.KEY, Circle.KEY, _STATEMENTS),
    "activities": PagePolicy(Circle.KEY, Circle.KEY, _DOCUMENTS),
    "states": PagePolicy(Circle.KEY, Circle.KEY, _DOCUMENTS),
    "activity-profiles": PagePolicy(Circle.KEY, Circle.KEY, _DOCUMENTS),
    "agents": PagePolicy(Circle.KEY, Circle.KEY, _DOCUMENTS),
    "agent-profiles": PagePolicy(Circle.KEY, Circle.KEY, _DOCUMENTS),
    "about": PagePolicy(
        Circle.EVERYBODY, Circle.EVERYBODY, "it says who we are, and takes nothing"
    ),
    "profile": PagePolicy(
        Circle.EVERYBODY, Circle.EVERYBODY, "it says what we send, and takes nothing"
    ),
    "scim": PagePolicy(Circle.KEY, Circle.KEY, _DIRECTORY),
    "scim-config": PagePolicy(
        Circle.EVERYBODY, Circle.EVERYBODY, "it says what is offered, and takes nothing"
    ),
    "scim-types": PagePolicy(Circle.KEY, Circle.KEY, _DIRECTORY),
    "scim-schemas": PagePolicy(Circle.KEY, Circle.KEY, _DIRECTORY),
    "scim-search": PagePolicy(Circle.KEY, Circle.KEY, _DIRECTORY),
    "scim-users": PagePolicy(Circle.KEY, Circle.KEY, _DIRECTORY),
    "scim-user": PagePolicy(Circle.KEY, Circle.KEY, _DIRECTORY),
    "scim-groups": PagePolicy(Circle.KEY, Circle.KEY, _DIRECTORY),
    "scim-group": PagePolicy(Circle.KEY, Circle.KEY, _DIRECTORY),
    "scim-elsewhere": PagePolicy(Circle.KEY, Circle.KEY, _DIRECTORY),
    "fetch": PagePolicy(None, Circle.KEY, _ONCE_ALREADY),
    "unit-statements": PagePolicy(Circle.KEY, Circle.KEY, _STATEMENTS),
    "unit-states": PagePolicy(Circle.KEY, Circle.KEY, _DOCUMENTS),
    "unit-activity-profiles": PagePolicy(Circle.KEY, Circle.KEY, _DOCUMENTS),
    "unit-activities": PagePolicy(Circle.KEY, Circle.KEY, _DOCUMENTS),
    "unit-agent-profiles": PagePolicy(Circle.KEY, Circle.KEY, _DOCUMENTS),
    "unit-agents": PagePolicy(Circle.KEY, Circle.KEY, _DOCUMENTS),
    "unit-about": PagePolicy(
        Circle.EVERYBODY, Circle.EVERYBODY, "it says who we are, and takes nothing"
    ),
    "assertion": PagePolicy(None, Circle.EVERYBODY, _VISITS),
    "saml-metadata": PagePolicy(Circle.EVERYBODY),
    "play": PagePolicy(Circle.EVERYBODY),
    "frame": PagePolicy(Circle.LINK),
    "back": PagePolicy(Circle.LINK),
    "begin": PagePolicy(None, Circle.KEY, _ONCE_ALREADY),
    "commit": PagePolicy(None, Circle.KEY, _COMMITS),
    "content": PagePolicy(Circle.LINK),
    "mail-hook": PagePolicy(Circle.KEY, Circle.KEY, _TOLD_AGAIN),
    "leave": PagePolicy(Circle.LINK, Circle.LINK, _LEFT_AGAIN),
}
POLICIES: dict[str, PagePolicy] = _DOORS | {
    f"{street}:{name}": policy
    for street, lines in (
        ("learner", _LEARNER),
        ("workbench", _STRATEGY | _HOUSE),
        ("portal", _PORTAL),
        ("gateway", _MACHINES),
    )
    for name, policy in lines.items()
}
