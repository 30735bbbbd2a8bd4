"""What Markdown is written with beyond its core: notices, ids of headings, alignment, direction,
films. Pure.

One parser reads the ways of GitHub (`> [!NOTE]`), Python-Markdown (`!!! note`, `??? note`),
Docusaurus and Quarto (`:::note`, `::: {.callout-tip}`): all become the same notice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

_KINDS = {
    "note": "note",
    "info": "note",
    "abstract": "note",
    "summary": "note",
    "example": "note",
    "quote": "note",
    "question": "note",
    "seealso": "note",
    "tip": "tip",
    "hint": "tip",
    "success": "tip",
    "check": "tip",
    "important": "important",
    "warning": "warning",
    "attention": "warning",
    "caution": "caution",
    "danger": "caution",
    "error": "caution",
    "failure": "caution",
    "bug": "caution",
}
_CONTAINER = re.compile(
    r"\s*(?:\{[^}]*\.(?:callout-)?(?P<cls>[\w-]+)[^}]*\}|(?P<word>[\w-]+))\s*(?:\[(?P<boxed>[^\]]*)\]|(?P<rest>.*))"
)
_TITLE = re.compile(r"""title\s*=\s*["']([^"']*)["']""")
_HEADING_ID = re.compile(r"\s*\{:?\s*(?:[^{}]*?#(?P<id>[^\s{}]+))?[^{}]*\}\s*$")
_ATTRIBUTES_ALONE = re.compile(
    r"\{:?\s*(?:[#.][\w-]+|-|[\w-]+=(?:\"[^\"]*\"|'[^']*'|\S+))(?:\s+(?:[#.][\w-]+|-|[\w-]+=(?:\"[^\"]*\"|'[^']*'|\S+)))*\s*\}"
)
_FILM = re.compile(
    r"<(iframe|video|audio|embed|object|source)\b[^>]*?\b(?:src|data)\s*=\s*[\"']?([^\"'\s>]+)",
    re.IGNORECASE,
)
_FROM_RIGHT = {"R", "AL"}
_BLOCKS = frozenset(
    "paragraph_open heading_open bullet_list_open ordered_list_open table_open blockquote_open "
    "admonition_open alert_open container_notice_open th_open td_open".split()
)
_SHORTCODE = re.compile(r"\{\{[<%].*?[%>]\}\}|\{%.*?%\}")


def parser() -> MarkdownIt:
    """A parser of all that is understood here."""
    made = MarkdownIt(
        "commonmark", {"html": True, "linkify": False, "typographer": False, "alerts": True}
    )
    made.enable(["table", "strikethrough"])
    made.use(tasklists_plugin, label=True).use(footnote_plugin).use(gfm_autolink_plugin).use(
        admon_plugin
    )
    return made.use(
        container_plugin, name="notice", marker=":", validate=_is_container, render=_container
    )


def _is_container(params: str, *_: Any) -> bool:
    return bool(_CONTAINER.match(params)) and bool(params.strip())


def _container(_self: Any, tokens: Sequence[Token], at: int, *_: Any) -> str:
    """A container of colons: a notice when its word is one, else a plain block; its title is what
    stands behind the word.
    """
    token = tokens[at]
    if token.nesting == -1:
        return "</div>\n"
    found = _CONTAINER.match(token.info)
    word = ((found["cls"] or found["word"]) if found else "").lower()
    behind = (found["boxed"] or found["rest"] or "") if found else ""
    titled = _TITLE.search(token.info)
    title = titled[1] if titled else behind.strip()
    if word not in _KINDS:
        is_titled = title and not title.startswith("{")
        return f"<div>{f'<p><strong>{escape(title)}</strong></p>' if is_titled else ''}\n"
    opening = f'<div class="callout callout-{_KINDS[word]}" role="note">'
    return f"{opening}{_title(title or word.capitalize())}\n"


def _title(words: str) -> str:
    return f'<p class="callout-title">{escape(words)}</p>'


def tidied(tokens: list[Token]) -> list[Token]:
    """Tokens with notices alike, alignment as an attribute, directions where a document is written
    from the right, and every film as a link.
    """
    right = any(_is_from_right(token.content) for token in tokens if token.type == "inline")
    for at, token in enumerate(tokens):
        match token.type:
            case "alert_open" | "admonition_open":
                _become_notice(token)
            case "alert_title_open" | "admonition_title_open":
                token.attrs = {"class": "callout-title"}
            case "th_open" | "td_open" if token.attrGet("style"):
                align = str(token.attrs.pop("style")).partition(":")[2].strip("; ")
                token.attrSet("align", align)
            case "html_block":
                token.content = _with_films(token.content)
            case "inline":
                for child in token.children or ():
                    if child.type == "html_inline":
                        child.content = _with_films(child.content)
        if right and token.type in _BLOCKS:
            token.attrSet("dir", _direction(tokens[at:]))
    return tokens


def _become_notice(token: Token) -> None:
    word = str(token.meta.get("kind") or token.meta.get("tag") or "note").lower()
    token.attrs = {"class": f"callout callout-{_KINDS.get(word, 'note')}", "role": "note"}


def _direction(tokens: Iterable[Token]) -> str:
    """The direction of a block that begins here, by the first letter in it: a browser would not
    look into a list of paragraphs.
    """
    for token in tokens:
        if token.type == "inline":
            for sign in token.content:
                kind = unicodedata.bidirectional(sign)
                if kind == "L" or kind in _FROM_RIGHT:
                    return "ltr" if kind == "L" else "rtl"
    return "auto"


def _is_from_right(text: str) -> bool:
    return not text.isascii() and any(
        unicodedata.bidirectional(sign) in _FROM_RIGHT for sign in text
    )


def _with_films(html: str) -> str:
    """A film of another site would not be played here: a link to it stands before what stays of
    it.
    """
    links = "".join(
        f'<p><a href="{escape(address)}">{escape(address)}</a></p>'
        for _tag, address in _FILM.findall(html)
        if address.startswith(("http://", "https://", "//"))
    )
    return links + html


def heading_id(inline: Token) -> str:
    """The id that an author gave a heading ({#so}), which is taken out of its words; '' when there
    is none.
    """
    last = next(
        (
            child
            for child in reversed(inline.children or ())
            if child.type == "text" and child.content
        ),
        None,
    )
    if last is None or not last.content.rstrip().endswith("}"):
        return ""
    found = _HEADING_ID.search(last.content)
    if not found or not _ATTRIBUTES_ALONE.fullmatch(found[0].strip()):
        return ""
    last.content = last.content[: found.start()].rstrip()
    return found["id"] or ""


def shortcodes(source: str) -> int:
    """How many places of a text are codes of another tool (Hugo, Liquid), which nothing here
    carries out.
    """
    return len(_SHORTCODE.findall(source))
