"""Small packages of our own, as a zip each: what authoring tools make, in miniature."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent


def zipped(name: str, **changes: str) -> io.BytesIO:
    """The package `name` ('cmi5', 'scorm12', 'scorm2004'); `changes` replaces words of its
    manifest."""
    files = {path.name: path.read_text() for path in sorted((HERE / name).iterdir())}
    for manifest in ("cmi5.xml", "imsmanifest.xml"):
        for word, new in changes.items() if manifest in files else ():
            files[manifest] = files[manifest].replace(word, new)
    return archive(files)


def archive(files: Mapping[str, str | bytes]) -> io.BytesIO:
    """A zip of some files by name."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    made.seek(0)
    return made
