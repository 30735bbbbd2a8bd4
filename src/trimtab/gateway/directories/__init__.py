"""Directories: what is asked of them, what they answer, and what it proves
(docs/decisions/0048-sign-in-with-a-directory.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

import httpx

from trimtab.gateway.directories import fetching, openid, saml
from trimtab.journeys.directories import LearntDirectory, OurAddresses
from trimtab.kernel.said import Said
from trimtab.people.api import (
    ConnectionKind,
    ConnectionRow,
    DirectoryAnswer,
    DirectoryVisit,
)
from trimtab.web.addresses import connection_addresses


@dataclass(frozen=True, slots=True)
class WebDirectories:
    """The directories of this installation, by a client that asks where it may."""

    client: httpx.Client

    def trouble(self, kind: ConnectionKind) -> Said | None:
        """Why this machine cannot speak with directories of a kind; None when it can."""
        return saml.trouble() if kind is ConnectionKind.SAML else None

    def learn(self, kind: ConnectionKind, place: str) -> LearntDirectory:
        """What a directory says of itself: an OpenID provider by its issuer, an identity provider
        by the address of its metadata, or by the metadata themselves. Raises Refusal.
        """
        match kind:
            case ConnectionKind.OIDC:
                return LearntDirectory(issuer=place, places=openid.learnt(self.client, place))
            case ConnectionKind.SAML:
                is_text = place.lstrip().startswith("<")
                content = place.encode() if is_text else fetching.got(self.client, place)
                told = saml.learnt(content)
                return LearntDirectory(told.issuer, told.address, told.certificates)
            case _:
                assert_never(kind)

    def certificates(self, text: str) -> tuple[str, ...]:
        """Certificates that somebody pasted, as they are kept. Raises Refusal."""
        return saml.certificates_in(text)

    def certificate_ends(self, certificate: str) -> tuple[str, dt.datetime]:
        """Whose a kept certificate is, and until when it says it is good."""
        row = saml.shown(certificate)
        return row.name, row.until

    def leave(self, connection: ConnectionRow, visit: DirectoryVisit, now: dt.datetime) -> str:
        """The address at the directory to which somebody goes."""
        spec, ours = connection.spec, connection_addresses(connection.id)
        match spec.kind:
            case ConnectionKind.OIDC:
                return openid.leaving(spec, visit, ours.back)
            case ConnectionKind.SAML:
                return saml.leaving(spec, visit, _side(ours), now)
            case _:
                assert_never(spec.kind)

    def read(
        self,
        connection: ConnectionRow,
        secret: str,
        visit: DirectoryVisit,
        given: Mapping[str, str],
    ) -> DirectoryAnswer:
        """What a directory says of somebody who is back, with `given` in the address. Raises
        Refusal, for the administrator.
        """
        spec, ours = connection.spec, connection_addresses(connection.id)
        match spec.kind:
            case ConnectionKind.OIDC:
                return openid.answered(self.client, spec, secret, visit, given, ours.back)
            case ConnectionKind.SAML:
                return saml.answered(spec, visit, visit.answer, _side(ours))
            case _:
                assert_never(spec.kind)


def our_metadata(ours: OurAddresses) -> bytes:
    """What this installation says of itself by SAML."""
    return saml.our_metadata(_side(ours))


def _side(ours: OurAddresses) -> saml.OurSide:
    return saml.OurSide(entity_id=ours.metadata, answers_at=ours.answers_at)


__all__ = ["WebDirectories", "our_metadata"]
