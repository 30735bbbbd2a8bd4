"""The papers that people expect of a strategy: what each is for, as a page, and as files."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from trimtab.journeys import papers
from trimtab.kernel import written
from trimtab.kernel.errors import NotFound
from trimtab.papers import html
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.web.requests import Request
from trimtab.workbench.permission import STEERING, asked_by, readable

FORMS = (
    (papers.PaperFormat.PDF, "PDF"),
    (papers.PaperFormat.DOCX, "Word"),
    (papers.PaperFormat.MARKDOWN, "Markdown"),
    (papers.PaperFormat.ICAL, "iCalendar"),
)


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The page /strategy/papers, of the revision in force or of `?revision=`."""
    person = asked_by(request, *STEERING)
    row = _found(request, person)
    context: dict[str, Any] = {"revision": row, "latest": None if row else strategy.latest()}
    if row:
        reads_all = strategy.may_read(person.roles)
        kinds = [kind for kind in strategy.papers.KINDS if reads_all or not kind.is_apart]
        context |= {
            "rows": [{"kind": kind, "forms": _forms(kind)} for kind in kinds],
            "head": papers.letterhead(row),
            "query": _query(request),
        }
    return render(request, "workbench/strategy/papers.html", context)


@require_GET
@login_required
def page(request: Request, name: str) -> HttpResponse:
    """One paper as a page."""
    row = _required(request, asked_by(request, *STEERING))
    paper, head = papers.paper(name, row)
    kind = strategy.papers.kind_named(name)
    # The renderer escapes every word; of the style no word is anybody's, and the colour is checked.
    article, style = mark_safe(html.article(paper, head)), mark_safe(html.style(head))  # noqa: S308
    context = {
        "kind": kind,
        "revision": row,
        "forms": _forms(kind),
        "query": _query(request),
        "article": article,
        "style": style,
    }
    return render(request, "workbench/strategy/paper.html", context)


@require_GET
@login_required
def download(request: Request, name: str, form: str) -> HttpResponse:
    """One paper as a file."""
    person = asked_by(request, *STEERING)
    if form not in set(papers.PaperFormat):
        known = ", ".join(papers.PaperFormat)
        sentence = _("A paper comes as one of: %(known)s.") % {"known": known}
        raise NotFound("strategy.no-form", sentence)
    file = papers.file(name, papers.PaperFormat(form), _required(request, person))
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.content, content_type=file.media_type, headers=headers)


def _forms(kind: strategy.papers.PaperKind) -> list[tuple[str, str]]:
    """The forms of a paper; a calendar only of one that has dates."""
    return [
        (form.value, name)
        for form, name in FORMS
        if form is not papers.PaperFormat.ICAL or kind.dated
    ]


def _query(request: Request) -> str:
    number = written.whole(request.GET.get("revision"))
    return f"?revision={number}" if number is not None else ""


def _found(request: Request, person: people.PersonRow) -> strategy.RevisionRow | None:
    """The revision that was asked for, else the one in force, as this person may read it.

    None when there is none in force.
    """
    asked = request.GET.get("revision", "")
    if not asked:
        current = strategy.current()
        return readable(current, person) if current else None
    number = written.whole(asked)
    if number is None:
        raise NotFound("strategy.unknown", _("There is no such revision."), "revision")
    return readable(strategy.revision(number), person)


def _required(request: Request, person: people.PersonRow) -> strategy.RevisionRow:
    return _found(request, person) or strategy.require_current()
