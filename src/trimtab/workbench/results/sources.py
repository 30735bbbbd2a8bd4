"""Where figures come from: sources that are read by themselves, what their last reading found, and a file brought by hand."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
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
from trimtab.kernel import written
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal, TryLater
from trimtab.people import api as people
from trimtab.people.api import Role
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
_TEXTS = (
    "name",
    "place",
    "sheet",
    "connection",
    "query",
    "measure",
    "measure_column",
    "subject_column",
    "when_column",
    "value_column",
    "unit",
    "time_zone",
    "day_format",
)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page /results/sources; a POST brings a file of figures."""
    if request.method != "POST":
        return _show(request, asked_by(request, *RUNNING))
    by = asked_by(request, *figures.MAY_BRING)
    given = request.FILES.get("file")
    try:
        if given is None or not given.file:
            raise Refusal("source.file", _("Choose a file first."), "file")
        name = (given.name or "")[:200]
        asked = _asked(request)
        with HEAVY.taken():
            table = evaluation.table_of(
                cast(BinaryIO, given.file), name=name, sheet=asked["sheet"], bounds=evaluation.PAGE
            )
            done = figures.import_file(
                table=table, columns=_columns(asked), name=name, by=by, now=clock.now()
            )
    except (NotAllowed, TryLater):
        raise
    except Refusal as refusal:
        return _show(request, by, refusal=refusal, status=refusal.status)
    return _show(request, by, done=done, status=422 if done.problems else 200)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What a form says about a source, or about a file; what it does not say is as for a new one."""
    names = (*_TEXTS, "kind", "every", "together", "factor", "notation", "above")
    given = {name: request.POST[name].strip()[:10_000] for name in names if name in request.POST}
    return {
        **dict.fromkeys(names, ""),
        **_beginning(),
        **given,
        "options": request.POST.getlist("options"),
    }


def _beginning() -> dict[str, Any]:
    organisation = people.organisation()
    return {
        "kind": SourceKind.CSV.value,
        "every": Every.DAY.value,
        "together": Together.REFUSE.value,
        "measure_column": "measure",
        "subject_column": "subject",
        "when_column": "when",
        "value_column": "value",
        "notation": Notation.UNSAID.value,
        "above": Above.ASK.value,
        "time_zone": organisation.time_zone if organisation else "UTC",
        "options": [],
    }


def _show(
    request: HttpRequest, by: people.PersonRow, *, status: int = 200, **said: Any
) -> HttpResponse:
    organisation = people.organisation()
    context = {
        "may_see_results": bool(by.roles & set(STEERING))
        and governance.access_to_any(by, governance.FIGURES, now=clock.now()).is_open,
        "rows": [
            (one, *_state(one.last), KINDS[one.wanted.kind][0], EVERY[one.every])
            for one in evaluation.sources()
        ],
        "is_administrator": Role.ADMINISTRATOR in by.roles,
        "may_bring": bool(set(figures.MAY_BRING) & by.roles),
        "time_zone": organisation.time_zone if organisation else "UTC",
        **_form(_asked(request) if request.method == "POST" else _beginning(), said.get("refusal")),
        **said,
    }
    return render(request, "workbench/results/sources.html", context, status=status)


def _state(run: evaluation.SourceRunRow | None) -> tuple[str, object]:
    return STATES[run.state] if run else ("unsure", _("not read yet"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """The form for a new source."""
    by = asked_by(request, Role.ADMINISTRATOR)
    asked = _beginning()
    refusal = None
    if request.method == "POST":
        asked = _asked(request)
        try:
            figures.add_source(
                name=asked["name"],
                wanted=_wanted(asked),
                columns=_columns(asked),
                every=_option(Every, asked["every"]),
                by=by,
                now=clock.now(),
            )
        except NotAllowed:
            raise
        except Refusal as fault:
            refusal = fault
        else:
            messages.success(
                request, _("The source is read within a minute. Come back to see what it found.")
            )
            return redirect("workbench:sources")
    return render(
        request,
        "workbench/results/source_new.html",
        _form(asked, refusal),
        status=422 if refusal else 200,
    )


def _form(asked: dict[str, Any], refusal: Refusal | None) -> dict[str, Any]:
    measures = [(one.key, f"{one.name} ({one.unit})") for one in evaluation.measures()]
    return {
        "asked": asked,
        "errors": {refusal.field: refusal.sentence} if refusal else {},
        "kinds": [
            {"value": kind.value, "text": text, "note": note}
            for kind, (text, note) in KINDS.items()
        ],
        "every": [(one.value, text) for one, text in EVERY.items()],
        "together": [(one.value, text) for one, text in TOGETHER.items()],
        "notations": [(one.value, text) for one, text in NOTATIONS.items()],
        "totals": [(one.value, text) for one, text in TOTALS.items()],
        "measures": [("", _("a column says it")), *measures],
        "options": [
            {
                "value": "unknown",
                "text": _("Leave out people and units that are not known here"),
                "note": "",
            },
            {"value": "hidden", "text": _("Leave out rows that a workbook hides"), "note": ""},
            {"value": "negative", "text": _("Times and amounts may be below nothing"), "note": ""},
        ],
    }


def _option(kind: Any, given: str) -> Any:
    return kind(given) if given in set(kind) else next(iter(kind))


def _wanted(asked: dict[str, Any]) -> Wanted:
    return Wanted(
        _option(SourceKind, asked["kind"]),
        asked["place"],
        asked["sheet"],
        asked["connection"],
        asked["query"],
    )


def _columns(asked: dict[str, Any]) -> Columns:
    factor = written.real(asked["factor"]) if asked["factor"] else 0.0
    if factor is None:
        raise Refusal("source.factor", _("Give a number such as 60."), "factor")
    return Columns(
        measure=asked["measure"],
        measure_column=asked["measure_column"],
        subject_column=asked["subject_column"],
        when_column=asked["when_column"],
        value_column=asked["value_column"],
        unit=asked["unit"],
        factor=factor,
        time_zone=asked["time_zone"],
        day_format=asked["day_format"],
        notation=_option(Notation, asked["notation"]),
        together=_option(Together, asked["together"]),
        leave_out_unknown="unknown" in asked["options"],
        leave_out_hidden="hidden" in asked["options"],
        above=_option(Above, asked["above"]),
        negatives="negative" in asked["options"],
    )


@require_GET
@login_required
def source(request: HttpRequest, source_id: int) -> HttpResponse:
    """One source: what it reads, and what its readings found."""
    by = asked_by(request, *RUNNING)
    found = next((one for one in evaluation.sources() if one.id == source_id), None)
    if found is None:
        raise NotFound("source.unknown", _("There is no such source. It may have been ended."))
    state, word = _state(found.last)
    context = {
        "source": found,
        "kind": KINDS[found.wanted.kind][0],
        "every": EVERY[found.every],
        "state": state,
        "word": word,
        "runs": [(one, *STATES[one.state]) for one in evaluation.runs(source_id)],
        "is_administrator": Role.ADMINISTRATOR in by.roles,
        "may_read": bool({Role.ADMINISTRATOR, Role.STRATEGIST} & by.roles),
    }
    return render(request, "workbench/results/source.html", context)


@require_POST
@login_required
def change(request: HttpRequest, source_id: int) -> HttpResponse:
    """Lets a source be read soon, or ends it, as the button pressed says."""
    by = asked_by(request, Role.ADMINISTRATOR, Role.STRATEGIST)
    if request.POST.get("do") == "end":
        figures.end_source(source_id=source_id, by=by, now=clock.now())
        messages.success(request, _("The source is read no more. Its figures stay."))
        return redirect("workbench:sources")
    figures.read_soon(source_id=source_id, by=by, now=clock.now())
    messages.success(request, _("The source is read within a minute."))
    return redirect("workbench:source", source_id=source_id)
