"""Keys of the directory."""

from __future__ import annotations

from uuid import UUID

from trimtab.kernel.errors import NotFound
from trimtab.kernel.said import say
from trimtab.people.domain.directory.rows import DirectoryTokenRow
from trimtab.people.models import DirectoryToken


def _row(token: DirectoryToken) -> DirectoryTokenRow:
    return DirectoryTokenRow(
        token.id, token.name, token.made_at, token.expires_at, token.used_at, token.revoked_at
    )


def directory_tokens() -> list[DirectoryTokenRow]:
    """All keys, the newest first."""
    return [_row(token) for token in DirectoryToken.objects.order_by("-made_at", "id")]


def directory_token(token_id: UUID) -> DirectoryTokenRow:
    """One key. Raises NotFound."""
    token = DirectoryToken.objects.filter(id=token_id).first()
    if token is None:
        raise NotFound("directory.token", say("There is no such key."), "token")
    return _row(token)


def token_by_digest(digest: str) -> DirectoryTokenRow | None:
    """The key that is kept under a digest; None when there is none."""
    token = DirectoryToken.objects.filter(digest=digest).first()
    return _row(token) if token else None
