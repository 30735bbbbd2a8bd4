"""Addresses of our own styles, scripts and pictures: they carry a version, so that browsers may
keep them for a year."""

from __future__ import annotations

import hashlib
from functools import cache

from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class VersionedStorage(StaticFilesStorage):
    """Adds the version of all assets together to each address. Scripts hand it on to the modules
    that they import."""

    def url(self, name: str | None) -> str:
        """The address of an asset."""
        return f"{super().url(name)}?v={version()}"


@cache
def version() -> str:
    """A digest of every asset there is; another one after any of them changed."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            digest.update(path.encode())
            with storage.open(path) as file:
                digest.update(file.read())
    return digest.hexdigest()[:10]
