"""Bringing content in: questions and aids as files, each published as it stands in its file."""

from __future__ import annotations

from typing import Annotated

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trimtab import clock
from trimtab.journeys import content
from trimtab.journeys.content import MOST_FILES, ContentBrought
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.kernel.text import NOT_UTF8, decoded
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.workbench.permission import AUTHORING, asked_by

MOST_PROBLEMS = 100
# How a file is written, which is the same in every language.
_QUESTION = """\
- key: {tag}-1
  kind: single-choice
  stem: A return comes without a receipt. What do you ask for first?
  tags: [{tag}]
  options:
    - {{text: The card that was used, correct: true, feedback: It finds the sale.}}
    - {{text: A reason, correct: false, feedback: That comes later.}}
"""
_AID = """\
---
tags: [{tag}]
---
# A return without a receipt

1. Ask for the card that was used.
2. Look the sale up by it.
"""
_TAG = "returns"


class BringForm(Form, frozen=True, kw_only=True):
    """The tag that the content is for, where somebody came from a practice or help without any."""

    tag: Annotated[str, Asks(most=100)] = ""


@require_http_methods(["GET", "POST"])
@login_required
def page(request: Request) -> HttpResponse:
    """The page /bring-in: files lead to what came of them, or to all that is wrong."""
    by = asked_by(request, *AUTHORING)
    if request.method == "GET":
        return _show(request)
    try:
        files = _texts(request)
        brought = content.bring_in(files=files, by=by, now=clock.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _show(request, refusal=refusal)
    return _show(request, brought)


def _texts(request: Request) -> dict[str, str]:
    """The files that were sent, by name. Raises Refusal."""
    files = request.FILES.getlist("files")[: MOST_FILES + 1]
    if not files:
        raise Refusal("content.no-file", _("Choose at least one file."), "files")
    if len(files) > MOST_FILES:
        sentence = _("At most %(n)s files at once.") % {"n": MOST_FILES}
        raise Refusal("content.many-files", sentence, "files")
    found = {}
    for file in files:
        try:
            found[str(file.name)] = decoded(file.read())
        except UnicodeDecodeError as error:
            raise Refusal("content.not-utf-8", NOT_UTF8, "files") from error
    return found


def _show(
    request: Request, brought: ContentBrought | None = None, *, refusal: Refusal | None = None
) -> HttpResponse:
    tag = forms.read(BringForm, request.GET).tag
    context = {
        "question": _QUESTION.format(tag=tag or _TAG),
        "aid": _AID.format(tag=tag or _TAG),
        "brought": brought,
        "problems": brought.problems[:MOST_PROBLEMS] if brought else (),
        "error": forms.errors(refusal),
        "tag": tag,
    }
    is_wrong = refusal is not None or bool(brought and brought.problems)
    status = 422 if is_wrong else 200
    return render(request, "workbench/content/bring_in.html", context, status=status)
