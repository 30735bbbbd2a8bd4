"""Launching a unit: registration, session, the statement launched, and the
documents that the unit reads (cmi5, 8 and 10)."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.db import transaction
from django.db.models import Q

from trimtab.courses.actions.documents import give_launch_data, give_preferences
from trimtab.courses.actions.ending import abandon_all
from trimtab.courses.actions.evidence import new_key, tell
from trimtab.courses.actions.progress import settle
from trimtab.courses.domain import launching
from trimtab.courses.domain.faults import NotPlayable
from trimtab.courses.domain.rows import Grant, Launch
from trimtab.courses.domain.statements import About, of_unit
from trimtab.courses.domain.structure import CourseKind, LaunchMethod, LaunchMode, Unit
from trimtab.courses.domain.words import CourseVerb
from trimtab.courses.models import Attempt, Package, Registration, Session, UnitStanding
from trimtab.courses.queries.installation import content_home
from trimtab.courses.queries.packages import structure
from trimtab.courses.queries.sessions import actor_of, sha256
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import say
from trimtab.lrs import api as lrs
from trimtab.people.api import PersonRow

FETCHED_WITHIN = dt.timedelta(hours=1)


class FetchRefused(Refusal):
    """A fetch address gives nothing: `number` is the error code of cmi5, 8.2.3."""

    def __init__(self, number: int, sentence: str) -> None:
        super().__init__("cmi5.8.2.3", sentence)
        self.number = number


@dataclass(frozen=True, slots=True)
class _Going:
    """A launch under way. `token` opens the fetch address once."""

    person: PersonRow
    unit: Unit
    position: int
    mode: LaunchMode
    about: About
    token: str
    return_url: str


def launch(
    *,
    person: PersonRow,
    package_id: uuid.UUID,
    unit: int,
    mode: LaunchMode,
    return_url: str,
    now: dt.datetime,
) -> Launch:
    """Opens a session of a unit; open ones of the same registration are abandoned.
    `return_url` is where the unit goes back to. Who has used up the tries that the unit's
    maker allows looks at it again, and nothing counts.

    Raises NotFound, or NotPlayable when files of packages are not served here.
    """
    with transaction.atomic():
        package = _package(package_id)
        course = structure(package)
        if unit >= len(course.units):
            raise NotFound("courses.unit", say("There is no such unit."))
        if not course.units[unit].is_elsewhere and not content_home():
            raise NotPlayable(
                "courses.no-content-address",
                say(
                    "Packages cannot be played yet: an administrator has to set "
                    "TRIMTAB_CONTENT_URL to an address of its own."
                ),
            )
        registration, is_new = _registration(package, person, now)
        if (limit := course.units[unit].attempt_limit) and _is_used_up(registration, unit, limit):
            mode = LaunchMode.REVIEW if mode is LaunchMode.NORMAL else mode
        # Session ids open files, so they are random through and through.
        told = About(actor_of(person.id), registration.id, uuid.uuid4(), course, package.address)
        going = _Going(
            person, course.units[unit], unit, mode, told, secrets.token_urlsafe(32), return_url
        )
        at = settle(registration, told, at=now) if is_new else now
        at = abandon_all(_open_sessions(registration), now=at)
        return _go(going, registration, at)


def _is_used_up(registration: Registration, unit: int, limit: int) -> bool:
    """Whether every try that the maker allows is over."""
    over = Attempt.objects.filter(
        Q(completed=True) | Q(passed__isnull=False), standing__registration=registration
    )
    return over.filter(standing__unit=unit).count() >= limit


def _package(package_id: uuid.UUID) -> Package:
    package = Package.objects.filter(id=package_id).first()
    if package is None or package.retired_at:
        raise NotFound("courses.package", say("There is no such course, or it was withdrawn."))
    return package


def _registration(
    package: Package, person: PersonRow, now: dt.datetime
) -> tuple[Registration, bool]:
    registration, is_new = Registration.objects.get_or_create(
        package=package, person_id=person.id, defaults={"id": uuid.uuid4(), "created_at": now}
    )
    return Registration.objects.select_for_update(of=("self",)).select_related("package").get(
        id=registration.id
    ), is_new


def _open_sessions(registration: Registration) -> Sequence[Session]:
    """The sessions to abandon, locked: whoever ends one at the same
    moment must not say so twice (9.3)."""
    sessions = Session.objects.select_for_update(of=("self",)).select_related(
        "registration__package"
    )
    return list(sessions.filter(registration=registration, terminated_at=None, abandoned_at=None))


def _go(going: _Going, registration: Registration, at: dt.datetime) -> Launch:
    told, unit = going.about, going.unit
    base = content_home() or lrs.home()
    is_own = unit.launch_method is LaunchMethod.OWN_WINDOW
    is_cmi5 = told.course.kind is CourseKind.CMI5
    # A unit that lets us choose its window gets one with the way back. It goes back by a
    # page that may stand in a frame; ours may not.
    is_framed = is_cmi5 and not (unit.is_elsewhere or is_own)
    url = unit.url
    if not unit.is_elsewhere:
        url = f"{base}/content/{told.session}/{quoted(unit.url)}"
    _open(going, registration, at)
    _say_launched(going, url, at)
    if is_cmi5:
        _leave_documents(going, base, at, is_framed=is_framed)
        url = launching.with_parameters(
            url,
            told,
            going.position,
            endpoint=f"{base}/cmi5/xapi",
            fetch=f"{base}/cmi5/fetch/{told.session}/{going.token}",
        )
    else:
        url = f"{base}/content/play/{told.session}#{going.token}"
    frame = f"{base}/content/frame/{told.session}#{quote(url, safe='')}" if is_framed else ""
    return Launch(told.session, registration.id, url, is_own, frame)


def _open(going: _Going, registration: Registration, at: dt.datetime) -> None:
    Session.objects.create(
        id=going.about.session,
        registration=registration,
        unit=going.position,
        mode=going.mode,
        launched_at=at,
        seen_at=at,
        fetch_sha256=sha256(going.token),
    )
    UnitStanding.objects.get_or_create(
        registration=registration, unit=going.position, defaults={"started_at": at}
    )


def _say_launched(going: _Going, url: str, at: dt.datetime) -> None:
    """Says that the unit was launched, at the address that it has without parameters (9.3.1)."""
    launched = of_unit(
        going.about,
        going.position,
        CourseVerb.LAUNCHED,
        key=new_key(at),
        at=at,
        extensions=launching.launched_extensions(going.unit, mode=going.mode, url=url),
    )
    tell([launched], at=at)


def _leave_documents(going: _Going, base: str, at: dt.datetime, *, is_framed: bool) -> None:
    """Leaves what a cmi5 unit reads when it starts (10 and 11)."""
    told = going.about
    back = f"{base}/content/back/{told.session}" if is_framed else going.return_url
    data = launching.launch_data(told, going.unit, mode=going.mode, return_url=back)
    give_launch_data(told, going.position, data, now=at)
    give_preferences(told.actor, launching.preferences(going.person.language), now=at)


def quoted(path: str) -> str:
    """A path in a package as it stands in an address; what is quoted already stays."""
    return quote(path, safe="/%:@!$&'()*+,;=?#-._~")


def redeem(*, session_id: uuid.UUID, token: str, now: dt.datetime) -> Grant:
    """The one use of a fetch address (8.2). Raises FetchRefused: 1 when it was
    used already, 2 when it is not in force."""
    with transaction.atomic():
        session = (
            Session.objects.select_for_update()
            .filter(id=session_id, fetch_sha256=sha256(token))
            .first()
        )
        if session is None:
            raise FetchRefused(2, say("This address is not known."))
        if session.secret_sha256:
            raise FetchRefused(
                1, say("This address was used already: open the unit again from the course's page.")
            )
        if (
            session.abandoned_at
            or session.terminated_at
            or session.launched_at < now - FETCHED_WITHIN
        ):
            raise FetchRefused(
                2, say("The session is over: open the unit again from the course's page.")
            )
        secret = secrets.token_urlsafe(32)
        session.secret_sha256, session.seen_at = sha256(secret), now
        session.save(update_fields=["secret_sha256", "seen_at"])
    return Grant(session_id, secret)
