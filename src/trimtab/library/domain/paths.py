"""Where the documents and pictures of a collection stand, what leads from one to another, and the
keys of job aids. Pure.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from trimtab.library.domain.markdown import slug

ENDINGS = (".md", ".markdown", ".mdx", ".mdown", ".mkd", ".qmd", ".rmd")
PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
MOST_OF_A_PATH = 400
MOST_OF_A_KEY = 120
# Where site builders keep what is addressed from the root of the site.
_ROOTS = ("static", "public", "content", "docs", "source")
_FRONT = ("index", "readme", "_index")
# Some site builders write what a page becomes before what it is: about.html.md.
_PAGE = re.compile(r"\.(?:html?|(?:html?\.)?(?:md|markdown|mdx|mdown|mkd|qmd|rmd))$", re.IGNORECASE)


def is_document(path: str) -> bool:
    """Whether a file is Markdown, by its name."""
    return path.lower().endswith(ENDINGS)


def is_picture(path: str) -> bool:
    """Whether a file is a picture that browsers show, by its name."""
    return path.lower().endswith(PICTURE_ENDINGS)


def name_of(path: str) -> str:
    """The name of a document as words: that of its file, or of its folder when the file is a
    folder's front page.
    """
    bare = _PAGE.sub("", path)
    folder, _, name = bare.rpartition("/")
    if name.lower() in _FRONT and folder:
        name = folder.rsplit("/", 1)[-1]
    return unicodedata.normalize("NFC", name).replace("_", " ").strip()


def key_of(document: str) -> str:
    """The key of a job aid from its file's name: 'Returns_Cheat_Sheet.md' →
    'returns-cheat-sheet'.
    """
    return _shortened(slug(name_of(document)))


def free_key(document: str, collection: str, taken: Collection[str]) -> str:
    """A key that nobody has: from the file's name, else from its path, else with the collection
    before it, else with a number.
    """
    path = slug(_PAGE.sub("", document).replace("_", " ").replace("/", " "))
    inside = slug(f"{collection} {path}") if collection else path
    for wanted in (key_of(document), path, inside):
        if (key := _shortened(wanted)) not in taken:
            return key
    number = 2
    while (key := _shortened(f"{inside}-{number}")) in taken:
        number += 1
    return key


def _shortened(key: str) -> str:
    if len(key) <= MOST_OF_A_KEY:
        return key
    return f"{key[:100].rstrip('-')}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def address(key: str, anchor: str = "") -> str:
    """Where a job aid, or one of its sections, is read."""
    return f"/find/aids/{quote(key)}" + (f"#{quote(anchor)}" if anchor else "")


@dataclass(frozen=True)
class Places:
    """A collection by path: the keys of its documents and the addresses of its pictures.

    `root` is the name of its folder, which addresses from the root of a site may begin with.
    """

    documents: Mapping[str, str]
    pictures: Mapping[str, str]
    root: str = ""

    def link(self, target: str, at: str) -> str | None:
        """The address of what the document at the path `at` links to; None when it is not in the
        collection.
        """
        path, _, anchor = target.partition("#")
        for wanted in _wanted(path.partition("?")[0], at, self.root):
            key = self._exact.get(wanted) or self._loose.get(_loosely(wanted))
            if key:
                return address(key, anchor.lower())
        return None

    def picture(self, target: str, at: str) -> str | None:
        """The address of a picture that the document at the path `at` shows; None when it is not in
        the collection.
        """
        for wanted in _wanted(target.partition("?")[0].partition("#")[0], at, self.root):
            found = self._pictures.get(wanted) or self._pictures_loosely.get(wanted.casefold())
            if found:
                return found
        return None

    @cached_property
    def _exact(self) -> dict[str, str]:
        return {unicodedata.normalize("NFC", path): key for path, key in self.documents.items()}

    @cached_property
    def _loose(self) -> dict[str, str]:
        return _only({(_loosely(path), key) for path, key in self._exact.items()})

    @cached_property
    def _pictures(self) -> dict[str, str]:
        return {unicodedata.normalize("NFC", path): found for path, found in self.pictures.items()}

    @cached_property
    def _pictures_loosely(self) -> dict[str, str]:
        return _only({(path.casefold(), found) for path, found in self._pictures.items()})


def _only(pairs: set[tuple[str, str]]) -> dict[str, str]:
    """What is named once: of two that would be called alike, neither is meant for certain."""
    several: dict[str, list[str]] = {}
    for name, found in pairs:
        several.setdefault(name, []).append(found)
    return {name: found[0] for name, found in several.items() if len(found) == 1}


def _loosely(path: str) -> str:
    """A path without its ending, a folder for its front page, small letters: 'Docs/Index.md' →
    'docs'.
    """
    bare = _PAGE.sub("", path).casefold().rstrip("/")
    folder, _, name = bare.rpartition("/")
    return folder if name in _FRONT else bare


def _wanted(path: str, at: str, root: str) -> Iterator[str]:
    """The paths in the collection that a target may mean: relative to the document or, beginning
    with '/', below the collection, the folder of its name, or a folder above the document or beside
    it that is the root of a site.
    """
    path, folder = (
        unicodedata.normalize("NFC", path.strip()),
        posixpath.dirname(unicodedata.normalize("NFC", at)),
    )
    if not path:
        return
    if not path.startswith("/"):
        yield from _inside(posixpath.join(folder, path))
        return
    yield from _inside(path.lstrip("/"))
    first, _, rest = path.lstrip("/").partition("/")
    if root and first.casefold() == root.casefold():
        yield from _inside(rest)
    parts = folder.split("/") if folder else []
    for depth in range(len(parts) + 1):
        for below in ("", *_ROOTS):
            yield from _inside(posixpath.join(*parts[:depth], below, path.lstrip("/")))


def _inside(path: str) -> Iterator[str]:
    found = posixpath.normpath(path)
    if not found.startswith(".."):
        yield "" if found == "." else found
