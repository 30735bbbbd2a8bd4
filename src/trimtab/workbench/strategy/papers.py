"""The papers that people expect of a strategy: what each is for, each as a page, and as files to hand out."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
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
from trimtab.workbench.permission import STEERING, asked_by, readable

FORMS = (
    (papers.Form.PDF, "PDF"),
    (papers.Form.DOCX, "Word"),
    (papers.Form.MARKDOWN, "Markdown"),
    (papers.Form.ICAL, "iCalendar"),
)


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The page /strategy/papers, of the revision in force or of `?revision=`."""
    person = asked_by(request, *STEERING)
    row = _found(request, person)
    context: dict[str, Any] = {"revision": row, "latest": None if row else strategy.latest()}
    if row:
        kinds = [
            one
            for one in strategy.papers.KINDS
            if not one.is_apart or strategy.may_read(person.roles)
        ]
        context |= {
            "rows": [{"kind": one, "forms": _forms(one)} for one in kinds],
            "head": papers.letterhead(row),
        }
        context |= {"query": _query(request)}
    return render(request, "workbench/strategy/papers.html", context)


@require_GET
@login_required
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One paper as a page."""
    row = _required(request, asked_by(request, *STEERING))
    written, head = papers.paper(name, row)
    kind = strategy.papers.kind_named(name)
    context = {
        "kind": kind,
        "revision": row,
        "forms": _forms(kind),
        "query": _query(request),
        "article": mark_safe(html.article(written, head)),  # noqa: S308  the renderer escapes every word
        "style": mark_safe(html.style(head)),  # noqa: S308  no word of anybody is in it, and the colour is checked
    }
    return render(request, "workbench/strategy/paper.html", context)


@require_GET
@login_required
def download(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """One paper as a file."""
    person = asked_by(request, *STEERING)
    if form not in set(papers.Form):
        known = ", ".join(papers.Form)
        raise NotFound(
            "strategy.no-form", _("A paper comes as one of: %(known)s.") % {"known": known}
        )
    file = papers.file(name, papers.Form(form), _required(request, person))
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.content, content_type=file.media_type, headers=headers)


def _forms(kind: strategy.papers.PaperKind) -> list[tuple[str, str]]:
    return [
        (form.value, name) for form, name in FORMS if form is not papers.Form.ICAL or kind.dated
    ]


def _query(request: HttpRequest) -> str:
    number = written.whole(request.GET.get("revision"))
    return f"?revision={number}" if number is not None else ""


def _found(request: HttpRequest, person: people.PersonRow) -> strategy.RevisionRow | None:
    """The revision that was asked for, else the one in force, as this person may read it; None when there is none."""
    asked = request.GET.get("revision", "")
    if not asked:
        current = strategy.current()
        return readable(current, person) if current else None
    number = written.whole(asked)
    if number is None:
        raise NotFound("strategy.unknown", _("There is no such revision."), "revision")
    return readable(strategy.revision(number), person)


def _required(request: HttpRequest, person: people.PersonRow) -> strategy.RevisionRow:
    return _found(request, person) or strategy.require_current()
