"""Find: the answer to 'how do I …' right now, and the aid it leads to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from csp.decorators import csp_exempt
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.kernel.errors import NotFound
from trimtab.learner.behind import address_of
from trimtab.library import api as library
from trimtab.lrs import api as lrs
from trimtab.people.api import PersonRow
from trimtab.search import api as search
from trimtab.support import api as support
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request

HITS = 10
KINDS = {
    "how-to": _l("how-to"),
    "checklist": _l("checklist"),
    "decision-aid": _l("decision aid"),
    "look-up-table": _l("look-up table"),
}
_LOWEST_HEADING, _HIGHEST_HEADING = 6, 2


class SearchForm(Form, frozen=True, kw_only=True):
    """What somebody looks for; `lookup` is the search that is shown again, `told` thanks."""

    q: Annotated[str, Asks(most=search.LONGEST_QUESTION)] = ""
    exact: bool = False
    lookup: UUID | None = None
    told: bool = False


class TellForm(Form, frozen=True, kw_only=True):
    """What somebody says whose search found nothing that fits."""

    lookup: Annotated[UUID, Asks(fault=_l("This form is incomplete. Search once more."))]
    words: str = ""


class AidForm(Form, frozen=True, kw_only=True):
    """Where somebody comes from who opens an aid, and the section that they look for."""

    lookup: UUID | None = None
    section: str = ""


class SolvedForm(Form, frozen=True, kw_only=True):
    """Whether an aid solved it, and what was wrong."""

    solved: Annotated[support.Solved, Asks(fault=_l("Say yes, no, or that it is wrong."))]
    lookup: UUID | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class ShownResult:
    """A result as shown: where it leads, what kind it is, whether its check is due.

    With the headings above it, and its excerpt in pieces (text, asked for).
    """

    hit: search.Hit
    link: str
    kind: str
    is_due: bool
    above: tuple[str, ...]
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section of an aid as shown.

    The title's own heading is left out, the levels begin at 2.
    """

    slug: str
    heading: str
    level: int
    html: str
    is_asked: bool = False


@require_GET
@login_required
def page(request: Request) -> HttpResponse:
    """The page /find: a search as a plain GET; without words, all aids by name."""
    asked = forms.read(SearchForm, request.GET)
    if not asked.q:
        shelves = _shelves(request.person, forms.page_number(request.GET))
        return render(request, "learner/find.html", shelves)
    receipt = support.look_up(
        person_id=request.person.id,
        query=asked.q,
        limit=HITS,
        now=clock.now(),
        exact=asked.exact,
        lookup_id=asked.lookup,
    )
    words = receipt.corrected or asked.q
    context = {
        "words": asked.q,
        "receipt": receipt,
        "found": [_result(hit, receipt.lookup_id, words) for hit in receipt.hits],
        "told": asked.told,
    }
    return render(request, "learner/find.html", context)


def _shelves(person: PersonRow, page: int) -> dict[str, object]:
    """All aids by name, those of the person's own collections first."""
    aids = library.page_of_aids(state=library.ContentState.PUBLISHED, page=page)
    collections = support.collections_of(person.id)
    tags = sorted({tag for collection in collections for tag in collection.tags})
    return {"yours": library.aids_by_tags(tags) if tags else [], "aids": aids.rows, "page": aids}


def _result(hit: search.Hit, lookup: UUID, words: str) -> ShownResult:
    return ShownResult(
        hit=hit,
        link=address_of(hit, lookup=lookup),
        kind=str(KINDS.get(hit.kind, hit.kind)),
        is_due=hit.review_due(clock.today()),
        above=tuple(heading for heading in hit.path if heading != hit.heading),
        pieces=_pieces(hit.excerpt, words),
    )


def _pieces(excerpt: str, words: str) -> tuple[tuple[str, bool], ...]:
    """The excerpt cut at the words asked for.

    Those of three letters or more, at the beginning of a word.
    """
    wanted = [re.escape(word) for word in re.findall(r"\w{3,}", words)]
    if not wanted:
        return ((excerpt, False),)
    cut = re.split(rf"(\b(?:{'|'.join(wanted)}))", excerpt, flags=re.IGNORECASE)
    return tuple((text, at % 2 == 1) for at, text in enumerate(cut) if text)


@require_POST
@login_required
def tell_us(request: Request) -> HttpResponse:
    """Nothing fitted: says so to the authors."""
    form, person = forms.read(TellForm, request.POST), request.person
    support.resolved(
        lookup_id=form.lookup,
        solved=support.Solved.NO,
        person_id=person.id,
        words=form.words,
        now=clock.now(),
    )
    messages.success(request, _("Thank you. The authors see what you looked for."))
    row = support.lookup_of(person.id, form.lookup)
    query = urlencode({"q": row.query, "lookup": form.lookup, "told": "yes"}) if row else ""
    return redirect(f"{reverse('learner:find')}?{query}")


@require_GET
@login_required
def aid(request: Request, key: str) -> HttpResponse:
    """The page /find/aids/KEY."""
    row, person = library.aid(key), request.person
    asked = forms.read(AidForm, request.GET)
    lookup = support.opened(
        lookup_id=asked.lookup,
        aid_key=key,
        section=asked.section,
        person_id=person.id,
        now=clock.now(),
    )
    mine = support.lookup_of(person.id, lookup)
    address = lrs.home() + reverse("learner:aid", args=[key])
    sections = _sections(row, library.aid_sections(key), asked.section)
    context = {
        "aid": row,
        "kind": KINDS.get(row.kind, row.kind),
        "back": _back(mine, lookup),
        "said": mine.solved if mine else None,
        "sections": sections,
        "contents": [
            section for section in sections if section.heading and section.level == _HIGHEST_HEADING
        ],
        "is_due": row.review_due(clock.today()),
        "lookup": lookup,
        "qr": support.qr_svg(address),
        "address": address,
    }
    return render(request, "learner/aid.html", context)


def _back(mine: support.LookupRow | None, lookup: UUID) -> str:
    """Find, with the words that were searched for, which are not searched for once more."""
    query = f"?{urlencode({'q': mine.query, 'lookup': lookup})}" if mine and mine.query else ""
    return reverse("learner:find") + query


def _sections(
    row: library.AidRow, sections: list[library.SectionRow], asked: str
) -> list[ShownSection]:
    shown = []
    for at, section in enumerate(sections):
        is_title = at == 0 and section.level == 1 and section.heading == row.title
        shown.append(
            ShownSection(
                slug=section.slug,
                heading="" if is_title else section.heading,
                level=min(max(section.level, _HIGHEST_HEADING), _LOWEST_HEADING),
                html=section.html,
                is_asked=at > 0 and section.slug == asked,
            )
        )
    return shown


@require_GET
@login_required
@csp_exempt()  # type: ignore[arg-type]  # Typed for views of Django's own request.
def picture(request: Request, digest: str) -> HttpResponse:
    """A picture of a job aid. A drawing (SVG) of somebody's runs and loads nothing."""
    found = library.picture(digest)
    if found is None:
        raise NotFound("learner.picture", _("There is no such picture."))
    response = HttpResponse(found.content, content_type=found.media_type)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    )
    return response


@require_POST
@login_required
def solved(request: Request, key: str) -> HttpResponse:
    """'Did this solve it?': yes, no, or it is wrong."""
    form = forms.read(SolvedForm, request.POST)
    lookup = support.resolved(
        lookup_id=form.lookup,
        solved=form.solved,
        aid_key=key,
        person_id=request.person.id,
        words=form.words,
        now=clock.now(),
    )
    messages.success(request, _thanks(form.solved))
    return redirect(f"{reverse('learner:aid', args=[key])}?{urlencode({'lookup': lookup})}#solved")


def _thanks(answer: support.Solved) -> str:
    match answer:
        case support.Solved.YES:
            return _("Good to know. Thank you.")
        case support.Solved.NO:
            return _("Thank you. The authors see that this did not help.")
        case support.Solved.WRONG:
            return _("Thank you. The owner of this aid will check it.")
