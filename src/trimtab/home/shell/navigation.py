"""Which places each role finds in the navigation, and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trimtab import clock
from trimtab.governance import api as governance
from trimtab.people.api import PersonRow, Role

# As many places stand in the bar of a phone; of more, three and the page of all.
ON_PHONE = 5
FIRST_ON_PHONE = 3
EVERYONE = frozenset(Role)
_STEERS = frozenset({Role.STRATEGIST, Role.STEWARD})
_WRITES = frozenset({Role.AUTHOR, Role.STRATEGIST})
_RUNS = frozenset({Role.ADMINISTRATOR, Role.STEWARD, Role.STRATEGIST})


@dataclass(frozen=True, slots=True)
class Destination:
    """A page that stands in the navigation of some roles; `name` is translated when read. With a
    PIN alone, on a shared device, few are open.
    """

    name: object
    view: str
    icon: str
    roles: frozenset[Role] = EVERYONE
    by_pin: bool = False


DESTINATIONS: tuple[tuple[object, tuple[Destination, ...]], ...] = (
    (
        "",
        (
            Destination(_("Home"), "start", "flag", EVERYONE - {Role.LEARNER}),
            Destination(_("My team"), "portal:team", "people", frozenset({Role.MANAGER})),
            Destination(_("My part"), "portal:part", "shield", frozenset({Role.STAKEHOLDER})),
        ),
    ),
    (
        _("Steer"),
        (
            Destination(
                _("Strategy"),
                "workbench:strategy",
                "strategy",
                _STEERS | {Role.STAKEHOLDER, Role.AUTHOR},
            ),
            Destination(_("Corrections"), "workbench:corrections", "correction", _STEERS),
            Destination(_("Results"), "workbench:results", "chart", _STEERS | {Role.STAKEHOLDER}),
        ),
    ),
    (
        _("Write"),
        (
            Destination(_("Content"), "workbench:content", "content", _WRITES),
            Destination(_("Gaps"), "workbench:gaps", "gap", _WRITES),
            Destination(_("Packages"), "workbench:packages", "download", _WRITES),
        ),
    ),
    (
        pgettext_lazy("heading of the navigation", "Practise and find"),
        (
            Destination(
                _("Today"), "learner:today", "today", frozenset({Role.LEARNER}), by_pin=True
            ),
            Destination(_("Find"), "learner:find", "find", by_pin=True),
            Destination(_("Courses"), "learner:courses", "course"),
            Destination(_("Inbox"), "learner:inbox", "inbox"),
            Destination(_("Me"), "learner:me", "me"),
        ),
    ),
    (
        _("Run"),
        (
            Destination(_("People"), "workbench:people", "people", _RUNS),
            Destination(_("Outbox"), "workbench:outbox", "bell", _RUNS),
            Destination(_("Mail"), "mail", "inbox", frozenset({Role.ADMINISTRATOR})),
            Destination(_("Schedule"), "workbench:schedule", "clock", _RUNS),
            Destination(_("Health"), "health", "check", frozenset({Role.ADMINISTRATOR})),
            Destination(_("Backups"), "backups", "download", frozenset({Role.ADMINISTRATOR})),
            Destination(
                _("Figures"),
                "workbench:sources",
                "chart",
                frozenset({Role.ADMINISTRATOR, Role.STEWARD}),
            ),
            Destination(
                _("Organisation"),
                "workbench:organisation",
                "settings",
                frozenset({Role.ADMINISTRATOR}),
            ),
            Destination(
                _("Records"),
                "workbench:records",
                "more",
                frozenset({Role.ADMINISTRATOR, Role.STEWARD}),
            ),
            Destination(
                _("Data rights"), "workbench:data-rights", "shield", frozenset({Role.STEWARD})
            ),
            Destination(
                _("Audit"),
                "workbench:audit",
                "audit",
                frozenset({Role.ADMINISTRATOR, Role.STEWARD}),
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A link in the navigation. `is_extra` ones show on desks alone."""

    name: str
    address: str
    icon: str
    is_here: bool
    is_extra: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    """Places under one heading."""

    title: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Navigation:
    """The navigation of one person on one page."""

    groups: tuple[PlaceGroup, ...]
    has_more: bool

    def places(self) -> Iterable[Place]:
        """All places, in order."""
        return (place for group in self.groups for place in group.places)


def navigation(
    person: PersonRow, *, path: str, unread: int, has_courses: bool, by_pin: bool = False
) -> Navigation:
    """The places of a person's roles, with the one that `path` lies in marked and new messages
    counted at the inbox; courses for those who have any. `by_pin`: a PIN alone was asked for."""
    chosen = [
        (str(title), places)
        for title, destinations in DESTINATIONS
        if (
            places := [
                (d, reverse(d.view))
                for d in destinations
                if (d.by_pin or not by_pin) and _is_open(d, person, has_courses=has_courses)
            ]
        )
    ]
    total = sum(len(places) for _title, places in chosen)
    shown = total if total <= ON_PHONE else FIRST_ON_PHONE
    here = _here(path, [address for _title, places in chosen for _d, address in places])
    groups, seen = [], 0
    for title, places in chosen:
        links = tuple(
            Place(
                str(d.name),
                address,
                d.icon,
                address == here,
                seen + at >= shown,
                unread if d.view == "learner:inbox" else 0,
            )
            for at, (d, address) in enumerate(places)
        )
        seen += len(links)
        groups.append(PlaceGroup(title if len(chosen) > 1 else "", links))
    return Navigation(tuple(groups), total > ON_PHONE)


def _is_open(destination: Destination, person: PersonRow, *, has_courses: bool) -> bool:
    """Whether the page would not say no and holds something: by role, and where a grant of the
    strategy or a course decides, by that."""
    if not destination.roles & person.roles:
        return False
    if destination.view == "learner:courses":
        return has_courses
    if destination.view != "workbench:results":
        return True
    return governance.access_to_any(person, governance.FIGURES, now=clock.now()).is_open


def _here(path: str, addresses: list[str]) -> str:
    """The longest address that `path` lies in ('' when none does)."""
    inside = [
        a for a in addresses if path == a or (a != "/" and path.startswith(a.rstrip("/") + "/"))
    ]
    return max(inside, key=len, default="")
