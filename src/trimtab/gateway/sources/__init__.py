"""Figures come in from other systems: files in a folder, a database, an HTTP feed. Each raises Refusal with a plain sentence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import httpx

from trimtab.evaluation.api import SourceKind, Table, Wanted
from trimtab.gateway.sources import database, feed, files
from trimtab.kernel.errors import Refusal


class Fetcher:
    """Reads what a source asks for. `folder` is the only one that files are read from; `connections` are the settings' strings by
    name, which stand in no table, no page and no log."""

    def __init__(self, folder: Path, connections: Mapping[str, str], client: httpx.Client) -> None:
        self._folder, self._connections, self._client = folder, connections, client

    def __call__(self, wanted: Wanted) -> Table:
        """The table. Raises Refusal."""
        match wanted.kind:
            case SourceKind.CSV | SourceKind.EXCEL:
                return files.read(self._folder, wanted)
            case SourceKind.DATABASE:
                return database.read(self._connection(wanted.connection), wanted)
            case SourceKind.FEED:
                given = self._connection(wanted.connection) if wanted.connection else ""
                return feed.read(self._client, wanted, authorization=given)

    def _connection(self, name: str) -> str:
        if name not in self._connections:
            raise Refusal(
                "source.connection", f"The settings have no connection '{name}' (TRIMTAB_CONNECTIONS).", "connection"
            )
        return self._connections[name]
