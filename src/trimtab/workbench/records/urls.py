"""The addresses of records."""

from __future__ import annotations

from django.urls import path

from trimtab.workbench.records import credentials, files, forwarding, pages

urlpatterns = [
    path("records", pages.page, name="records"),
    path("records/file", files.download, name="records-file"),
    path("records/newer", pages.newer, name="newer-records"),
    path("records/statements/<uuid:statement_id>", pages.statement, name="record"),
    path("records/credentials", credentials.page, name="credentials"),
    path("records/credentials/<str:user>/secret", credentials.rotate, name="rotate-credential"),
    path(
        "records/credentials/<str:user>/leniency",
        credentials.change_leniency,
        name="lenient-credential",
    ),
    path("records/credentials/<str:user>/end", credentials.revoke, name="revoke-credential"),
    path("records/forwarding", forwarding.page, name="forwarding"),
    path("records/forwarding/<int:target_id>", forwarding.target, name="forwarding-target"),
    path("records/forwarding/<int:target_id>/change", forwarding.change, name="change-target"),
]
