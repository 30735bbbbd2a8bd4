"""From an author's Markdown to safe HTML in sections.

Rendered by markdown-it-py, then cleaned by nh3 through an allow-list: a script in a document never
runs. Links between documents of one collection become links between job aids, and its pictures are
shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markdown_it.token import Token

from trimtab.kernel.text import without_markup
from trimtab.library.domain.cleaning import Resolve, Targets, clean
from trimtab.library.domain.constructs import heading_id, parser, shortcodes, tidied

# Raised when what is made of a text changes: what was brought in before is then made anew by the
# next import.
RENDERING = 2
_FIRST_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL | re.IGNORECASE)
_MARKDOWN = parser()


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of a document under one heading; `path` holds the headings from the title down to
    this one.
    """

    number: int
    slug: str
    heading: str
    level: int
    path: tuple[str, ...]
    text: str
    html: str

    @property
    def length(self) -> int:
        """How many words its text has; an empty one counts as one."""
        return len(self.text.split(" "))


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document: its title, its sections in order, and the documents it links to.

    Then what it names that is not here: links that lead nowhere (`dead`), pictures that are not
    shown, and how many codes of another tool it holds.
    """

    title: str
    sections: tuple[Section, ...]
    links: tuple[str, ...]
    dead: tuple[str, ...] = ()
    not_shown: tuple[str, ...] = ()
    shortcodes: int = 0


def _nowhere(target: str) -> str | None:
    """Nothing that is named is here."""
    return None


def render(
    source: str,
    *,
    title: str = "",
    name: str = "",
    link: Resolve = _nowhere,
    picture: Resolve = _nowhere,
) -> Rendered:
    """Renders Markdown.

    `link` gives the address of another document ('Other.md#part'), `picture` that of a picture
    ('img/a.png'), or None when it is not here. Without a `title` it is the first heading that
    stands for all below it, or else `name`.
    """
    environment: dict[str, Any] = {}
    targets = Targets(link, picture)
    pieces = list(_pieces(tidied(_MARKDOWN.parse(source, environment))))
    called = title or _title_of(pieces) or name or "Untitled"
    sections = tuple(_sections(pieces, called, environment, targets))
    return Rendered(
        called,
        sections,
        links=_once(targets.linked),
        dead=_once(targets.dead),
        not_shown=_once(targets.not_shown),
        shortcodes=shortcodes(source),
    )


def _once(targets: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(targets))


@dataclass(frozen=True, slots=True)
class _Piece:
    heading: str
    level: int
    tokens: list[Token]
    id: str = ""


def _pieces(tokens: list[Token]) -> Iterator[_Piece]:
    """Cuts at headings of the top level; one inside a list or quotation belongs to its piece."""
    heading, level, own = "", 0, ""
    body: list[Token] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "heading_open" and token.level == 0:
            if heading or body:
                yield _Piece(heading, level, body, own)
            inline = tokens[position + 1]
            own, level, body = heading_id(inline), int(token.tag[1]), []
            heading = without_markup(_MARKDOWN.renderer.render([inline], _MARKDOWN.options, {}))
            position += 3
            continue
        body.append(token)
        position += 1
    if heading or body:
        yield _Piece(heading, level, body, own)


def _title_of(pieces: list[_Piece]) -> str:
    """The first heading of the first level; or the one that opens the document, when all others
    stand below it; or ''."""
    headed = [piece for piece in pieces if piece.heading]
    first = next((piece.heading for piece in headed if piece.level == 1), "")
    if first:
        return first
    for piece in pieces[:1]:
        for token in piece.tokens:
            if token.type == "html_block" and (found := _FIRST_HEADING.search(token.content)):
                return without_markup(found[1])
    opening = pieces[0] if pieces else None
    alone = opening is not None and all(piece.level > opening.level for piece in headed[1:])
    return opening.heading if opening and opening.heading and alone else ""


def _sections(
    pieces: list[_Piece], title: str, environment: dict[str, Any], targets: Targets
) -> Iterator[Section]:
    above: list[tuple[int, str]] = []
    taken: dict[str, int] = {piece.id: 1 for piece in pieces if piece.id}
    for number, piece in enumerate(pieces):
        above = [(level, heading) for level, heading in above if level < piece.level]
        if piece.heading:
            above.append((piece.level, piece.heading))
        html = clean(
            _MARKDOWN.renderer.render(piece.tokens, _MARKDOWN.options, environment), targets
        )
        path = tuple(heading for _, heading in above) or (title,)
        if path[0] != title:
            path = (title, *path)
        yield Section(
            number=number,
            slug=piece.id or _unique(slug(piece.heading or title), taken),
            heading=piece.heading or title,
            level=piece.level or 1,
            path=path,
            text=without_markup(html),
            html=html,
        )


def slug(heading: str) -> str:
    """The anchor of a heading, as code hosts make it.

    Lower case, spaces to hyphens, punctuation gone, every script kept.
    """
    words = unicodedata.normalize("NFC", heading).lower()
    kept = "".join(
        sign
        for sign in words
        if sign in "-_ " or sign.isalnum() or unicodedata.category(sign)[0] == "M"
    )
    return kept.strip().replace(" ", "-") or "section"


def _unique(wanted: str, taken: dict[str, int]) -> str:
    count = taken.get(wanted, 0)
    taken[wanted] = count + 1
    return f"{wanted}-{count}" if count else wanted
