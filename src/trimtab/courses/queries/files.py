"""The files of packages: one folder each below the data folder."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from uuid import UUID

from django.core.files.storage import default_storage

from trimtab.courses.domain.paths import is_inside


def folder(package_id: UUID) -> Path:
    """Where the files of a package lie."""
    return Path(default_storage.path(f"packages/{package_id}"))


def find(package_id: UUID, path: str) -> Path | None:
    """A file of a package; None when there is none of this name."""
    if not is_inside(path):
        return None
    root = folder(package_id).resolve()
    place = (root / path).resolve()
    if place.is_relative_to(root) and place.is_file():
        return place
    return _in_other_letters(root, path)


def _in_other_letters(root: Path, path: str) -> Path | None:
    """A file whose name differs in the case of letters alone, as packages from
    systems that do not tell them apart have it. No two names of a package are
    the same in that way (domain/paths.py)."""
    place = root
    for part in PurePosixPath(path).parts:
        if not place.is_dir():
            return None
        same = next(
            (entry for entry in place.iterdir() if entry.name.casefold() == part.casefold()), None
        )
        if same is None:
            return None
        place = same
    return place if place.is_file() and place.resolve().is_relative_to(root) else None
