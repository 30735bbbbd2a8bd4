"""A folder of documents as authors keep it: its Markdown, its pictures, and what is passed over.
Nothing outside it is read."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from trimtab.kernel.text import NOT_UTF8, decoded, is_fit
from trimtab.library.values import is_document, is_picture

_LEFT = {"node_modules", "__pycache__", "venv"}
_NO_CONTENT = (
    ".py",
    ".js",
    ".ts",
    ".css",
    ".json",
    ".yml",
    ".yaml",
    ".toml",
    ".lock",
    ".sh",
    ".xml",
    ".ini",
    ".cfg",
)
MOST_PICTURE = 10 * 1024 * 1024


@dataclass
class Folder:
    """What is in a folder: texts by path, how to read each picture by its path, problems, and what
    was passed over, in words."""

    documents: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)


def read_folder(folder: Path) -> Folder:
    """Reads a folder. Hidden folders, and links that lead out of it, are left alone."""
    found, others = Folder(), Counter[str]()
    root = folder.resolve()
    for path in _files(root):
        name = path.relative_to(root).as_posix()
        if not is_fit(name):
            found.problems.append(f"{name!a}: The file's name is not UTF-8. Rename it.")
        elif not path.resolve().is_relative_to(root):
            found.passed_over.append(f"{name}: It leads out of the folder, and was passed over.")
        elif is_document(name):
            try:
                found.documents[name] = decoded(path.read_bytes())
            except UnicodeDecodeError:
                found.problems.append(f"{name}: {NOT_UTF8}")
        elif is_picture(name) and path.stat().st_size > MOST_PICTURE:
            found.passed_over.append(
                f"{name}: The picture is larger than {MOST_PICTURE // 1024**2} MB, and was passed "
                "over."
            )
        elif is_picture(name):
            found.pictures[name] = partial(path.read_bytes)
        elif path.suffix.lower() not in _NO_CONTENT:
            others[path.suffix.lower() or path.name] += 1
    if others:
        listed = ", ".join(f"{count} {suffix}" for suffix, count in others.most_common(8))
        found.passed_over.append(
            f"Files that are no Markdown and no pictures were passed over: {listed}."
        )
    return found


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in _LEFT
        )
        yield from (Path(folder, name) for name in sorted(files) if not name.startswith("."))
