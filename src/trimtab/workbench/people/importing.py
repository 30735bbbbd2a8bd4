"""Bringing a list of people in: chosen, looked at, and then taken as it was shown."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from trimtab import clock
from trimtab.journeys import onboarding
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.kernel.said import Said, listed, say, say_n
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.web import forms
from trimtab.web.forms import Form
from trimtab.web.requests import Request
from trimtab.wording import words
from trimtab.workbench.permission import asked_by

COLUMNS = ("email", "name", "unit", "roles", "attribute:job")
SALT = "trimtab.people.roles-taken"


class AgreeForm(Form, frozen=True, kw_only=True):
    """That the roles which the page listed may be taken away; `taken` is that list, signed."""

    take: bool = False
    taken: str = ""


@require_http_methods(["GET", "POST"])
@login_required
def page(request: Request) -> HttpResponse:
    """The page /people/import: a file leads to its preview; nothing is written."""
    by = asked_by(request, Role.ADMINISTRATOR)
    template = "workbench/people/people_import.html"
    if request.method == "GET":
        return render(request, template, {"columns": COLUMNS})
    try:
        kept = onboarding.keep(csv_text=_text(request), by=by, now=clock.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        context = {"columns": COLUMNS, "error": refusal.sentence}
        return render(request, template, context, status=refusal.status)
    return redirect("workbench:import-preview", kept)


def _text(request: Request) -> str:
    """The text of the file that was chosen. Raises Refusal on the field file."""
    file = request.FILES.get("file")
    if file is None:
        raise Refusal("people.no-file", _("Choose a file."), "file")
    if (file.size or 0) > people.MOST_BYTES:
        sentence = _(
            "The file has more than 5 MB. Split it, or use 'trimtab import people' on the server."
        )
        raise Refusal("people.large-file", sentence, "file")
    try:
        text = str(file.read(), "utf-8-sig")
    except UnicodeDecodeError as error:
        sentence = _(
            "The file is not UTF-8 text. In a spreadsheet choose 'CSV UTF-8' when you save it."
        )
        raise Refusal("people.not-text", sentence, "file") from error
    if "\x00" in text:
        sentence = _("This is no CSV file: it holds characters that no text has.")
        raise Refusal("people.not-text", sentence, "file")
    return text


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def preview(request: Request, import_id: UUID) -> HttpResponse:
    """What the chosen list would do: created, changed, unchanged, units made, roles taken away.

    A POST does it.
    """
    by = asked_by(request, Role.ADMINISTRATOR)
    if request.method == "GET":
        return _show(request, onboarding.preview(import_id=import_id, by=by, now=clock.now()))
    report = onboarding.take(import_id=import_id, by=by, now=clock.now(), agreed=_agreed(request))
    if report is not None and report.is_refused:
        return _show(request, report, status=422)
    if report is not None:
        messages.success(request, words(_done(report)))
    return redirect("workbench:people")


def _done(report: people.ImportReport) -> Said:
    """What was done with the list."""
    came = say_n("{count} person came in", "{count} people came in", report.created)
    changed = say_n("{count} was changed", "{count} were changed", report.updated)
    unchanged = say_n("{count} is as it was", "{count} are as they were", report.unchanged)
    return say("{what}.", what=listed([came, changed, unchanged]))


def _agreed(request: Request) -> list[people.RoleTaken]:
    """The roles that the page listed when somebody agreed to take them away.

    A role that came up since then is not among them.
    """
    form = forms.read(AgreeForm, request.POST)
    if not form.take:
        return []
    try:
        listed = signing.loads(form.taken, salt=SALT)
    except signing.BadSignature:
        return []
    return [people.RoleTaken(email, name, Role(role)) for email, name, role in listed]


def _show(request: Request, report: people.ImportReport, status: int = 200) -> HttpResponse:
    listed = [(taken.email, taken.name, taken.role.value) for taken in report.taken]
    context = {
        "report": report,
        "more": report.created + report.updated - len(report.changes),
        "taken": signing.dumps(listed, salt=SALT, compress=True) if listed else "",
        "asked_again": status != 200,
        "role_words": people.ROLE_WORDS,
    }
    return render(request, "workbench/people/people_preview.html", context, status=status)
