"""Passkeys (WebAuthn Level 2): asked for, added, shown, named, removed.

The checks are fido2's; the rows are django-allauth's, in its own form. Nothing here knows a
request: what must be remembered between question and answer goes out and comes in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import say
from trimtab.people.actions.second_steps import without_dangling
from trimtab.people.domain.passkey_answers import read_passkey_answer
from trimtab.people.domain.rows import PersonRow
from trimtab.people.domain.second_steps import (
    LONGEST_PASSKEY_NAME,
    MOST_PASSKEYS,
    PasskeyQuestion,
    PasskeySite,
    ShownPasskey,
)
from trimtab.people.models import Person

Type = Authenticator.Type


def offer_passkey(*, person: PersonRow, site: PasskeySite) -> PasskeyQuestion:
    """Asks a browser for a new passkey of somebody that stands for a password as well, and is none
    of those they have.
    """
    options, state = _server(site).register_begin(
        user=PublicKeyCredentialUserEntity(
            id=person.id.hex.encode(), name=person.sign_in_name, display_name=person.name
        ),
        credentials=[known for _row, known in _known(person.id)],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return PasskeyQuestion(_plain(options), state)


@transaction.atomic
def add_passkey(
    *,
    person_id: UUID,
    name: str,
    state: Mapping[str, str],
    answer: str,
    site: PasskeySite,
    now: datetime,
) -> None:
    """A passkey counts for somebody from now on. Raises Refusal."""
    Person.objects.select_for_update().get(id=person_id)
    known = _known(person_id)
    if len(known) >= MOST_PASSKEYS:
        sentence = say("You have {most} passkeys. Remove one first.", most=MOST_PASSKEYS)
        raise Refusal("people.many-passkeys", sentence)
    with _hostile():
        credential = read_passkey_answer(answer)
        RegistrationResponse.from_dict(credential)
        _server(site).register_complete(state, credential)
    Authenticator.objects.create(
        user_id=person_id,
        type=Type.WEBAUTHN,
        data={"name": _named(name, len(known)), "credential": credential},
        created_at=now,
    )


def ask_passkey(*, site: PasskeySite, person_id: UUID | None = None) -> PasskeyQuestion:
    """Asks a browser for a passkey: of somebody, or of whoever it knows; then the device must know
    its person.
    """
    needs = UserVerificationRequirement.REQUIRED
    if person_id is not None:
        needs = UserVerificationRequirement.PREFERRED
    known = _known(person_id) if person_id is not None else []
    options, state = _server(site).authenticate_begin(
        credentials=[credential for _row, credential in known], user_verification=needs
    )
    return PasskeyQuestion(_plain(options), state)


@transaction.atomic
def shown_passkey(
    *,
    state: Mapping[str, str],
    answer: str,
    site: PasskeySite,
    now: datetime,
    person_id: UUID | None = None,
) -> ShownPasskey:
    """Whose passkey this answer to `state` shows; with `person_id` it must be theirs.

    Raises Refusal; nothing of it says whether somebody is here.
    """
    with _hostile():
        credential = read_passkey_answer(answer)
        parsed = AuthenticationResponse.from_dict(credential)
        owner = person_id or _owner(credential)
        known = _known(owner)
        shown = _server(site).authenticate_complete(
            state, [of_person for _row, of_person in known], credential
        )
        if not Person.objects.filter(id=owner, is_active=True).exists():
            raise ValueError("nobody who may come in")
    for row, of_person in known:
        if of_person.credential_id == shown.credential_id:
            row.last_used_at = now
            row.save(update_fields=["last_used_at"])
    return ShownPasskey(owner, parsed.response.authenticator_data.is_user_verified())


@transaction.atomic
def rename_passkey(*, person_id: UUID, passkey_id: int, name: str) -> None:
    """Calls a passkey of somebody something else. Raises NotFound."""
    row = _own(person_id, passkey_id)
    row.data["name"] = _named(name, 0)
    row.save(update_fields=["data"])


@transaction.atomic
def remove_passkey(*, person_id: UUID, passkey_id: int) -> None:
    """A passkey of somebody counts no more. Raises NotFound."""
    _own(person_id, passkey_id).delete()
    without_dangling(person_id)


def _own(person_id: UUID, passkey_id: int) -> Authenticator:
    own = Authenticator.objects.filter(user=person_id, type=Type.WEBAUTHN, id=passkey_id)
    row = own.select_for_update().first()
    if row is None:
        raise NotFound("people.unknown-passkey", say("There is no such passkey (any more)."))
    return row


def _server(site: PasskeySite) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(id=site.host, name=site.name))


def _known(person_id: UUID) -> list[tuple[Authenticator, AttestedCredentialData]]:
    """The passkeys of somebody, each with what its maker told of it."""
    rows = Authenticator.objects.filter(user=person_id, type=Type.WEBAUTHN).order_by("id")
    return [(row, _attested(row.data["credential"])) for row in rows]


def _attested(credential: Mapping[str, Any]) -> AttestedCredentialData:
    response = RegistrationResponse.from_dict(credential).response
    attested = response.attestation_object.auth_data.credential_data
    if attested is None:
        raise ValueError("a passkey that was kept without its key")
    return attested


def _owner(credential: Mapping[str, Any]) -> UUID:
    """Whom the browser says that the passkey belongs to; its signature is checked against them."""
    return UUID(hex=websafe_decode(credential["response"]["userHandle"]).decode())


@contextmanager
def _hostile() -> Iterator[None]:
    """Whatever is wrong with what a browser sent is one refusal."""
    try:
        yield
    except Refusal:
        raise
    except (
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        ArithmeticError,
        RecursionError,
        NotImplementedError,
    ) as error:
        sentence = say("This passkey did not work here. Nothing was changed: try it once more.")
        raise Refusal("people.passkey", sentence, "passkey") from error


def _named(name: str, already: int) -> str:
    return " ".join(name.split())[:LONGEST_PASSKEY_NAME] or f"Passkey {already + 1}"


def _plain(value: Any) -> Any:
    """What fido2 says, as JSON knows it."""
    if isinstance(value, Mapping):
        return {key: _plain(of_key) for key, of_key in value.items() if of_key is not None}
    if isinstance(value, list | tuple):
        return [_plain(member) for member in value]
    return value
