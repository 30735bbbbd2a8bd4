"""What the directory may say of people and groups: the part of RFC 7643 that has a meaning here.

What is not named here is not kept: nobody needs a telephone number to practise.
"""

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field
from scim2_models import (
    URN,
    AnyExtension,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    Extension,
    Filter,
    Mutability,
    Patch,
    Reference,
    Required,
    Resource,
    ResourceType,
    Schema,
    ScimPolicy,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)

from trimtab.people.values import ENTERPRISE

if TYPE_CHECKING:
    from scim2_models import Group, User

MOST_RESULTS = 200
# Directories say more than is kept, and Microsoft Entra says some of it in its own way.
POLICY = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)


class ScimName(ComplexAttribute):
    """The parts of a person's name."""

    formatted: str | None = None
    """The full name, as it is displayed."""

    family_name: str | None = None
    """The family name."""

    given_name: str | None = None
    """The given name."""

    middle_name: str | None = None
    """The middle names."""

    honorific_prefix: str | None = None
    """What stands before the name, such as Dr."""

    honorific_suffix: str | None = None
    """What stands after the name, such as III."""


class ScimEmail(ComplexAttribute):
    """An e-mail address. Any that a mail server takes: hosts without a public name, too."""

    value: str | None = None
    """The e-mail address."""

    display: str | None = None
    """The address as it is displayed."""

    type: str | None = None
    """What the address is for, such as work or home."""

    primary: bool | None = None
    """Whether mail goes to this address."""


class ScimMembership(ComplexAttribute):
    """A group that somebody is in."""

    value: Annotated[str | None, Mutability.read_only, CaseExact.true] = None
    """The id of the group."""

    ref: Annotated[Reference["Group"] | None, Mutability.read_only] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    """The address of the group."""

    display: Annotated[str | None, Mutability.read_only] = None
    """The name of the group."""

    type: Annotated[str | None, Mutability.read_only] = None
    """How somebody is in the group: direct."""


class ScimUser(Resource[AnyExtension]):
    """A person (RFC 7643, 4.1)."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Uniqueness.server, Required.true] = None
    """What the directory calls the person; signs in where it is, or comes with, an address."""

    name: ScimName | None = None
    """The parts of the name."""

    display_name: str | None = None
    """The name as it is shown here."""

    title: str | None = None
    """What the person works as."""

    user_type: str | None = None
    """How the person is employed."""

    preferred_language: str | None = None
    """The language in which the person is written to, such as de or en-GB."""

    timezone: str | None = None
    """The time zone, such as Europe/Berlin."""

    active: bool | None = None
    """Whether the person works here; false shuts them out at once."""

    emails: list[ScimEmail] | None = None
    """E-mail addresses; mail goes to the primary one."""

    groups: Annotated[list[ScimMembership] | None, Mutability.read_only] = None
    """The groups that the person is in."""


class ScimManager(ComplexAttribute):
    """Who somebody reports to."""

    value: Annotated[str | None, CaseExact.true] = None
    """The id of the manager."""

    # The standard's name of what is at the address; no class of ours.
    ref: Reference["User"] | None = Field(  # type: ignore[type-arg]
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    """The address of the manager."""


class ScimEnterprise(Extension):
    """What an enterprise says of a person (RFC 7643, 4.3)."""

    __schema__ = URN(ENTERPRISE)

    employee_number: str | None = None
    """The personnel number."""

    cost_center: str | None = None
    """The cost centre."""

    organization: str | None = None
    """The company; the unit of that code, where the narrower ones name none."""

    division: str | None = None
    """The division; the unit of that code, where the department names none."""

    department: str | None = None
    """The code, or the name, of the unit that the person is in."""

    manager: ScimManager | None = None
    """Who the person reports to."""


class ScimMember(ComplexAttribute):
    """Somebody who is in a group."""

    value: Annotated[str | None, Mutability.immutable, CaseExact.true] = None
    """The id of the person."""

    ref: Annotated[
        Reference["User"] | None,  # type: ignore[type-arg]
        Mutability.immutable,
    ] = Field(None, serialization_alias="$ref", validation_alias="$ref")
    """The address of the person."""

    type: Annotated[str | None, Mutability.immutable] = Field(None, examples=["User"])
    """What the member is: User."""


class ScimGroup(Resource[Any]):
    """A group of people (RFC 7643, 4.2)."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:Group")

    display_name: Annotated[str | None, Required.true] = None
    """The name of the group."""

    members: list[ScimMember] | None = None
    """The people who are in it."""


ScimPerson = ScimUser[ScimEnterprise]
SCHEMAS: tuple[Schema, ...] = (
    ScimUser.to_schema().model_copy(update={"name": "User"}),
    ScimEnterprise.to_schema().model_copy(update={"name": "EnterpriseUser"}),
    ScimGroup.to_schema().model_copy(update={"name": "Group"}),
    Schema.to_schema(),
    ResourceType.to_schema(),
    ServiceProviderConfig.to_schema(),
)
RESOURCE_TYPES: tuple[ResourceType, ...] = (
    ResourceType.from_resource(ScimPerson),
    ResourceType.from_resource(ScimGroup),
)
CONFIG = ServiceProviderConfig(
    patch=Patch(supported=True),
    bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
    filter=Filter(supported=True, max_results=MOST_RESULTS),
    change_password=ChangePassword(supported=False),
    sort=Sort(supported=True),
    etag=ETag(supported=True),
    authentication_schemes=[
        AuthenticationScheme(
            type=AuthenticationScheme.Type.oauthbearertoken,
            name="Bearer token",
            description="A key that an administrator makes under People, Directory.",
            spec_uri=Reference("https://www.rfc-editor.org/info/rfc6750"),
            primary=True,
        )
    ],
)
