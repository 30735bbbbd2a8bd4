"""Who may do what at which address: every address has its line here, and one without a line answers
nobody.

A new address is a new line: `"street:name": Policy(read=…, write=…)`. The middleware below keeps
it, whatever the view asks besides; `tests/streets/test_every_address.py` walks all addresses as
everybody and holds the answers against it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, assert_never

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

from trimtab.home.failing.pages import refused
from trimtab.kernel.errors import NotAllowed
from trimtab.people import api as people
from trimtab.people.api import Role

log = logging.getLogger("trimtab.policies")
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
class Policy:
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


def policy_of(request: HttpRequest) -> Policy | None:
    """The line of the address that a request goes to."""
    return POLICIES.get(request.resolver_match.view_name) if request.resolver_match else None


class PolicyMiddleware:
    """Asks before the view does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """None for whoever may; else the way to sign in, or the page that says no."""
        policy, person = policy_of(request), getattr(request, "person", None)
        if policy is None:
            name = request.resolver_match.view_name if request.resolver_match else request.path
            log.error("the address %r has no policy: add its line to config/policies.py", name)
            return refused(
                request,
                NotAllowed(
                    "policy.none", f"This address ({name}) has no policy, so nobody may use it."
                ),
            )
        whom = policy.whom(request.method or "")
        if whom is None:
            return HttpResponseNotAllowed(["GET", "HEAD"] if policy.read else ["POST"])
        if may(person, whom):
            return None
        if person is None or not isinstance(whom, frozenset):
            return redirect_to_login(request.get_full_path())
        return refused(
            request, NotAllowed("people.role", f"This needs the role {' or '.join(sorted(whom))}.")
        )


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
_ONCE_ALREADY = "the address works once"
_COMMITS = "a commit replaces the one before"

_DOORS = {
    "start": Policy(Circle.SIGNED_IN),
    "sign-in": Policy(Circle.EVERYBODY, Circle.EVERYBODY, apart=_COUNTS),
    "forgotten": Policy(Circle.EVERYBODY, Circle.EVERYBODY, apart=_COUNTS),
    "come-in": Policy(Circle.LINK, Circle.LINK),
    "sign-out": Policy(None, Circle.EVERYBODY),
    "places": Policy(Circle.SIGNED_IN),
    "appearance": Policy(None, Circle.EVERYBODY),
    "language": Policy(None, Circle.EVERYBODY),
    "palette": Policy(Circle.SIGNED_IN),
    "healthz": Policy(Circle.EVERYBODY),
    "style": Policy(Circle.EVERYBODY),
    "rehearsal": Policy(ADMINISTRATOR, ADMINISTRATOR),
    "favicon": Policy(Circle.EVERYBODY),
}
_LEARNER = {
    "today": Policy(Circle.SIGNED_IN),
    "answer": Policy(Circle.SIGNED_IN, Circle.SIGNED_IN),
    "object": Policy(None, Circle.SIGNED_IN),
    "why-practice": Policy(Circle.SIGNED_IN),
    "find": Policy(Circle.SIGNED_IN),
    "tell-us": Policy(None, Circle.SIGNED_IN),
    "aid": Policy(Circle.SIGNED_IN),
    "solved": Policy(None, Circle.SIGNED_IN),
    "picture": Policy(Circle.SIGNED_IN),
    "courses": Policy(Circle.SIGNED_IN),
    "course": Policy(Circle.SIGNED_IN),
    "end-session": Policy(None, Circle.OWN),
    "launch": Policy(None, Circle.SIGNED_IN),
    "inbox": Policy(Circle.SIGNED_IN),
    "why-message": Policy(Circle.OWN),
    "me": Policy(Circle.SIGNED_IN),
    "password": Policy(Circle.SIGNED_IN, Circle.SIGNED_IN, apart=_COUNTS),
    "sign-out-elsewhere": Policy(None, Circle.SIGNED_IN),
    "data": Policy(Circle.SIGNED_IN),
    "ask-to-be-erased": Policy(None, Circle.SIGNED_IN),
    "choose-messages": Policy(None, Circle.SIGNED_IN),
}
_STRATEGY = {
    "strategy": Policy(STEERING),
    "begin": Policy(WRITING),
    "begin-end": Policy(WRITING),
    "begin-step": Policy(WRITING, WRITING),
    "ready": Policy(STEERING),
    "ready-strategy": Policy(STEERING),
    "ready-document": Policy(STEERING),
    "begin-from": Policy(None, WRITING),
    "draft": Policy(STEERING),
    "mend": Policy(None, WRITING),
    "forecast": Policy(READING),
    "advice": Policy(STEERING),
    "take-advice": Policy(None, WRITING),
    "policy": Policy(WRITING, WRITING),
    "parts": Policy(STEERING),
    "new-part": Policy(WRITING, WRITING),
    "part": Policy(WRITING, WRITING),
    "remove-part": Policy(None, WRITING),
    "running": Policy(STEERING),
    "rests": Policy(STEERING),
    "answers": Policy(STEERING),
    "answer": Policy(WRITING, WRITING),
    "asking": Policy(WRITING),
    "ask": Policy(WRITING, WRITING),
    "enquiry": Policy(WRITING),
    "ask-more": Policy(None, WRITING),
    "remind-asked": Policy(None, WRITING),
    "more-time": Policy(None, WRITING),
    "close-enquiry": Policy(None, WRITING),
    "reopen-enquiry": Policy(None, WRITING),
    "withdraw-link": Policy(None, WRITING),
    "let-link-work": Policy(None, WRITING),
    "hand-over-link": Policy(None, WRITING),
    "erase-asked": Policy(None, WRITING),
    "settle": Policy(WRITING, WRITING),
    "revisions": Policy(READING),
    "revision": Policy(READING),
    "submit-revision": Policy(None, WRITING),
    "judge-revision": Policy(None, READING),
    "adopt-revision": Policy(READING, READING),
    "restore-revision": Policy(None, WRITING),
    "comment-revision": Policy(None, READING),
    "resolve-comment": Policy(None, READING),
    "merge": Policy(None, WRITING),
    "papers": Policy(STEERING),
    "paper": Policy(STEERING),
    "paper-file": Policy(STEERING),
    "document": Policy(STEERING),
    "corrections": Policy(STEERING),
    "correction": Policy(STEERING),
    "decision": Policy(None, STEERING),
}
_HOUSE = {
    "results": Policy(STEERING),
    "measure-csv": Policy(STEERING),
    "sources": Policy(RUNNING, FIGURES),
    "new-source": Policy(ADMINISTRATOR, ADMINISTRATOR),
    "source": Policy(RUNNING),
    "change-source": Policy(None, FIGURES),
    "content": Policy(AUTHORS),
    "checks": Policy(AUTHORS),
    "checked": Policy(None, AUTHORS),
    "settle-objection": Policy(None, AUTHORS),
    "gaps": Policy(AUTHORS),
    "close-gap": Policy(None, AUTHORS),
    "organisation": Policy(ADMINISTRATOR, ADMINISTRATOR),
    "packages": Policy(AUTHORS, AUTHORS),
    "package": Policy(AUTHORS),
    "change-package": Policy(None, AUTHORS),
    "waive-unit": Policy(None, AUTHORS),
    "people": Policy(RUNNING),
    "new-person": Policy(ADMINISTRATOR, ADMINISTRATOR),
    "invite": Policy(None, ADMINISTRATOR),
    "import-people": Policy(ADMINISTRATOR, ADMINISTRATOR),
    "import-preview": Policy(ADMINISTRATOR, ADMINISTRATOR),
    "import-columns": Policy(ADMINISTRATOR, ADMINISTRATOR),
    "import-back": Policy(None, ADMINISTRATOR),
    "person": Policy(ADMINISTRATOR, ADMINISTRATOR),
    "person-link": Policy(None, ADMINISTRATOR),
    "person-leaves": Policy(None, ADMINISTRATOR),
    "outbox": Policy(RUNNING),
    "send-again": Policy(None, ADMINISTRATOR),
    "all-again": Policy(None, ADMINISTRATOR),
    "records": Policy(KEEPING),
    "records-file": Policy(KEEPING),
    "newer-records": Policy(KEEPING),
    "record": Policy(KEEPING),
    "credentials": Policy(ADMINISTRATOR, ADMINISTRATOR),
    "rotate-credential": Policy(None, ADMINISTRATOR),
    "lenient-credential": Policy(None, ADMINISTRATOR),
    "revoke-credential": Policy(None, ADMINISTRATOR),
    "forwarding": Policy(KEEPING, ADMINISTRATOR),
    "forwarding-target": Policy(KEEPING),
    "change-target": Policy(None, ADMINISTRATOR),
    "audit": Policy(KEEPING),
    "audit-file": Policy(KEEPING),
    "schedule": Policy(RUNNING),
    "run-job": Policy(None, ADMINISTRATOR),
    "data-rights": Policy(STEWARD),
    "retention": Policy(KEEPING),
    "data-rights-person": Policy(STEWARD, STEWARD),
    "export-person": Policy(None, STEWARD),
    "refuse-erasure": Policy(None, STEWARD),
    "erasure": Policy(STEWARD),
}
_PORTAL = {
    "team": Policy(_roles(Role.MANAGER)),
    "part": Policy(_roles(Role.STAKEHOLDER)),
    "asked": Policy(Circle.LINK),
    "asked-question": Policy(Circle.LINK, Circle.LINK),
}
_MACHINES = {
    "statements": Policy(Circle.KEY, Circle.KEY, _STATEMENTS),
    "activities": Policy(Circle.KEY, Circle.KEY, _DOCUMENTS),
    "states": Policy(Circle.KEY, Circle.KEY, _DOCUMENTS),
    "activity-profiles": Policy(Circle.KEY, Circle.KEY, _DOCUMENTS),
    "agents": Policy(Circle.KEY, Circle.KEY, _DOCUMENTS),
    "agent-profiles": Policy(Circle.KEY, Circle.KEY, _DOCUMENTS),
    "about": Policy(Circle.EVERYBODY, Circle.EVERYBODY, "it says who we are, and takes nothing"),
    "profile": Policy(
        Circle.EVERYBODY, Circle.EVERYBODY, "it says what we send, and takes nothing"
    ),
    "fetch": Policy(None, Circle.KEY, _ONCE_ALREADY),
    "unit-statements": Policy(Circle.KEY, Circle.KEY, _STATEMENTS),
    "unit-states": Policy(Circle.KEY, Circle.KEY, _DOCUMENTS),
    "unit-activity-profiles": Policy(Circle.KEY, Circle.KEY, _DOCUMENTS),
    "unit-activities": Policy(Circle.KEY, Circle.KEY, _DOCUMENTS),
    "unit-agent-profiles": Policy(Circle.KEY, Circle.KEY, _DOCUMENTS),
    "unit-agents": Policy(Circle.KEY, Circle.KEY, _DOCUMENTS),
    "unit-about": Policy(
        Circle.EVERYBODY, Circle.EVERYBODY, "it says who we are, and takes nothing"
    ),
    "play": Policy(Circle.EVERYBODY),
    "frame": Policy(Circle.LINK),
    "back": Policy(Circle.LINK),
    "begin": Policy(None, Circle.KEY, _ONCE_ALREADY),
    "commit": Policy(None, Circle.KEY, _COMMITS),
    "content": Policy(Circle.LINK),
}
POLICIES: dict[str, Policy] = _DOORS | {
    f"{street}:{name}": policy
    for street, lines in (
        ("learner", _LEARNER),
        ("workbench", _STRATEGY | _HOUSE),
        ("portal", _PORTAL),
        ("gateway", _MACHINES),
    )
    for name, policy in lines.items()
}
