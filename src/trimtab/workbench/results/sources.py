"""Where figures come from: sources that are read by themselves, and a file brought by hand.

With what their last reading found.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, BinaryIO, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trimtab import clock
from trimtab.evaluation import api as evaluation
from trimtab.evaluation.api import (
    Above,
    Columns,
    Every,
    Notation,
    RunState,
    SourceKind,
    Together,
    Wanted,
)
from trimtab.governance import api as governance
from trimtab.journeys import figures
from trimtab.journeys.turns import HEAVY
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal, TryLater
from trimtab.kernel.said import say_in
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.workbench.permission import RUNNING, STEERING, asked_by

KINDS = {
    SourceKind.CSV: (_l("A CSV file"), _l("In the folder of sources on the server.")),
    SourceKind.EXCEL: (_l("An Excel workbook"), _l("In the folder of sources on the server.")),
    SourceKind.DATABASE: (
        _l("A database"),
        _l("A query over a read-only connection of the settings."),
    ),
    SourceKind.FEED: (_l("A feed"), _l("A list of records as JSON at an address.")),
}
EVERY = {Every.HOUR: _l("Every hour"), Every.DAY: _l("Every day"), Every.WEEK: _l("Every week")}
# As it stands after what is read.
READ_EVERY = {
    Every.HOUR: say_in("after what is read", "every hour"),
    Every.DAY: say_in("after what is read", "every day"),
    Every.WEEK: say_in("after what is read", "every week"),
}
TOGETHER = {
    Together.REFUSE: _l("Refuse them"),
    Together.SUM: _l("Add them up"),
    Together.MEAN: _l("Take their mean"),
    Together.LAST: _l("Take the last"),
}
NOTATIONS = {
    Notation.UNSAID: _l("Ask when it is not clear"),
    Notation.POINT: _l("With a decimal point: 12.5"),
    Notation.COMMA: _l("With a decimal comma: 12,5"),
}
TOTALS = {
    Above.ASK: _l("Ask about them"),
    Above.LEAVE_OUT: _l("Leave them out: they are totals"),
    Above.KEEP: _l("Take them: they are figures of that unit itself"),
}
STATES = {
    RunState.GOOD: ("good", _l("read")),
    RunState.REFUSED: ("warn", _l("rows refused")),
    RunState.FAILED: ("bad", _l("not read")),
}
_MOST_NAME = 200


class Option(StrEnum):
    """What is left out of the rows, or taken in."""

    UNKNOWN = "unknown"
    HIDDEN = "hidden"
    NEGATIVE = "negative"


OPTIONS = {
    Option.UNKNOWN: _l("Leave out people and units that are not known here"),
    Option.HIDDEN: _l("Leave out rows that a workbook hides"),
    Option.NEGATIVE: _l("Times and amounts may be below nothing"),
}


class Act(StrEnum):
    """What is done with a source."""

    READ = "read"
    END = "end"


class ChangeForm(Form, frozen=True, kw_only=True):
    """What is done with a source."""

    do: Act = Act.READ


class SourceForm(Form, frozen=True, kw_only=True):
    """What a form says about a source, or about a file.

    What it does not say is as for a new one.
    """

    name: str = ""
    kind: SourceKind = SourceKind.CSV
    place: str = ""
    sheet: str = ""
    connection: str = ""
    query: str = ""
    every: Every = Every.DAY
    measure: str = ""
    measure_column: str = "measure"
    subject_column: str = "subject"
    when_column: str = "when"
    value_column: str = "value"
    unit: str = ""
    factor: Annotated[float, Asks(fault=_l("Give a number such as 60."))] = 0.0
    time_zone: str = "UTC"
    day_format: str = ""
    notation: Notation = Notation.UNSAID
    together: Together = Together.REFUSE
    above: Above = Above.ASK
    options: tuple[Option, ...] = ()

    def wanted(self) -> Wanted:
        """What is read, and where it is."""
        return Wanted(self.kind, self.place, self.sheet, self.connection, self.query)

    def columns(self) -> Columns:
        """Which column says what, and how numbers and days are written."""
        return Columns(
            measure=self.measure,
            measure_column=self.measure_column,
            subject_column=self.subject_column,
            when_column=self.when_column,
            value_column=self.value_column,
            unit=self.unit,
            factor=self.factor,
            time_zone=self.time_zone,
            day_format=self.day_format,
            notation=self.notation,
            together=self.together,
            leave_out_unknown=Option.UNKNOWN in self.options,
            leave_out_hidden=Option.HIDDEN in self.options,
            above=self.above,
            negatives=Option.NEGATIVE in self.options,
        )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def page(request: Request) -> HttpResponse:
    """The page /results/sources; a POST brings a file of figures."""
    if request.method != "POST":
        return _show(request, asked_by(request, *RUNNING))
    by = asked_by(request, *figures.MAY_BRING)
    try:
        done = _bring(request, by)
    except (NotAllowed, TryLater):
        raise
    except Refusal as refusal:
        return _show(request, by, refusal=refusal, status=refusal.status)
    return _show(request, by, done=done, status=422 if done.problems else 200)


def _bring(request: Request, by: people.PersonRow) -> evaluation.MeasureImport:
    """Takes the figures of a file in. Raises Refusal where that cannot be."""
    given = request.FILES.get("file")
    if given is None or not given.file:
        raise Refusal("source.file", _("Choose a file first."), "file")
    name, form = (given.name or "")[:_MOST_NAME], _read(request)
    with HEAVY.taken():
        table = evaluation.table_of(
            cast(BinaryIO, given.file), name=name, sheet=form.sheet, bounds=evaluation.PAGE
        )
        return figures.import_file(
            table=table, columns=form.columns(), name=name, by=by, now=clock.now()
        )


def _time_zone() -> str:
    organisation = people.organisation()
    return organisation.time_zone if organisation else "UTC"


def _read(request: Request) -> SourceForm:
    return forms.read(SourceForm, request.POST, time_zone=_time_zone())


def _shown(request: Request) -> dict[str, Any]:
    """What the form shows: what was filled in, and how a new source begins."""
    return forms.kept(SourceForm, request.POST, time_zone=_time_zone(), factor="")


def _show(
    request: Request, by: people.PersonRow, *, status: int = 200, **said: Any
) -> HttpResponse:
    context = {
        "may_see_results": bool(by.roles & set(STEERING))
        and governance.access_to_any(by, governance.FIGURES, now=clock.now()).is_open,
        "rows": [
            (source, *_state(source.last), KINDS[source.wanted.kind][0], READ_EVERY[source.every])
            for source in evaluation.sources()
        ],
        "is_administrator": Role.ADMINISTRATOR in by.roles,
        "may_bring": bool(set(figures.MAY_BRING) & by.roles),
        "time_zone": _time_zone(),
        **_form(request, said.get("refusal")),
        **said,
    }
    return render(request, "workbench/results/sources.html", context, status=status)


def _state(run: evaluation.SourceRunRow | None) -> tuple[str, object]:
    return STATES[run.state] if run else ("unsure", _("not read yet"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: Request) -> HttpResponse:
    """The form for a new source."""
    by = asked_by(request, Role.ADMINISTRATOR)
    template = "workbench/results/source_new.html"
    if request.method != "POST":
        return render(request, template, _form(request, None))
    try:
        form = _read(request)
        figures.add_source(
            name=form.name,
            wanted=form.wanted(),
            columns=form.columns(),
            every=form.every,
            by=by,
            now=clock.now(),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        return render(request, template, _form(request, refusal), status=422)
    sentence = _("The source is read within a minute. Come back to see what it found.")
    messages.success(request, sentence)
    return redirect("workbench:sources")


def _form(request: Request, refusal: Refusal | None) -> dict[str, Any]:
    measures = [
        (measure.key, f"{measure.name} ({measure.unit})") for measure in evaluation.measures()
    ]
    return {
        "asked": _shown(request),
        "errors": forms.errors(refusal),
        "kinds": [
            {"value": kind.value, "text": text, "note": note}
            for kind, (text, note) in KINDS.items()
        ],
        "every": [(every.value, text) for every, text in EVERY.items()],
        "together": [(together.value, text) for together, text in TOGETHER.items()],
        "notations": [(notation.value, text) for notation, text in NOTATIONS.items()],
        "totals": [(above.value, text) for above, text in TOTALS.items()],
        "measures": [("", _("a column says it")), *measures],
        "options": [
            {"value": option.value, "text": text, "note": ""} for option, text in OPTIONS.items()
        ],
    }


@require_GET
@login_required
def source(request: Request, source_id: int) -> HttpResponse:
    """One source: what it reads, and what its readings found."""
    by = asked_by(request, *RUNNING)
    sources = (source for source in evaluation.sources() if source.id == source_id)
    found = next(sources, None)
    if found is None:
        raise NotFound("source.unknown", _("There is no such source. It may have been ended."))
    state, word = _state(found.last)
    context = {
        "source": found,
        "kind": KINDS[found.wanted.kind][0],
        "every": READ_EVERY[found.every],
        "state": state,
        "word": word,
        "runs": [(run, *STATES[run.state]) for run in evaluation.runs(source_id)],
        "is_administrator": Role.ADMINISTRATOR in by.roles,
        "may_read": bool({Role.ADMINISTRATOR, Role.STRATEGIST} & by.roles),
    }
    return render(request, "workbench/results/source.html", context)


@require_POST
@login_required
def change(request: Request, source_id: int) -> HttpResponse:
    """Lets a source be read soon, or ends it, as the button pressed says."""
    by = asked_by(request, Role.ADMINISTRATOR, Role.STRATEGIST)
    match forms.read(ChangeForm, request.POST).do:
        case Act.END:
            figures.end_source(source_id=source_id, by=by, now=clock.now())
            messages.success(request, _("The source is read no more. Its figures stay."))
            return redirect("workbench:sources")
        case Act.READ:
            figures.read_soon(source_id=source_id, by=by, now=clock.now())
            messages.success(request, _("The source is read within a minute."))
            return redirect("workbench:source", source_id=source_id)
