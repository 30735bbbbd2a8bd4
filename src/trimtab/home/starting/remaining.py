"""What is still to do before an organisation runs, for its administrators: read from how things
stand, never ticked by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trimtab.evaluation import api as evaluation
from trimtab.governance import api as governance
from trimtab.jobs import api as jobs
from trimtab.journeys import asking, reaching
from trimtab.journeys.reaching import Lack
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.people.api import EntryStage, PersonRow, Role, holds
from trimtab.strategy import api as strategy

STRATEGY_RIGHT = "strategy"


@dataclass(frozen=True, slots=True)
class Remaining:
    """One thing that is still to do, how it stands, and where it is done."""

    title: str
    note: str
    address: str


@dataclass(frozen=True, slots=True)
class Remains:
    """The list of an administrator. `of` is how many things there were; none left may be put
    away.
    """

    rows: tuple[Remaining, ...]
    of: int

    @property
    def done(self) -> int:
        """How many are done."""
        return self.of - len(self.rows)


def remains(person: PersonRow, *, now: datetime) -> Remains | None:
    """What is left; None for whoever is no administrator, and after the list was put away."""
    organisation = people.organisation()
    if organisation is None or organisation.is_tidied or not holds(person, Role.ADMINISTRATOR):
        return None
    current = strategy.current()
    asked = (
        _mail(),
        _people(),
        _decider(person, in_force=current is not None),
        _strategy(person, in_force=current is not None),
        _content(person, now, in_force=current is not None),
        _figures(in_force=current is not None),
        _invitations(now),
        _backup(),
    )
    return Remains(tuple(row for row in asked if row is not None), len(asked))


def _mail() -> Remaining | None:
    if messaging.sends_mail():
        return None
    return Remaining(
        _("Mail"),
        _("No mail server is set, so nothing leaves. Until then links are handed over on paper."),
        reverse("mail"),
    )


def _backup() -> Remaining | None:
    if jobs.last_good_backup() is not None:
        return None
    return Remaining(
        _("Backup"),
        _("None was made yet. Make the first, and see that it works."),
        reverse("backups"),
    )


def _people() -> Remaining | None:
    if people.count_people() > 1:
        return None
    return Remaining(
        _("People"),
        _("You are alone here. Bring a list in, or add people one at a time."),
        reverse("workbench:import-people"),
    )


def _decider(person: PersonRow, *, in_force: bool) -> Remaining | None:
    """Nobody approves what they wrote: a second person must hold the right, or before there is a
    strategy any role that can be given it.
    """
    roles = [role for role in Role if role is not Role.LEARNER]
    if in_force:
        approver = governance.rights().get(STRATEGY_RIGHT, Role.STRATEGIST)
        roles = [role for role in roles if role in (approver, Role.STRATEGIST)]
    held = people.names_by_role(roles)
    if len(set().union(*held.values())) > 1:
        return None
    return Remaining(
        _("A second person who decides"),
        _("Nobody approves what they wrote. Give somebody else a role that may."),
        reverse("workbench:ask-colleague")
        if holds(person, Role.STRATEGIST, Role.STEWARD)
        else reverse("workbench:people"),
    )


def _strategy(person: PersonRow, *, in_force: bool) -> Remaining | None:
    if in_force:
        return None
    writes = holds(person, Role.STRATEGIST, Role.STEWARD)
    return Remaining(
        _("Strategy"),
        _("None is in force, so nothing runs. The first one takes about an hour."),
        reverse("workbench:begin") if writes else reverse("workbench:revisions"),
    )


def _content(person: PersonRow, now: datetime, *, in_force: bool) -> Remaining | None:
    writes = holds(person, Role.AUTHOR, Role.STRATEGIST)
    address = reverse("workbench:content") if writes else reverse("workbench:revisions")
    if not in_force:
        return Remaining(
            _("Content"),
            _("The strategy says what is practised and looked up; then it can be written."),
            address,
        )
    empty = [
        row for row in reaching.running(today=asking.local_day(now)) if row.lack is Lack.CONTENT
    ]
    if not empty:
        return None
    note = ngettext(
        "%(n)s practice or help has no content yet: %(title)s",
        "%(n)s practices and helps have no content yet, the first is %(title)s",
        len(empty),
    ) % {"n": len(empty), "title": empty[0].title}
    return Remaining(_("Content"), note, address)


def _figures(*, in_force: bool) -> Remaining | None:
    measures = evaluation.measures()
    missing = [measure for measure in measures if not measure.values]
    if in_force and not missing:
        return None
    if not measures:
        note = _("The strategy names the figures that tell whether it works.")
    else:
        note = ngettext(
            "%(n)s measure has no figure yet: %(name)s",
            "%(n)s measures have no figure yet, the first is %(name)s",
            len(missing),
        ) % {"n": len(missing), "name": missing[0].name if missing else ""}
    return Remaining(_("Figures"), note, reverse("workbench:sources"))


def _invitations(now: datetime) -> Remaining | None:
    never = people.count_to_invite(now=now)
    if not never and people.count_people() > 1:
        return None
    if never:
        note = ngettext(
            "%(n)s person was never invited", "%(n)s people were never invited", never
        ) % {"n": never}
    else:
        note = _("Whoever is here gets in with a link: by mail, or on a sheet to print.")
    address = f"{reverse('workbench:people')}?{urlencode({'standing': EntryStage.NEW.value})}"
    return Remaining(_("Invitations"), note, address)
