"""From an author's Markdown to safe HTML in sections.

Rendered by markdown-it-py, then cleaned by nh3 through an allow-list: a script in a document never runs. Links between documents
of one folder become links between job aids.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

Resolve = Callable[[str], str | None]
_TAGS = frozenset(
    "a abbr b blockquote br caption code dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img input "
    "ins kbd label li mark ol p pre q s samp section small span strong sub summary sup table tbody td tfoot th thead tr "
    "u ul var".split()
)
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "title", "lang", "dir"},
    "a": {"href", "class"},
    "img": {"src", "alt", "width", "height", "loading"},
    "input": {"checked", "class", "aria-label"},
    "code": {"class"},
    "ol": {"start", "class"},
    "li": {"class"},
    "ul": {"class"},
    "section": {"class"},
    "hr": {"class"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
}
# A list of tasks has boxes to tick. Nothing else may be filled in: a field would ask for a password in our name.
_ALWAYS = {"input": {"type": "checkbox", "disabled": ""}}
# A class of ours would make a link look like a button of the page.
_CLASSES = frozenset(
    "contains-task-list task-list-item task-list-item-checkbox footnotes footnotes-sep footnotes-list footnote-item "
    "footnote-backref".split()
)
_LANGUAGE = "language-"
_SCHEMES = {"http", "https", "mailto", "tel"}
_INLINE = re.compile(r"</?(?:a|abbr|b|code|del|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|u|var)\b[^>]*>")
_MARKUP = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")
_NOT_SLUG = re.compile(r"[^\w\- ]")
_EXTERNAL = re.compile(r"^([a-z][a-z0-9+.\-]*:|//|#|/)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of a document under one heading; `path` holds the headings from the title down to this one."""

    number: int
    slug: str
    heading: str
    level: int
    path: tuple[str, ...]
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document: its title (the first heading), its sections in order, and the documents it links to."""

    title: str
    sections: tuple[Section, ...]
    links: tuple[str, ...]


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "linkify": False, "typographer": False})
    parser.enable(["table", "strikethrough"])
    return parser.use(tasklists_plugin, label=True).use(footnote_plugin)


_MARKDOWN = _parser()


def render(source: str, *, title: str = "", resolve: Resolve | None = None) -> Rendered:
    """Renders Markdown. `resolve` gives the address for a link to another document ('Other.md#part'), or None to leave it."""
    environment: dict[str, Any] = {}
    tokens = _MARKDOWN.parse(source, environment)
    links = list(_rewrite_links(tokens, resolve or (lambda target: None)))
    pieces = list(_pieces(tokens))
    first = next((piece.heading for piece in pieces if piece.heading), "")
    name = title or first or "Untitled"
    return Rendered(name, tuple(_sections(pieces, name, environment)), tuple(dict.fromkeys(links)))


@dataclass(frozen=True, slots=True)
class _Piece:
    heading: str
    level: int
    tokens: list[Token]


def _pieces(tokens: list[Token]) -> Iterator[_Piece]:
    """Cuts at headings that stand at the top level; a heading inside a list or quotation belongs to its piece."""
    heading, level = "", 0
    body: list[Token] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "heading_open" and token.level == 0:
            if heading or body:
                yield _Piece(heading, level, body)
            heading, level, body = (
                plain(_MARKDOWN.renderer.render(tokens[position + 1 : position + 2], _MARKDOWN.options, {})),
                int(token.tag[1]),
                [],
            )
            position += 3
            continue
        body.append(token)
        position += 1
    if heading or body:
        yield _Piece(heading, level, body)


def _sections(pieces: list[_Piece], title: str, environment: dict[str, Any]) -> Iterator[Section]:
    above: list[tuple[int, str]] = []
    taken: dict[str, int] = {}
    for number, piece in enumerate(pieces):
        above = [(level, heading) for level, heading in above if level < piece.level]
        if piece.heading:
            above.append((piece.level, piece.heading))
        html = clean(_MARKDOWN.renderer.render(piece.tokens, _MARKDOWN.options, environment))
        path = tuple(heading for _, heading in above) or (title,)
        if path[0] != title:
            path = (title, *path)
        yield Section(
            number=number,
            slug=_unique(slug(piece.heading or title), taken),
            heading=piece.heading or title,
            level=piece.level or 1,
            path=path,
            text=plain(html),
            html=html,
        )


def _rewrite_links(tokens: list[Token], resolve: Resolve) -> Iterator[str]:
    for token in tokens:
        if token.children:
            yield from _rewrite_links(token.children, resolve)
        if token.type == "link_open":
            target = unquote(str(token.attrGet("href") or ""))
            if target and not _EXTERNAL.match(target) and (address := resolve(target)):
                token.attrSet("href", address)
                yield target.partition("#")[0]


def clean(html: str) -> str:
    """HTML through the allow-list: no script, style, form, field or event handler survives; links get rel=noopener."""
    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes={name: set(allowed) for name, allowed in _ATTRIBUTES.items()},
        set_tag_attribute_values=_ALWAYS,
        attribute_filter=_filtered,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
        strip_comments=True,
        clean_content_tags={"script", "style"},
    )


def _filtered(tag: str, attribute: str, value: str) -> str | None:
    """The value of an attribute as it stays; None takes the attribute away. Of classes, those stay that rendering gives."""
    if attribute != "class":
        return value
    kept = [word for word in value.split() if word in _CLASSES or (tag == "code" and word.startswith(_LANGUAGE))]
    return " ".join(kept) or None


def plain(html: str) -> str:
    """The words of some HTML."""
    return _SPACE.sub(" ", unescape(_MARKUP.sub(" ", _INLINE.sub("", html)))).strip()


def slug(heading: str) -> str:
    """The anchor of a heading, as code hosts make it: lower case, spaces to hyphens, punctuation gone."""
    return _NOT_SLUG.sub("", heading.lower()).strip().replace(" ", "-") or "section"


def _unique(wanted: str, taken: dict[str, int]) -> str:
    count = taken.get(wanted, 0)
    taken[wanted] = count + 1
    return f"{wanted}-{count}" if count else wanted
