"""Who may see what about whom: the one question that every page and export asks, as pure rules over
rows.

What somebody sees rests on one of four grounds: it is about themselves; their office looks after
it; a grant of the strategy in force opens it, for a question and until a day; or they stand at the
console of the machine, whose acts are written down. Everything else is closed, and the answer says
why.

Single persons are told by name, or under a pseudonym, or not at all: then groups alone are, from
`least` people on. Which groups may be shown together without telling single persons is another
question (domain/disclosure.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from trimtab.governance.domain.rows import GrantRow
from trimtab.people.values import PersonRow, Role

# The grain of a grant that names single persons, as the strategy's document writes it.
PERSON = "person"


class What(StrEnum):
    """What somebody wants to see.

    The first six are the classes of data that a strategy may grant, by its own words.
    """

    PRACTICE = "practice"
    MEASURES = "measures"
    RESULTS = "results"
    LOOKUPS = "lookups"
    ITEMS = "items"
    RECORDS = "records"
    PEOPLE = "people"
    AUDIT = "audit"
    MESSAGES = "messages"
    HELD = "held"
    ERASURES = "erasures"


@dataclass(frozen=True, slots=True)
class Everybody:
    """About the organisation as a whole."""


@dataclass(frozen=True, slots=True)
class InUnit:
    """About the people of a unit, by its code, and of those below it."""

    code: str


@dataclass(frozen=True, slots=True)
class OnePerson:
    """About one person."""

    id: UUID


About = Everybody | InUnit | OnePerson
EVERYBODY = Everybody()


class Grain(StrEnum):
    """How close what is shown may come to single persons."""

    NAMED = "named"
    PSEUDONYMOUS = "pseudonymous"
    GROUPS = "groups"


class Ground(StrEnum):
    """Why something may be seen (the first four), or why not."""

    OWN = "own"
    OFFICE = "office"
    GRANT = "grant"
    CONSOLE = "console"
    NOT_GRANTED = "not-granted"
    ELSEWHERE = "elsewhere"
    NOT_YET = "not-yet"
    ENDED = "ended"


OPEN = frozenset({Ground.OWN, Ground.OFFICE, Ground.GRANT, Ground.CONSOLE})
# Of several answers the first of these says most; of several grants the one that goes on for
# longest.
_TELLING = (
    Ground.OWN,
    Ground.CONSOLE,
    Ground.OFFICE,
    Ground.GRANT,
    Ground.ENDED,
    Ground.NOT_YET,
    Ground.ELSEWHERE,
    Ground.NOT_GRANTED,
)
# What a strategy may grant; everything else is a matter of office alone.
GRANTED = frozenset(
    {What.PRACTICE, What.MEASURES, What.RESULTS, What.LOOKUPS, What.ITEMS, What.RECORDS}
)
# What the page of results shows: whoever may see one of them may open it.
FIGURES = (What.RESULTS, What.MEASURES)


@dataclass(frozen=True, slots=True)
class Access:
    """The answer: whether something may be seen, on which ground, at which grain, in groups of at
    least how many people.

    `grants` are those that it rests on; where it is closed, those that will open it (NOT_YET) or
    are for other units (ELSEWHERE). `over` are those that showed this, or showed it closer, and
    have ended.
    """

    ground: Ground
    grain: Grain
    least: int
    grants: tuple[GrantRow, ...] = ()
    over: tuple[GrantRow, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it may be seen at all."""
        return self.ground in OPEN

    @property
    def is_named(self) -> bool:
        """Whether single persons may be called by their names."""
        return self.is_open and self.grain is Grain.NAMED

    @property
    def ends_at(self) -> dt.datetime | None:
        """The first moment at which it is closed by itself; None where it is closed, or no grant
        carries it.
        """
        return _latest_end(self.grants) if self.ground is Ground.GRANT else None

    @property
    def ended_at(self) -> dt.datetime | None:
        """The first moment at which what was seen, or seen closer, was closed by itself; None where
        nothing was.
        """
        return _latest_end(self.over)


def _latest_end(grants: Iterable[GrantRow]) -> dt.datetime | None:
    return max((grant.ends_at for grant in grants), default=None)


def offices(what: What) -> tuple[Role, ...]:
    """The roles that look after something, so that they see it without a grant; as a refusal names
    them.
    """
    match what:
        case What.MEASURES | What.RESULTS:
            return (Role.STRATEGIST,)
        case What.LOOKUPS | What.ITEMS:
            return (Role.AUTHOR, Role.STRATEGIST)
        case What.RECORDS | What.AUDIT:
            return (Role.ADMINISTRATOR, Role.STEWARD)
        case What.PEOPLE | What.MESSAGES:
            return (Role.ADMINISTRATOR, Role.STEWARD, Role.STRATEGIST)
        case What.HELD | What.ERASURES:
            return (Role.STEWARD,)
        case What.PRACTICE:
            return ()
        case _:
            assert_never(what)


def _grain_of_office(what: What, about: About) -> Grain | None:
    """How close an office comes to single persons; None where it reaches no figures of single units
    or persons.
    """
    match what:
        case What.MEASURES | What.RESULTS | What.LOOKUPS | What.ITEMS:
            return Grain.GROUPS if isinstance(about, Everybody) else None
        case What.RECORDS:
            return Grain.PSEUDONYMOUS
        case What.PEOPLE | What.AUDIT | What.MESSAGES | What.HELD | What.ERASURES:
            return Grain.NAMED
        case What.PRACTICE:
            return None
        case _:
            assert_never(what)


def access(
    reader: PersonRow | None,
    what: What,
    about: About,
    grants: Iterable[GrantRow],
    *,
    least: int,
    now: dt.datetime,
) -> Access:
    """Whether `reader` (None is the console) may see `what` about somebody now.

    `grants` are those of the strategy in force, ended or not; `least` is the smallest group shown.
    """
    if reader is None:
        return Access(Ground.CONSOLE, Grain.NAMED, least)
    if about == OnePerson(reader.id):
        return Access(Ground.OWN, Grain.NAMED, least)
    roles = reader.roles if reader.is_active else frozenset[Role]()
    granted = _by_grants(
        reader,
        about,
        [grant for grant in grants if grant.data == what and grant.role in roles],
        now,
    )
    by_office = _grain_of_office(what, about) if roles & set(offices(what)) else None
    if by_office and not granted.is_named:
        return Access(Ground.OFFICE, by_office, least, over=granted.over)
    return replace(granted, least=least)


def best(answers: Iterable[Access]) -> Access:
    """Of several answers, at least one, where any is enough: an open one that lasts longest, else
    the one that says most.
    """
    return min(answers, key=lambda answer: (_TELLING.index(answer.ground), _last_first(answer)))


def _last_first(answer: Access) -> float:
    end = answer.ends_at or answer.ended_at
    return -end.timestamp() if end else 0.0


def _by_grants(
    reader: PersonRow, about: About, grants: Sequence[GrantRow], now: dt.datetime
) -> Access:
    """The answer of the grants to a reader's roles alone."""
    here = [grant for grant in grants if _reaches(grant, reader, about)]
    running = tuple(grant for grant in here if grant.is_running(now))
    coming = tuple(grant for grant in here if now < grant.begins_at)
    over = tuple(grant for grant in here if grant.ends_at <= now)
    naming = tuple(grant for grant in running if _names(grant, about))
    if naming:
        return Access(Ground.GRANT, Grain.NAMED, 0, naming)
    if running:
        closer = tuple(grant for grant in over if _names(grant, about))
        return Access(Ground.GRANT, Grain.GROUPS, 0, running, closer)
    if coming:
        return Access(Ground.NOT_YET, Grain.GROUPS, 0, coming, over)
    if over:
        return Access(Ground.ENDED, Grain.GROUPS, 0, over=over)
    return Access(
        Ground.ELSEWHERE if grants else Ground.NOT_GRANTED, Grain.GROUPS, 0, tuple(grants)
    )


def _reaches(grant: GrantRow, reader: PersonRow, about: About) -> bool:
    """A manager's grant holds for the units that they manage; what is told of the organisation as a
    whole is told to them, too.
    """
    match about:
        case Everybody():
            return True
        case InUnit(code):
            return grant.role != Role.MANAGER or code in reader.managed_units
        case OnePerson():
            # Where this person works is not known here, and a manager's grant goes no further than
            # their units.
            return grant.grain == PERSON and grant.role != Role.MANAGER
        case _:
            assert_never(about)


def _names(grant: GrantRow, about: About) -> bool:
    """Whether a grant names single persons; a manager's never those of the whole organisation."""
    return grant.grain == PERSON and not (
        grant.role == Role.MANAGER and isinstance(about, Everybody)
    )
