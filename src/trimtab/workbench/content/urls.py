"""The addresses of content."""

from __future__ import annotations

from django.urls import path

from trimtab.workbench.content import bringing, packages, pages

urlpatterns = [
    path("content", pages.listing, name="content"),
    path("bring-in", bringing.page, name="bring-content"),
    path("checks", pages.checks, name="checks"),
    path("checks/done", pages.checked, name="checked"),
    path("objections/<uuid:objection_id>/settling", pages.settle, name="settle-objection"),
    path("gaps", pages.gaps, name="gaps"),
    path("gaps/<uuid:gap_id>/closing", pages.close, name="close-gap"),
    path("packages", packages.listing, name="packages"),
    path("packages/<uuid:package_id>", packages.page, name="package"),
    path("packages/<uuid:package_id>/changing", packages.change, name="change-package"),
    path("packages/<uuid:package_id>/waiving", packages.waive, name="waive-unit"),
]
