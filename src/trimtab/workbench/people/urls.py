"""The addresses of people."""

from __future__ import annotations

from django.urls import path

from trimtab.workbench.people import cards, data_rights, devices, importing, naming, pages

urlpatterns = [
    path("people", pages.listing, name="people"),
    path("people/new", pages.new, name="new-person"),
    path("people/invitations", pages.invite, name="invite"),
    path("people/cards", cards.page, name="cards"),
    path("people/import", importing.page, name="import-people"),
    path("people/import/<uuid:list_id>", importing.preview, name="import-preview"),
    path("people/import/<uuid:list_id>/columns", importing.columns, name="import-columns"),
    path("people/import/<uuid:list_id>/taking-back", importing.take_back, name="import-back"),
    path("people/<uuid:person_id>", pages.person, name="person"),
    path("people/<uuid:person_id>/link", pages.link, name="person-link"),
    path("people/<uuid:person_id>/leaving", pages.leave, name="person-leaves"),
    path("people/<uuid:person_id>/card", cards.one, name="card"),
    path("people/<uuid:person_id>/names", naming.page, name="person-names"),
    path(
        "people/<uuid:person_id>/names/<int:identity_id>/removal", naming.remove, name="remove-name"
    ),
    path("devices", devices.page, name="devices"),
    path("devices/<uuid:device_id>/removal", devices.remove, name="remove-device"),
    path("data-rights", data_rights.page, name="data-rights"),
    path("data-rights/people/<uuid:person_id>", data_rights.person, name="data-rights-person"),
    path(
        "data-rights/people/<uuid:person_id>/data.json", data_rights.download, name="export-person"
    ),
    path(
        "data-rights/requests/<uuid:request_id>/refusal", data_rights.refuse, name="refuse-erasure"
    ),
    path("data-rights/erasures/<int:number>", data_rights.done, name="erasure"),
]
