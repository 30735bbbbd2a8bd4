"""Which address of /scim/v2 does what, for whoever holds a key of the directory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from pydantic import ValidationError
from scim2_models import Context, Resource, SCIMException

from trimtab import clock
from trimtab.gateway.scim import groups, users
from trimtab.gateway.scim.asking import ListWish, page, read_list, read_search, wish_of
from trimtab.gateway.scim.keys import admitted
from trimtab.gateway.scim.schemas import (
    CONFIG,
    RESOURCE_TYPES,
    SCHEMAS,
    ScimGroup,
    ScimPerson,
)
from trimtab.gateway.scim.wire import (
    MOST_BYTES,
    ROOT,
    NotHere,
    NotOffered,
    NotThisVerb,
    ScimAnswer,
    ScimCall,
    refused,
)
from trimtab.gateway.xapi.wire import check_coding, check_size
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.lrs import api as lrs
from trimtab.people.values import DirectoryTokenRow

View = Callable[..., ScimAnswer]
_READING = ("GET", "HEAD")
_WRITING = ("POST", "PUT", "PATCH")


def _resource(view: View) -> Callable[..., HttpResponse]:
    """A view over plain values for whoever holds a key; refusals become answers."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, **kwargs: str) -> HttpResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        try:
            by = admitted(headers.get("authorization", ""), now=clock.now())
            answer = view(_call(request, headers), by, **kwargs)
        except (Refusal, SCIMException, ValidationError) as fault:
            answer = refused(fault)
        return _response(answer)

    return answered


def _call(request: HttpRequest, headers: Mapping[str, str]) -> ScimCall:
    method, query = str(request.method), request.GET
    names = {name: query[name] for name in query}
    if method not in _WRITING:
        return ScimCall(method, names, headers)
    check_coding(headers)
    body = request.read(MOST_BYTES + 1)
    check_size(len(body), MOST_BYTES)
    return ScimCall(method, names, headers, body)


def _response(answer: ScimAnswer) -> HttpResponse:
    response = HttpResponse(answer.body, status=answer.status, headers=answer.all_headers)
    if answer.content is None:
        response.headers.pop("Content-Type", None)
    return response


@_resource
def user_list(call: ScimCall, by: DirectoryTokenRow) -> ScimAnswer:
    """/Users: people are found, and brought in."""
    match call.method:
        case "GET" | "HEAD":
            return _page(users.find, read_list(call, ScimPerson))
        case "POST":
            return users.create(call, by)
        case _:
            raise _not_this("Users are read with GET and created with POST.")


@_resource
def user(call: ScimCall, by: DirectoryTokenRow, key: str) -> ScimAnswer:
    """/Users/id: one person."""
    person_id = users.as_id(key)
    match call.method:
        case "GET" | "HEAD":
            return users.read(call, person_id)
        case "PUT":
            return users.replace(call, person_id, by)
        case "PATCH":
            return users.patch(call, person_id, by)
        case "DELETE":
            return users.delete(call, person_id, by)
        case _:
            raise _not_this("A user is read with GET and changed with PUT, PATCH or DELETE.")


@_resource
def group_list(call: ScimCall, by: DirectoryTokenRow) -> ScimAnswer:
    """/Groups: groups are found, and made."""
    match call.method:
        case "GET" | "HEAD":
            return _page(groups.find, read_list(call, ScimGroup))
        case "POST":
            return groups.create(call, by)
        case _:
            raise _not_this("Groups are read with GET and created with POST.")


@_resource
def group(call: ScimCall, by: DirectoryTokenRow, key: str) -> ScimAnswer:
    """/Groups/id: one group."""
    group_id = users.as_id(key)
    match call.method:
        case "GET" | "HEAD":
            return groups.read(call, group_id)
        case "PUT":
            return groups.replace(call, group_id, by)
        case "PATCH":
            return groups.patch(call, group_id, by)
        case "DELETE":
            return groups.delete(call, group_id, by)
        case _:
            raise _not_this("A group is read with GET and changed with PUT, PATCH or DELETE.")


@_resource
def search(call: ScimCall, by: DirectoryTokenRow, kind: str = "") -> ScimAnswer:
    """.search: what a GET with parameters finds, without any of it in the address (3.4.3)."""
    if call.method != "POST":
        raise _not_this("A search is sent with POST.")
    match kind:
        case "Users":
            return _page(users.find, read_list(call, ScimPerson))
        case "Groups":
            return _page(groups.find, read_list(call, ScimGroup))
        case _:
            return _everything(call)


@_resource
def root(call: ScimCall, by: DirectoryTokenRow) -> ScimAnswer:
    """/: users and groups together (3.4.2.1)."""
    if call.method not in _READING:
        raise _not_this("The root is read with GET.")
    return _everything(call)


def _everything(call: ScimCall) -> ScimAnswer:
    """A page over all users, then all groups, that fit."""
    search = read_search(call, ScimPerson | ScimGroup)
    wish = wish_of(search, ScimPerson, is_strict=False)
    total, found = users.find(wish)
    rest = wish_of(search, ScimGroup, is_strict=False)
    start, count = max(0, wish.start - total), wish.count - len(found)
    others, more = groups.find(replace(rest, start=start, count=count))
    return ScimAnswer(200, page(total + others, wish.start, [*found, *more]))


def _page(
    find: Callable[[ListWish], tuple[int, list[Mapping[str, Any]]]], wish: ListWish
) -> ScimAnswer:
    total, resources = find(wish)
    return ScimAnswer(200, page(total, wish.start, resources))


@csrf_exempt
def config(request: HttpRequest) -> HttpResponse:
    """/ServiceProviderConfig: what is offered here; open to everybody, since it says how to come in
    (RFC 7643, 5)."""
    try:
        if request.method not in _READING:
            raise _not_this("It is read with GET.")
        _check_whole(request.GET)
        answer = ScimAnswer(200, _told(CONFIG, "ServiceProviderConfig", "ServiceProviderConfig"))
    except Refusal as fault:
        answer = refused(fault)
    return _response(answer)


@_resource
def resource_types(call: ScimCall, by: DirectoryTokenRow, key: str = "") -> ScimAnswer:
    """/ResourceTypes: users and groups."""
    told = {
        str(kind.id): _told(kind, "ResourceType", f"ResourceTypes/{kind.id}")
        for kind in RESOURCE_TYPES
    }
    return _discovered(call, told, key)


@_resource
def schemas(call: ScimCall, by: DirectoryTokenRow, key: str = "") -> ScimAnswer:
    """/Schemas: what may be said of users and groups."""
    told = {str(schema.id): _told(schema, "Schema", f"Schemas/{schema.id}") for schema in SCHEMAS}
    return _discovered(call, told, key)


@_resource
def elsewhere(call: ScimCall, by: DirectoryTokenRow, rest: str = "") -> ScimAnswer:
    """Any other address: /Me and /Bulk are known and not offered, the rest is not there."""
    if rest.strip("/").lower() in ("me", "bulk"):
        raise NotOffered("scim.not-offered", "This is not offered here.")
    raise NotFound("scim.address", "There is nothing at this address.")


def _discovered(call: ScimCall, told: Mapping[str, Mapping[str, Any]], key: str) -> ScimAnswer:
    if call.method not in _READING:
        raise _not_this("It is read with GET.")
    _check_whole(call.query)
    if not key:
        return ScimAnswer(200, page(len(told), 0, list(told.values())))
    known = {name.lower(): content for name, content in told.items()}
    if key.lower() not in known:
        raise NotFound("scim.address", "There is nothing at this address.")
    return ScimAnswer(200, known[key.lower()])


def _told(resource: Resource[Any], kind: str, path: str) -> Mapping[str, Any]:
    content = resource.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE)
    return {**content, "meta": {"resourceType": kind, "location": f"{lrs.home()}{ROOT}/{path}"}}


def _check_whole(query: Mapping[str, Any]) -> None:
    if "filter" in query:
        raise NotHere("scim.filter", "What can be discovered is always told whole.")


def _not_this(sentence: str) -> NotThisVerb:
    return NotThisVerb("scim.method", sentence)
