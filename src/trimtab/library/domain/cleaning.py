"""HTML of authors through an allow-list, what it links to and shows, and its plain words. Pure.

Cleaned by nh3: a script in a document never runs, and nothing asks for a password in our name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import unquote

import nh3

Resolve = Callable[[str], str | None]
PICTURES = "/find/pictures/"
AIDS = "/find/aids/"
_TAGS = frozenset(
    "a abbr b blockquote br caption code dd del details div dl dt em figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark ol p pre q s samp section small span "
    "strong sub summary sup table tbody td tfoot th thead tr u ul var".split()
)
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "title", "lang", "dir"},
    "a": {"href", "class"},
    "details": {"open"},
    "div": {"class", "role"},
    "img": {"src", "alt", "width", "height", "loading"},
    "input": {"checked", "class", "aria-label"},
    "code": {"class"},
    "ol": {"start", "class"},
    "li": {"class"},
    "p": {"class"},
    "span": {"class"},
    "ul": {"class"},
    "section": {"class"},
    "hr": {"class"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
}
# A list of tasks has boxes to tick. Nothing else may be filled in: a field would ask for a password
# in our name.
_ALWAYS = {"input": {"type": "checkbox", "disabled": ""}}
# A class of ours would make a link look like a button of the page.
_CLASSES = frozenset(
    "contains-task-list task-list-item task-list-item-checkbox footnotes footnotes-sep "
    "footnotes-list footnote-item footnote-backref no-picture callout callout-title callout-note "
    "callout-tip callout-important callout-warning callout-caution".split()
)
_LANGUAGE = "language-"
_SCHEMES = {"http", "https", "mailto", "tel", "data"}
_DATA_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,", re.IGNORECASE)
_EXTERNAL = re.compile(r"[a-z][a-z0-9+.\-]*:|//", re.IGNORECASE)
_PICTURE = re.compile(r'<img((?:\s+[\w:-]+="[^"]*")*)\s*/?>')
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')


@dataclass(slots=True)
class Targets:
    """Where what a document links to and shows is here.

    `link` and `picture` give the address of a target, or None when it is not here; what was here
    and what was not is written down in the order in which it came.
    """

    link: Resolve
    picture: Resolve
    linked: list[str] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)
    not_shown: list[str] = field(default_factory=list)


def clean(html: str, targets: Targets | None = None) -> str:
    """HTML through the allow-list: no script, style, form, field or event handler survives; links
    get rel=noopener.

    With `targets`, a link to something of the collection gets its address here or, when it is not
    here, none; a picture that is not here, or stands on another site (which would learn who reads),
    becomes its words, with a link to it.
    """
    cleaned = nh3.clean(
        html,
        tags=set(_TAGS),
        attributes={name: set(allowed) for name, allowed in _ATTRIBUTES.items()},
        set_tag_attribute_values=_ALWAYS,
        attribute_filter=lambda tag, attribute, value: _filtered(tag, attribute, value, targets),
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
        strip_comments=True,
        clean_content_tags={"script", "style"},
    )
    return (
        _PICTURE.sub(lambda match: _shown(match[0], match[1], targets), cleaned)
        if targets
        else cleaned
    )


def _filtered(tag: str, attribute: str, value: str, targets: Targets | None) -> str | None:
    """The value of an attribute as it stays; None takes the attribute away.

    Of classes, those stay that rendering gives.
    """
    match tag, attribute:
        case "a", "href":
            return None if value.lower().lstrip().startswith("data:") else _link(value, targets)
        case "img", "src":
            return _source(value, targets)
        case _, "class":
            kept = [
                word
                for word in value.split()
                if word in _CLASSES or (tag == "code" and word.startswith(_LANGUAGE))
            ]
            return " ".join(kept) or None
        case _, "role":
            return value if value == "note" else None
    return value


def _link(value: str, targets: Targets | None) -> str | None:
    if (
        targets is None
        or value.startswith(("#", AIDS, PICTURES))
        or _EXTERNAL.match(value)
        or not value.strip()
    ):
        return value
    address = targets.link(unquote(value.strip()))
    (targets.linked if address else targets.dead).append(unquote(value).partition("#")[0])
    return address


def _source(value: str, targets: Targets | None) -> str | None:
    if (
        _DATA_PICTURE.match(value)
        or targets is None
        or value.startswith(PICTURES)
        or _EXTERNAL.match(value)
    ):
        return (
            value if not value.lower().startswith("data:") or _DATA_PICTURE.match(value) else None
        )
    address = targets.picture(unquote(value.strip()))
    if address is None:
        targets.not_shown.append(unquote(value))
    return address


def _shown(whole: str, written: str, targets: Targets) -> str:
    """A picture as it is shown: itself when it is here, else its words, and where it is when that
    is known.
    """
    values = {name: unescape(value) for name, value in _ATTRIBUTE.findall(written)}
    source = values.get("src", "")
    if source.startswith((PICTURES, "data:")):
        return whole if "loading=" in written else whole.replace("<img", '<img loading="lazy"', 1)
    words = escape(values.get("alt") or values.get("title") or "")
    if not source:
        return f'<span class="no-picture">{words}</span>' if words else ""
    targets.not_shown.append(source)
    words = words or escape(source.partition("?")[0].rstrip("/").rsplit("/", 1)[-1])
    return f'<a class="no-picture" href="{escape(source)}" rel="noopener noreferrer">{words}</a>'
