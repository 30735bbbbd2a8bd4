"""An installation with a key of the directory: in this process, or served on a port of its own."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode
from uuid import uuid4

import httpx
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from scim2_client import BaseSyncSCIMClient
from scim2_client.client import RawResponse

from tests import databases
from tests.cast import Cast, engage
from tests.streets.staged import pages_of
from tests.streets.xapi_server import database_url, supervised
from trimtab import clock
from trimtab.people import api as people
from trimtab.people.values import ENTERPRISE

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
SEARCH = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
JSON = "application/scim+json"
__all__ = [
    "ENTERPRISE",
    "GROUP",
    "PATCH",
    "SEARCH",
    "USER",
    "Directory",
    "NetworkClient",
    "Scim",
    "directory",
    "make_token",
    "told",
]


@dataclass(frozen=True)
class Directory:
    """A served installation, with the cast in it and a key for its directory."""

    address: str
    secret: str
    cast: Cast

    def client(self) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": JSON}
        return httpx.Client(base_url=f"{self.address}/scim/v2", headers=headers, timeout=30)


class NetworkClient(BaseSyncSCIMClient):
    """The client of scim2-client, over httpx."""

    def __init__(self, client: httpx.Client) -> None:
        super().__init__()
        self.client = client

    def _stays_under_base_url(self, endpoint: str) -> bool:
        return not endpoint.startswith("http") or endpoint.startswith(str(self.client.base_url))

    def _parse_json(self, response: RawResponse) -> Any:
        return cast("httpx.Response", response).json()

    def request(self, method: str, url: str, **kwargs: Any) -> httpx.Response:
        return self.client.request(method, url, **kwargs)


def make_token(cast: Cast, *, name: str = "Entra", now: dt.datetime | None = None) -> str:
    _id, secret = people.make_directory_token(
        name=name, days=365, by=cast.administrator.id, now=now or clock.now()
    )
    return secret


@contextmanager
def directory(folder: Path, *, password: str | None = None) -> Iterator[Directory]:
    """A copy of the test's database with the cast in it, served as `trimtab web` serves it."""
    name, before = f"directory_{uuid4().hex}", connection.settings_dict["NAME"]
    connection.close()
    databases.clone(name)
    connection.settings_dict["NAME"] = name
    try:
        cast = engage(password=password)
        secret = make_token(cast)
        with supervised(folder, database_url(), ("", "")) as server:
            yield Directory(pages_of(server), secret, cast)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        databases.drop(name)


@dataclass(frozen=True)
class Scim:
    """The directory calling, in this process."""

    client: Client
    secret: str

    def ask(
        self,
        method: str,
        path: str,
        content: Any = None,
        *,
        raw: bytes | None = None,
        if_match: str = "",
        if_none_match: str = "",
    ) -> HttpResponse:
        """An answer of /scim/v2; `raw` is the content as it is sent."""
        body = raw if raw is not None else b"" if content is None else json.dumps(content).encode()
        given = {
            "Authorization": f"Bearer {self.secret}" if self.secret else "",
            "If-Match": if_match,
            "If-None-Match": if_none_match,
        }
        headers = {name: value for name, value in given.items() if value}
        answer: Any = self.client.generic(
            method, f"/scim/v2{path}", body, content_type=JSON, headers=headers
        )
        return cast("HttpResponse", answer)

    def add(self, user_name: str, **said: Any) -> dict[str, Any]:
        """Somebody new, as the directory is told of them."""
        answer = self.ask("POST", "/Users", {"schemas": [USER], "userName": user_name, **said})
        assert answer.status_code == 201, answer.content
        return told(answer)

    def patch(self, path: str, *operations: dict[str, Any], if_match: str = "") -> HttpResponse:
        content = {"schemas": [PATCH], "Operations": list(operations)}
        return self.ask("PATCH", path, content, if_match=if_match)

    def find(self, kind: str, text: str, **more: str) -> dict[str, Any]:
        """What a filter finds."""
        answer = self.ask("GET", f"/{kind}?{urlencode({'filter': text, **more})}")
        assert answer.status_code == 200, answer.content
        return told(answer)


def told(answer: HttpResponse) -> dict[str, Any]:
    """The JSON of an answer."""
    content: dict[str, Any] = json.loads(answer.content)
    return content
