"""Health: what needs attention, and how processes, queue, jobs, disk, database, mail and backups
stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from trimtab.people.api import Role
from trimtab.web.requests import Request
from trimtab.workbench.permission import asked_by
from trimtab.workbench.running.machine import MachineRow
from trimtab.workbench.running.schedule import STATES, TITLES

SILENT_SECONDS = 30
WELL = "well"
VERSIONS = {
    "trimtab": _l("Trimtab"),
    "python": _l("Python"),
    "django": _l("Django"),
    "postgresql": _l("PostgreSQL"),
}


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing that somebody should look at, and where."""

    sentence: str
    address: str
    label: str


@require_GET
@login_required
def page(request: Request, look: Callable[[], MachineRow]) -> HttpResponse:
    """The page /health. `look` gathers how the machine stands now."""
    asked_by(request, Role.ADMINISTRATOR)
    machine = look()
    failing = [row for row in machine.jobs if row.failures or row.is_unwell(machine.at)]
    context = {
        "machine": machine,
        "attention": list(attention(machine)),
        "failing": [(row, TITLES[row.name][0], *STATES[row.state(machine.at)]) for row in failing],
        "versions": [(VERSIONS[name], number) for name, number in machine.versions.items()],
        "is_silent": machine.silent is None or machine.silent > SILENT_SECONDS,
        "is_full": machine.disk_free < machine.disk_reserve,
    }
    return render(request, "workbench/running/health.html", context)


def attention(machine: MachineRow) -> Iterator[Attention]:
    """What needs somebody, the worst first."""
    yield from _of_the_machine(machine)
    yield from _of_the_jobs(machine)
    yield from _of_mail(machine)
    if machine.backup_is_missing:
        sentence = _("The last good backup is older than two days.")
        yield Attention(sentence, reverse("backups"), _("Backups"))
    if machine.errors:
        sentence = ngettext(
            "One error that nobody foresaw in the last day; errors.log has it.",
            "%(n)d errors that nobody foresaw in the last day; errors.log has them.",
            machine.errors,
        )
        yield Attention(sentence % {"n": machine.errors}, "", "")


def _of_the_machine(machine: MachineRow) -> Iterator[Attention]:
    if machine.parts["writing"] != WELL:
        yield Attention(_("The database does not keep what is written to it."), "", "")
    if machine.disk_free < machine.disk_reserve:
        yield Attention(_("The disk is nearly full: uploads are refused."), "", "")
    elif machine.parts["disk"] != WELL:
        yield Attention(_("No file can be written to the data folder."), "", "")
    if machine.silent is None:
        yield Attention(_("No worker has ever run: nothing happens by itself."), "", "")
    elif machine.silent > SILENT_SECONDS:
        sentence = _("The worker is silent: nothing happens by itself.")
        yield Attention(sentence, reverse("workbench:schedule"), _("Schedule"))


def _of_the_jobs(machine: MachineRow) -> Iterator[Attention]:
    unwell = sum(row.is_unwell(machine.at) for row in machine.jobs)
    if unwell:
        sentence = ngettext(
            "One job needs somebody to look", "%(n)d jobs need somebody to look", unwell
        )
        yield Attention(sentence % {"n": unwell}, reverse("workbench:schedule"), _("Schedule"))


def _of_mail(machine: MachineRow) -> Iterator[Attention]:
    outbox = reverse("workbench:outbox")
    mail = machine.mail
    if mail.trouble:
        yield Attention(_("No mail can leave now."), outbox, _("Outbox"))
    if mail.piled_up:
        sentence = ngettext(
            "One message is due and does not go.",
            "%(n)d messages are due and do not go.",
            mail.piled_up,
        )
        yield Attention(sentence % {"n": mail.piled_up}, outbox, _("Outbox"))
    if mail.failed:
        sentence = ngettext(
            "One message could not be sent.", "%(n)d messages could not be sent.", mail.failed
        )
        yield Attention(sentence % {"n": mail.failed}, outbox, _("Outbox"))
    if mail.suppressed:
        sentence = ngettext(
            "One address gets no mail: it came back.",
            "%(n)d addresses get no mail: it came back.",
            mail.suppressed,
        )
        yield Attention(sentence % {"n": mail.suppressed}, reverse("mail"), _("Mail"))
    if machine.targets_left:
        sentence = ngettext(
            "Nothing goes to one other system.",
            "Nothing goes to %(n)d other systems.",
            len(machine.targets_left),
        )
        address = reverse("workbench:forwarding")
        yield Attention(sentence % {"n": len(machine.targets_left)}, address, _("Sent on"))
