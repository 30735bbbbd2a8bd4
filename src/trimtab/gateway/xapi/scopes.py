"""Which scopes let a credential use which resource (part three, 4.2). Reading is
GET and HEAD; everything else writes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from trimtab.kernel.errors import NotAllowed
from trimtab.lrs import api as lrs
from trimtab.lrs.api import CredentialRow, Scope


class ScopedResource(StrEnum):
    """A resource at /xapi that asks who calls. `about` and our profile are open to everybody."""

    STATEMENTS = "statements"
    STATE = "activities/state"
    ACTIVITY_PROFILE = "activities/profile"
    AGENT_PROFILE = "agents/profile"
    AGENTS = "agents"
    ACTIVITIES = "activities"


_READ: Mapping[ScopedResource, tuple[Scope, ...]] = {
    ScopedResource.STATEMENTS: (Scope.READ, Scope.READ_MINE, Scope.ALL_READ),
    ScopedResource.STATE: (Scope.STATE, Scope.ALL_READ),
    ScopedResource.ACTIVITY_PROFILE: (Scope.PROFILE, Scope.ALL_READ),
    ScopedResource.AGENT_PROFILE: (Scope.PROFILE, Scope.ALL_READ),
    ScopedResource.AGENTS: (Scope.READ, Scope.PROFILE, Scope.ALL_READ),
    ScopedResource.ACTIVITIES: (
        Scope.READ,
        Scope.READ_MINE,
        Scope.DEFINE,
        Scope.STATE,
        Scope.PROFILE,
        Scope.ALL_READ,
    ),
}
_WRITE: Mapping[ScopedResource, tuple[Scope, ...]] = {
    ScopedResource.STATEMENTS: (Scope.WRITE,),
    ScopedResource.STATE: (Scope.STATE,),
    ScopedResource.ACTIVITY_PROFILE: (Scope.PROFILE,),
    ScopedResource.AGENT_PROFILE: (Scope.PROFILE,),
}


def require(by: CredentialRow, resource: ScopedResource, method: str) -> None:
    """Raises NotAllowed (403) unless the credential may use a method on a
    resource; `all` may do everything."""
    is_reading = method in ("GET", "HEAD")
    if not by.may(*(_READ if is_reading else _WRITE).get(resource, ())):
        verb = "read" if is_reading else "write"
        raise NotAllowed("xapi.scope", f"The credential '{by.name}' may not {verb} {resource}.")


def require_agent(by: CredentialRow, agent: str, method: str) -> None:
    """Raises NotAllowed (403) when a document of somebody of this installation would be written
    by who may not speak for its people: what courses keep of them is theirs. `agent` is a key."""
    if method not in ("GET", "HEAD") and lrs.is_person(agent) and not by.may(Scope.PEOPLE):
        sentence = (
            f"The agent is somebody of this installation, and the credential '{by.name}' may not "
            "speak for its people."
        )
        raise NotAllowed("xapi.people", sentence, "agent")
