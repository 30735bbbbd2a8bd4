"""Two people wrote at once: the second sees both versions, chooses or writes a third, and saves.

Nothing is lost.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trimtab import clock
from trimtab.kernel import plain_json, written
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, as_written, say
from trimtab.kernel.said_as_json import decoded, encoded
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.strategy.api import Conflicted, GivenAnswer, Side, Written
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import OpenRequest, Request
from trimtab.workbench.permission import WRITING, asked_by
from trimtab.workbench.strategy.editing.drafts import base_of

OWN = "own"
MOST_CHARACTERS = 20_000
MOST_PLACES = 1_000
_MOST_REASON = 2_000
_MOST_BECAUSE = 10_000
"""Characters of a reason with its parts."""
_HIDDEN = {"by", "on", "heard", "evidence", "find_out"}
_ANSWERS = "answers/"
_PLAIN = {str: "text", int: "number", float: "number"}


class ConflictMiddleware:
    """Shows the two versions wherever somebody saves what another one has changed meanwhile."""

    def __init__(self, get_response: Callable[[OpenRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: OpenRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: OpenRequest, exception: Exception) -> HttpResponse | None:
        """The page of a conflict.

        None for anything else, and for programs, which get the refusal itself.
        """
        # Whatever went wrong may have done so before anybody knew who asks.
        person = getattr(request, "person", None)
        in_a_browser = "application/json" not in request.headers.get("Accept", "")
        if isinstance(exception, Conflicted) and in_a_browser and people.holds(person, *WRITING):
            return show(request, exception)
        return None


class MergeForm(Form, frozen=True, kw_only=True):
    """The revision that came between, and why the writer wrote what they wrote.

    What is decided stands in numbered fields: place, choice, own and because of each place. The
    patch, as long as the writer's work, is read as it is.
    """

    newest: int = 0
    because: Annotated[str, Asks(most=_MOST_BECAUSE)] = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One of two versions: whose, and its words as rows of (label, text)."""

    side: str
    heading: str
    rows: Sequence[tuple[str, str]]


def show(request: OpenRequest, conflict: Conflicted, fault: str = "") -> HttpResponse:
    """Both versions of every place in conflict; what was chosen or written before is kept."""
    person = asked_by(request, *WRITING)
    base, newest = strategy.revision(conflict.base), strategy.revision(conflict.newest)
    mine = _("You, %(name)s, now") % {"name": person.name}
    patch = strategy.patch_between(base.document, conflict.mine)
    context = {
        "conflict": conflict,
        "newest": newest,
        "because": json.dumps(encoded(conflict.because)),
        "patch": json.dumps(strategy.patch_to_json(patch)),
        "places": [
            _place(number, place, (_theirs(conflict, place), mine), conflict.mine, request.POST)
            for number, place in enumerate(conflict.conflicts)
        ],
        "fault": fault,
    }
    status = conflict.status
    return render(request, "workbench/strategy/revision_conflict.html", context, status=status)


def _theirs(conflict: Conflicted, place: strategy.Conflict) -> str:
    name = conflict.writers.get(place.place, _("Somebody"))
    return _("%(name)s, saved meanwhile") % {"name": name}


def _place(
    number: int,
    conflict: strategy.Conflict,
    headings: tuple[str, str],
    document: strategy.Strategy,
    posted: QueryDict,
) -> dict[str, Any]:
    """One place in conflict as the page shows it: both versions, and a third that was begun."""
    place = conflict.place
    code = strategy.code_at(place)
    question = strategy.BY_CODE.get(code)
    title = strategy.title_at(strategy.to_json(document), place)
    if question and place.startswith(_ANSWERS):
        title = say("{code} · {question}", code=code, question=question.asks)
    shown = {
        "number": number,
        "place": place,
        "title": title,
        "path": place.replace("/", " › "),
        "versions": [
            Version(Side.THEIRS, headings[0], words(conflict.theirs, code)),
            Version(Side.MINE, headings[1], words(conflict.mine, code)),
        ],
        "before": words(conflict.base, code),
        "kind": kind_at(place),
        "question": question,
    }
    if posted.get(f"place-{number}") != place:
        own = {"chosen": "", "own": _both(conflict), "own_several": [], "own_because": ""}
        return {**shown, **own}
    return {
        **shown,
        "chosen": posted.get(f"choice-{number}", ""),
        "own": posted.get(f"own-{number}", ""),
        "own_several": posted.getlist(f"own-{number}"),
        "own_because": posted.get(f"because-{number}", ""),
    }


def _both(conflict: strategy.Conflict) -> str:
    """Both texts below one another, to write a third from; "" when they are no texts."""
    sides = (conflict.theirs, conflict.mine)
    texts = [side.get("value") if isinstance(side, dict) else side for side in sides]
    return "\n".join(map(str, texts)) if all(isinstance(text, str) for text in texts) else ""


def words(value: Any, code: str) -> Sequence[tuple[str, str]]:
    """A version in words, as rows of (label, text); a version that is gone says so."""
    if value is None:
        return [("", _("Not there"))]
    if not isinstance(value, dict):
        return [("", strategy.value_in_words(value, code))]
    told = [
        (name.replace("_", " "), strategy.value_in_words(inner, code))
        for name, inner in value.items()
        if name not in _HIDDEN and inner not in (None, "", [], {})
    ]
    return told or [("", strategy.value_in_words(value.get("value"), code))]


def kind_at(place: str) -> str:
    """How a third version is written at a place: text, number, choice or several.

    "" where one of the two must be chosen.
    """
    if place.startswith(_ANSWERS) and place.count("/") == 1:
        question = strategy.BY_CODE.get(place.removeprefix(_ANSWERS))
        return question.kind.value if question and not question.records else ""
    found: Any = strategy.Strategy
    for name in place.split("/"):
        if get_origin(found) in {tuple, dict}:
            found = get_args(found)[-1 if get_origin(found) is dict else 0]
        elif isinstance(found, type) and issubclass(found, msgspec.Struct):
            found = get_type_hints(found).get(name)
        else:
            return ""
    return _PLAIN.get(found, "")


@require_POST
@login_required
def merge(request: Request) -> HttpResponse:
    """Saves what was chosen and written, as a revision of both."""
    person = asked_by(request, *WRITING)
    form = forms.read(MergeForm, request.POST)
    base, newest = strategy.revision(base_of(request) or 0), strategy.revision(form.newest)
    document = strategy.apply_patch(base.document, _patch(request.POST.get("patch", "")))
    try:
        row = strategy.save_settled(
            document=document,
            base=base.number,
            newest=newest.number,
            choices=_choices(request.POST, person),
            by=person.id,
            because=_because(form.because),
            now=clock.now(),
        )
    except Conflicted as conflict:
        undecided = _("Choose one version for each place, or write a third.")
        return show(request, conflict, undecided if conflict.newest == newest.number else "")
    except Refusal as refusal:
        again = _conflict(document, base, newest, _because(form.because))
        return show(request, again, refusal.sentence)
    messages.success(request, _("Both are kept in revision %(n)s.") % {"n": row.number})
    return redirect("workbench:revision", row.number)


def _conflict(
    document: strategy.Strategy,
    base: strategy.RevisionRow,
    newest: strategy.RevisionRow,
    because: Said,
) -> Conflicted:
    """The conflict once more, as it was before anybody decided."""
    merged = strategy.merge(base.document, document, newest.document)
    places = [conflict.place for conflict in merged.conflicts]
    return Conflicted(
        base=base.number,
        newest=newest.number,
        writers=strategy.writers(places, base=base.number, newest=newest.number),
        mine=document,
        because=because,
        merged=merged,
    )


def _because(text: str) -> Said:
    """Why the writer wrote what they wrote, as the page keeps it; anything else is their words."""
    try:
        return decoded(plain_json.read(text))
    except (plain_json.InvalidJson, AttributeError, KeyError, TypeError, ValueError):
        return as_written(text)


def _patch(text: str) -> strategy.Patch:
    try:
        return strategy.patch_from_json(plain_json.read(text))
    except plain_json.InvalidJson as error:
        raise Refusal("strategy.patch", _("This is not a change to a strategy.")) from error


def _choices(posted: QueryDict, by: people.PersonRow) -> dict[str, Side | Written]:
    """What was decided, by place; places without a decision are left out."""
    found: dict[str, Side | Written] = {}
    for number in range(MOST_PLACES):
        place = posted.get(f"place-{number}")
        if place is None:
            break
        match posted.get(f"choice-{number}"):
            case Side.MINE.value:
                found[place] = Side.MINE
            case Side.THEIRS.value:
                found[place] = Side.THEIRS
            case "own":
                found[place] = Written(_own(posted, number, place, by))
    return found


def _own(posted: QueryDict, number: int, place: str, by: people.PersonRow) -> Any:
    """The third version at a place, as plain data. Raises Refusal for what answers nothing."""
    if not place.startswith(_ANSWERS):
        text = forms.text(posted, f"own-{number}", MOST_CHARACTERS)
        return _as_number(text) if kind_at(place) == "number" else text
    given = GivenAnswer(
        values=posted.getlist(f"own-{number}"),
        because=forms.text(posted, f"because-{number}", _MOST_REASON),
    )
    code = place.removeprefix(_ANSWERS)
    answer = strategy.answer(code, given, by=by.address, on=clock.today())
    plain = msgspec.to_builtins(answer)
    return {name: plain[name] for name in ("value", "because", "by", "on")}


def _as_number(text: str) -> float | int | str:
    """A number, or the text itself for the schema to refuse."""
    number = written.real(text)
    if number is None:
        return text
    return int(number) if number.is_integer() else number
