"""The request as the streets get it: with the person that it comes from."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from trimtab.people.api import AtDevice, DeviceRow, PersonRow, Store


class OpenRequest(HttpRequest):
    """A request to a page that anybody may open: `person` is None for whoever is not signed in,
    `shared_device` where it comes from none.
    """

    person: PersonRow | None
    shared_device: DeviceRow | None


class Request(OpenRequest):
    """A request of somebody who is signed in, as every view under `login_required` gets it.

    The type alone is ours: at run time it is Django's own request, on which the middleware
    (config.middleware) has put the person.
    """

    person: PersonRow


def at_device(request: HttpRequest) -> AtDevice | None:
    """On which shared device the session of a request is; None on any other."""
    session = request.session
    if not isinstance(session, Store):
        return None
    # Until it is read nothing is known of it.
    session.keys()
    return session.at_device


def is_by_pin(request: HttpRequest) -> bool:
    """Whether a PIN was all that was asked of whoever is signed in."""
    at = at_device(request)
    return at is not None and at.by_pin


def changes_nothing(response: HttpResponse) -> HttpResponse:
    """Says of the answer to a form that it has changed nothing: the same form may come again.

    config.once keeps every other form from being done twice.
    """
    # A mark of ours on Django's own answer.
    response.changes_nothing = True  # type: ignore[attr-defined]
    return response
