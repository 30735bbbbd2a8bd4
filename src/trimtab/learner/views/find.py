"""Find: the answer to 'how do I …' right now, and the aid it leads to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from csp.decorators import csp_exempt
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.learner.behind import address_of
from trimtab.library import api as library
from trimtab.lrs import api as lrs
from trimtab.people.api import PersonRow
from trimtab.search import api as search
from trimtab.support import api as support

HITS = 10
KINDS = {
    "how-to": _l("how-to"),
    "checklist": _l("checklist"),
    "decision-aid": _l("decision aid"),
    "look-up-table": _l("look-up table"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A result as shown: where it leads, what kind it is, whether its check is due, the headings above it, and its excerpt in pieces
    (text, asked for)."""

    hit: search.Hit
    link: str
    kind: str
    is_due: bool
    above: tuple[str, ...]
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A section of an aid as shown; the title's own heading is left out, the levels begin at 2."""

    slug: str
    heading: str
    level: int
    html: str
    is_asked: bool = False


@require_GET
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page /find: a search as a plain GET; without words, all aids by name."""
    person: PersonRow = request.person  # type: ignore[attr-defined]
    words = request.GET.get("q", "").strip()[: search.LONGEST_QUESTION]
    if not words:
        return render(
            request, "learner/find.html", _shelves(person, request.GET.get("page", "")[:8])
        )
    exact = "exact" in request.GET
    receipt = support.look_up(
        person_id=person.id,
        query=words,
        limit=HITS,
        now=clock.now(),
        exact=exact,
        lookup_id=_lookup(request.GET.get("lookup", "")),
    )
    found = [_found(hit, receipt.lookup_id, receipt.corrected or words) for hit in receipt.hits]
    context = {"words": words, "receipt": receipt, "found": found, "told": "told" in request.GET}
    return render(request, "learner/find.html", context)


def _shelves(person: PersonRow, page: str) -> dict[str, object]:
    aids = library.page_of_aids(
        state=library.ContentState.PUBLISHED,
        page=int(page) if page.isascii() and page.isdigit() else 1,
    )
    collections = support.collections_of(person.id)
    tags = sorted({tag for one in collections for tag in one.tags})
    return {"yours": library.aids_by_tags(tags) if tags else [], "aids": aids.rows, "page": aids}


def _found(hit: search.Hit, lookup: UUID, words: str) -> Found:
    return Found(
        hit=hit,
        link=address_of(hit, lookup=lookup),
        kind=str(KINDS.get(hit.kind, hit.kind)),
        is_due=hit.review_due(clock.today()),
        above=tuple(heading for heading in hit.path if heading != hit.heading),
        pieces=_pieces(hit.excerpt, words),
    )


def _pieces(excerpt: str, words: str) -> tuple[tuple[str, bool], ...]:
    """The excerpt cut at the words asked for (those of three letters or more, at the beginning of a word)."""
    wanted = [re.escape(word) for word in re.findall(r"\w{3,}", words)]
    if not wanted:
        return ((excerpt, False),)
    cut = re.split(rf"(\b(?:{'|'.join(wanted)}))", excerpt, flags=re.IGNORECASE)
    return tuple((text, at % 2 == 1) for at, text in enumerate(cut) if text)


@require_POST
@login_required
def tell_us(request: HttpRequest) -> HttpResponse:
    """Nothing fitted: says so to the authors."""
    lookup = _lookup(request.POST.get("lookup", ""))
    if lookup is None:
        raise Refusal("learner.lookup", _("This form is incomplete. Search once more."), "lookup")
    person: PersonRow = request.person  # type: ignore[attr-defined]
    said = request.POST.get("words", "")
    support.resolved(
        lookup_id=lookup, solved=support.Solved.NO, person_id=person.id, words=said, now=clock.now()
    )
    messages.success(request, _("Thank you. The authors see what you looked for."))
    row = support.lookup_of(person.id, lookup)
    query = urlencode({"q": row.query, "lookup": lookup, "told": "yes"}) if row else ""
    return redirect(f"{reverse('learner:find')}?{query}")


@require_GET
@login_required
def aid(request: HttpRequest, key: str) -> HttpResponse:
    """The page /find/aids/KEY."""
    row = library.aid(key)
    person: PersonRow = request.person  # type: ignore[attr-defined]
    asked = request.GET.get("section", "")
    lookup = support.opened(
        lookup_id=_lookup(request.GET.get("lookup", "")),
        aid_key=key,
        section=asked,
        person_id=person.id,
        now=clock.now(),
    )
    mine = support.lookup_of(person.id, lookup)
    address = lrs.home() + reverse("learner:aid", args=[key])
    sections = _shown(row, library.aid_sections(key), asked)
    context = {
        "aid": row,
        "kind": KINDS.get(row.kind, row.kind),
        "back": _back(mine, lookup),
        "said": mine.solved if mine else None,
        "sections": sections,
        "contents": [section for section in sections if section.heading and section.level == 2],
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


def _shown(row: library.AidRow, sections: list[library.SectionRow], asked: str) -> list[Shown]:
    return [
        Shown(
            one.slug,
            "" if at == 0 and one.level == 1 and one.heading == row.title else one.heading,
            min(max(one.level, 2), 6),
            one.html,
            at > 0 and one.slug == asked,
        )
        for at, one in enumerate(sections)
    ]


@require_GET
@login_required
@csp_exempt()  # type: ignore[arg-type]
def picture(request: HttpRequest, digest: str) -> HttpResponse:
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
def solved(request: HttpRequest, key: str) -> HttpResponse:
    """'Did this solve it?': yes, no, or it is wrong."""
    try:
        answer = support.Solved(request.POST.get("solved", ""))
    except ValueError as error:
        raise Refusal("learner.solved", _("Say yes, no, or that it is wrong."), "solved") from error
    person: PersonRow = request.person  # type: ignore[attr-defined]
    lookup = support.resolved(
        lookup_id=_lookup(request.POST.get("lookup", "")),
        solved=answer,
        aid_key=key,
        person_id=person.id,
        words=request.POST.get("words", ""),
        now=clock.now(),
    )
    messages.success(request, _thanks(answer))
    return redirect(f"{reverse('learner:aid', args=[key])}?{urlencode({'lookup': lookup})}#solved")


def _thanks(answer: support.Solved) -> str:
    match answer:
        case support.Solved.YES:
            return _("Good to know. Thank you.")
        case support.Solved.NO:
            return _("Thank you. The authors see that this did not help.")
        case support.Solved.WRONG:
            return _("Thank you. The owner of this aid will check it.")


def _lookup(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
