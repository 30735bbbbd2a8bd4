"""The addresses of running."""

from __future__ import annotations

from django.urls import path

from trimtab.workbench.running import audit, organisation, outbox, retention, schedule

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
