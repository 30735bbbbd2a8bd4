"""The addresses of results."""

from __future__ import annotations

from django.urls import path

from trimtab.workbench.results import corrections, pages, sources

urlpatterns = [
    path("corrections", corrections.listing, name="corrections"),
    path("corrections/<uuid:proposal_id>", corrections.page, name="correction"),
    path("corrections/<uuid:proposal_id>/decision", corrections.decision, name="decision"),
    path("results", pages.page, name="results"),
    path("results/measures/<slug:key>.csv", pages.download, name="measure-csv"),
    path("results/sources", sources.page, name="sources"),
    path("results/sources/new", sources.new, name="new-source"),
    path("results/sources/<int:source_id>", sources.source, name="source"),
    path("results/sources/<int:source_id>/change", sources.change, name="change-source"),
]
