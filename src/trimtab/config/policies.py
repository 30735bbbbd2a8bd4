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


def policy_of(request: HttpRequest) -> PagePolicy | None:
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
_KEEPS_THE_LOGO = "a logo that was drawn stays for the next try, whatever else is wrong"
_ONCE_ALREADY = "the address works once"
_COMMITS = "a commit replaces the one before"

_DOORS = {
    "start": PagePolicy(Circle.SIGNED_IN),
    "put-away": PagePolicy(None, ADMINISTRATOR),
    "set-up": PagePolicy(Circle.EVERYBODY),
    "set-up-link": PagePolicy(Circle.LINK, Circle.LINK, apart=_KEEPS_THE_LOGO),
    "logo": PagePolicy(Circle.EVERYBODY),
    "sign-in": PagePolicy(Circle.EVERYBODY, Circle.EVERYBODY, apart=_COUNTS),
    "forgotten": PagePolicy(Circle.EVERYBODY, Circle.EVERYBODY, apart=_COUNTS),
    "come-in": PagePolicy(Circle.LINK, Circle.LINK),
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
    "import-people": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "import-preview": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "import-columns": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "import-back": PagePolicy(None, ADMINISTRATOR),
    "person": PagePolicy(ADMINISTRATOR, ADMINISTRATOR),
    "person-link": PagePolicy(None, ADMINISTRATOR),
    "person-leaves": PagePolicy(None, ADMINISTRATOR),
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
    "play": PagePolicy(Circle.EVERYBODY),
    "frame": PagePolicy(Circle.LINK),
    "back": PagePolicy(Circle.LINK),
    "begin": PagePolicy(None, Circle.KEY, _ONCE_ALREADY),
    "commit": PagePolicy(None, Circle.KEY, _COMMITS),
    "content": PagePolicy(Circle.LINK),
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
