"""The addresses of people."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import URLPattern, path

from trimtab.journeys.directories import Directories
from trimtab.workbench.people import (
    attributes,
    bulk,
    cards,
    data_rights,
    devices,
    directory,
    identities,
    importing,
    merging,
    pages,
    second_steps,
    units,
)
from trimtab.workbench.people import connections as connecting

urlpatterns = [
    path("people", pages.listing, name="people"),
    path("people/new", pages.new, name="new-person"),
    path("people/many", bulk.page, name="many-people"),
    path("people/many/file", bulk.export, name="export-people"),
    path("people/filters", bulk.keep_filter, name="keep-filter"),
    path("people/units", units.page, name="units"),
    path("people/units/<int:unit_id>", units.unit, name="unit"),
    path("people/units/<int:unit_id>/moving", units.move, name="move-unit"),
    path("people/units/<int:unit_id>/retiring", units.retire, name="retire-unit"),
    path("people/units/<int:unit_id>/managers", units.manage, name="manage-unit"),
    path("people/attributes", attributes.page, name="attributes"),
    path("people/attributes/<slug:key>", attributes.attribute, name="attribute"),
    path("people/attributes/<slug:key>/forgetting", attributes.forget, name="forget-attribute"),
    path("people/invitations", pages.invite, name="invite"),
    path("people/second-steps", second_steps.page, name="second-steps"),
    path("people/cards", cards.page, name="cards"),
    path("people/import", importing.page, name="import-people"),
    path("people/import/<uuid:list_id>", importing.preview, name="import-preview"),
    path("people/import/<uuid:list_id>/columns", importing.columns, name="import-columns"),
    path("people/import/<uuid:list_id>/taking-back", importing.take_back, name="import-back"),
    path("people/directory", directory.page, name="directory"),
    path(
        "people/directory/keys/<uuid:token_id>/ending",
        directory.revoke,
        name="revoke-directory-key",
    ),
    path(
        "people/directory/groups/<uuid:group_id>/role",
        directory.map_group,
        name="map-directory-group",
    ),
    path("people/<uuid:person_id>", pages.person, name="person"),
    path("people/<uuid:person_id>/link", pages.link, name="person-link"),
    path("people/<uuid:person_id>/second-steps", second_steps.take_off, name="person-second-steps"),
    path("people/<uuid:person_id>/leaving", pages.leave, name="person-leaves"),
    path("people/<uuid:person_id>/card", cards.one, name="card"),
    path("people/<uuid:person_id>/merging", merging.page, name="person-merging"),
    path("people/<uuid:person_id>/names", identities.page, name="person-names"),
    path(
        "people/<uuid:person_id>/names/<int:identity_id>/removal",
        identities.remove,
        name="remove-name",
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


def connections(*, directories: Callable[[], Directories]) -> list[URLPattern]:
    """The addresses of sign-in connections, with the way to directories that only the composition
    root knows. Their names have no namespace."""
    reaching = {"directories": directories}
    at = "people/connections"
    return [
        path(at, connecting.listing, name="connections"),
        path(f"{at}/new/<slug:kind>", connecting.new, reaching, name="new-connection"),
        path(f"{at}/<uuid:connection_id>", connecting.connection, reaching, name="connection"),
        path(
            f"{at}/<uuid:connection_id>/change",
            connecting.change,
            reaching,
            name="change-connection",
        ),
        path(f"{at}/<uuid:connection_id>/turn", connecting.turn, name="turn-connection"),
    ]
