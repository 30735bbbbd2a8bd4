"""The addresses of running."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import URLPattern, path

from trimtab.jobs.api import BackupPlan
from trimtab.workbench.running import (
    audit,
    backups,
    health,
    mail_pages,
    organisation,
    outbox,
    retention,
    schedule,
)
from trimtab.workbench.running.machine import MachineRow
from trimtab.workbench.running.mail_tools import MailTools

urlpatterns = [
    path("organisation", organisation.page, name="organisation"),
    path("outbox", outbox.page, name="outbox"),
    path("outbox/again", outbox.all_again, name="all-again"),
    path("outbox/<uuid:message_id>/again", outbox.again, name="send-again"),
    path("schedule", schedule.page, name="schedule"),
    path("schedule/<slug:name>/run", schedule.run_soon, name="run-job"),
    path("audit", audit.audit, name="audit"),
    path("audit/file", audit.audit_file, name="audit-file"),
    path("data-rights/retention", retention.page, name="retention"),
]


def upkeep(
    *, plan: Callable[[], BackupPlan], look: Callable[[], MachineRow], mail: MailTools
) -> list[URLPattern]:
    """The addresses of what only the composition root knows: what the settings say of backups, how
    the machine stands, and how mail leaves. Their names have no namespace."""
    return [
        path("health", health.page, {"look": look}, name="health"),
        path("backups", backups.page, {"plan": plan}, name="backups"),
        path("backups/make", backups.make, {"plan": plan}, name="make-backup"),
        path("mail", mail_pages.page, {"tools": mail}, name="mail"),
        path("mail/hook", mail_pages.make_hook, {"tools": mail}, name="mail-hook-made"),
        path("mail/lift", mail_pages.lift, name="mail-lift"),
        path("mail/forget", mail_pages.forget, name="mail-forget"),
    ]
