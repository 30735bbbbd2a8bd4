"""Figures come in from other systems: files in a folder, a database, an HTTP feed.
Each raises Refusal with a plain sentence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import httpx

from trimtab.evaluation.api import SourceKind, SourceTable, Wanted
from trimtab.gateway.sources import connections as settings
from trimtab.gateway.sources import database, feed, files


class Fetcher:
    """Reads what a source asks for. `folder` is the only one that files are read from;
    `connections` are the settings' strings by name, which stand in no table, no page and no log;
    each goes to the address that it was made for. Threads may share it."""

    def __init__(self, folder: Path, connections: Mapping[str, str], client: httpx.Client) -> None:
        self._folder, self._connections, self._client = folder, connections, client

    def __call__(self, wanted: Wanted) -> SourceTable:
        """The table. Raises Refusal."""
        match wanted.kind:
            case SourceKind.CSV | SourceKind.EXCEL:
                return files.read(self._folder, wanted)
            case SourceKind.DATABASE:
                return database.read(
                    settings.database_of(wanted.connection, self._connections).address, wanted
                )
            case SourceKind.FEED:
                secret = ""
                if wanted.connection:
                    secret = settings.secret_for(wanted.connection, wanted.place, self._connections)
                return feed.read(self._client, wanted, authorization=secret)
