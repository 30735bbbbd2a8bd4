"""The living page /style: every part of the design system with its parameters, a sample and the
sample's source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from trimtab.home.design.icons import ICONS
from trimtab.home.design.samples import samples
from trimtab.people.api import PersonRow, Role

PARTS = (
    "page_head",
    "card",
    "row",
    "pill",
    "verdict",
    "table",
    "field",
    "choices",
    "finding",
    "why",
    "timeline",
    "diff",
    "stat",
    "gauge",
    "chart",
    "progress",
    "notice",
    "empty",
    "toasts",
    "dialog",
    "pager",
)
COLOURS = (
    "paper",
    "surface",
    "sunken",
    "ink",
    "muted",
    "line",
    "edge",
    "link",
    "focus",
    "accent",
    "accent-text",
    "good",
    "warn",
    "bad",
    "note",
)
_COMMENT = re.compile(r"{% comment %}(.*?){% endcomment %}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Example:
    """A part: what its parameters are, a sample, and the sample's source."""

    name: str
    words: str
    source: str
    sample: str


@require_GET
def page(request: HttpRequest, *, for_everybody: bool) -> HttpResponse:
    """The page /style: in development for everybody, else for administrators; to others there is no
    such page."""
    person: PersonRow | None = getattr(request, "person", None)
    if not for_everybody and not (person and Role.ADMINISTRATOR in person.roles):
        raise Http404
    shown = samples()
    examples = [_example(name, shown, request) for name in PARTS]
    return render(
        request,
        "home/style.html",
        {"examples": examples, "colours": COLOURS, "icons": sorted(ICONS)},
    )


def _example(name: str, shown: dict[str, Any], request: HttpRequest) -> Example:
    words = _COMMENT.search(_source(f"parts/{name}.html"))
    return Example(
        name=name,
        words=words.group(1).strip() if words else "",
        source=_source(f"home/style/{name}.html").strip(),
        sample=render_to_string(f"home/style/{name}.html", shown, request),
    )


def _source(name: str) -> str:
    return str(engines["django"].get_template(name).template.source)  # type: ignore[attr-defined]
