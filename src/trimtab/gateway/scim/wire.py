"""Answers and refusals as the directory reads them (3.12): JSON with a status and a scimType."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from scim2_models import Context, Error, SCIMException

from trimtab.gateway.xapi.limits import TooMany
from trimtab.kernel import plain_json
from trimtab.kernel.errors import Refusal
from trimtab.kernel.plain_json import InvalidJson
from trimtab.lrs import api as lrs
from trimtab.people import api as people

ROOT = "/scim/v2"
JSON = "application/scim+json"
MOST_BYTES = 2 * 1024 * 1024
_PRIVATE = {"Cache-Control": "private, no-store", "Vary": "Authorization"}


class NoToken(Refusal):
    """The key is missing, or is not good (any more)."""

    status = 401


class NotHere(Refusal):
    """A filter where there is none: what can be discovered is always told whole (4)."""

    status = 403


class NotThisVerb(Refusal):
    """The address has no such method."""

    status = 405


class NotOffered(Refusal):
    """What the RFC knows and this installation does not do."""

    status = 501


class StaleVersion(Refusal):
    """The resource is not any more as whoever changes it has seen it (3.14)."""

    status = 412


@dataclass(frozen=True, slots=True)
class ScimCall:
    """A request: names of headers are in lower case."""

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def content(self) -> Any:
        """The JSON that was sent. Raises InvalidJson."""
        return plain_json.read(self.body)


@dataclass(frozen=True, slots=True)
class ScimAnswer:
    """What goes back; `content` None is no content."""

    status: int
    content: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        """The content as it is sent."""
        return b"" if self.content is None else json.dumps(self.content).encode()

    @property
    def all_headers(self) -> dict[str, str]:
        """Its headers with those of every answer: nobody but the directory keeps it."""
        kind = {} if self.content is None else {"Content-Type": JSON}
        return {**_PRIVATE, **kind, **self.headers}


def location(kind: str, key: object) -> str:
    """The address of a resource: `kind` is Users or Groups."""
    return f"{lrs.home()}{ROOT}/{kind}/{key}"


def version_of(content: Mapping[str, Any]) -> str:
    """The weak entity tag of a resource, by all that it says."""
    text = json.dumps(content, sort_keys=True).encode()
    return f'W/"{hashlib.blake2b(text, digest_size=12).hexdigest()}"'


def check_version(call: ScimCall, version: str) -> None:
    """Raises StaleVersion where If-Match names other versions."""
    wanted = call.headers.get("if-match")
    if wanted is not None and not _names(wanted, version):
        raise StaleVersion("scim.version", "The resource was changed since. Read it again.")


def is_known(call: ScimCall, version: str) -> bool:
    """Whether If-None-Match says that the caller has this version already."""
    return _names(call.headers.get("if-none-match", ""), version)


def _names(header: str, version: str) -> bool:
    """Whether a list of entity tags names a version, weak or not."""
    tags = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    return "*" in tags or version.removeprefix("W/") in tags


def refused(fault: Refusal | SCIMException | ValidationError) -> ScimAnswer:
    """A refusal as an answer. Programs read the English sentence, whoever sends them."""
    match fault:
        case ValidationError():
            error = Error.from_validation_errors(fault)[0]
        case SCIMException():
            error = fault.to_error()
        case _:
            error = _error(fault)
    status = error.status or 400
    headers: dict[str, str] = {}
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="SCIM"'
    if isinstance(fault, TooMany):
        headers["Retry-After"] = str(fault.wait)
    return ScimAnswer(status, error.model_dump(scim_ctx=Context.DEFAULT), headers)


def _error(fault: Refusal) -> Error:
    sentence = str(fault.sentence)
    detail = f"{fault.field}: {sentence}" if fault.field else sentence
    status = 400 if fault.status == 422 else fault.status
    return Error(status=status, scim_type=_scim_type(fault), detail=detail)


def _scim_type(fault: Refusal) -> str | None:
    """The keyword of a refusal (3.12, table 9); None where the status says it all."""
    match fault:
        case InvalidJson():
            return "invalidSyntax"
        case people.DirectoryTaken():
            return "uniqueness"
        case people.LastAdministrator():
            # It is not compatible with the current state.
            return "mutability"
        case _:
            return "invalidValue" if fault.status == 422 else None
