"""Two people wrote at once: the second sees both versions side by side, chooses or writes a third, and saves. Nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trimtab import clock
from trimtab.kernel import plain_json, written
from trimtab.kernel.errors import Refusal
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.strategy.api import Conflicted, Side, Written
from trimtab.workbench.permission import asked_by
from trimtab.workbench.strategy.editing.drafts import WRITING, base_of

OWN = "own"
MOST_CHARACTERS = 20_000
_HIDDEN = {"by", "on", "heard", "evidence", "find_out"}


class ConflictMiddleware:
    """Shows the two versions wherever somebody saves what another one has changed meanwhile."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a conflict; None for anything else, and for programs, which get the refusal itself."""
        person = getattr(request, "person", None)
        in_a_browser = "application/json" not in request.headers.get("Accept", "")
        if isinstance(exception, Conflicted) and in_a_browser and people.holds(person, *WRITING):
            return show(request, exception)
        return None


@dataclass(frozen=True, slots=True)
class Version:
    """One of two versions: whose, and its words as rows of (label, text)."""

    side: str
    heading: str
    rows: list[tuple[str, str]]


def show(request: HttpRequest, conflict: Conflicted, fault: str = "") -> HttpResponse:
    """Both versions of every place in conflict; what was chosen or written before is kept."""
    person = asked_by(request, *WRITING)
    base, newest = strategy.revision(conflict.base), strategy.revision(conflict.newest)
    mine = _("You, %(name)s, now") % {"name": person.name}
    context = {
        "conflict": conflict,
        "newest": newest,
        "patch": json.dumps(
            strategy.patch_to_json(strategy.patch_between(base.document, conflict.mine))
        ),
        "places": [
            _place(number, one, (_theirs(conflict, one), mine), conflict.mine, request.POST)
            for number, one in enumerate(conflict.conflicts)
        ],
        "fault": fault,
    }
    return render(
        request, "workbench/strategy/revision_conflict.html", context, status=conflict.status
    )


def _theirs(conflict: Conflicted, one: strategy.Conflict) -> str:
    name = conflict.writers.get(one.place, _("Somebody"))
    return _("%(name)s, saved meanwhile") % {"name": name}


def _place(
    number: int,
    one: strategy.Conflict,
    headings: tuple[str, str],
    document: strategy.Strategy,
    posted: Mapping[str, Any],
) -> dict[str, Any]:
    code = strategy.code_at(one.place)
    question = strategy.BY_CODE.get(code)
    title = strategy.title_at(strategy.to_json(document), one.place)
    again = posted.get(f"place-{number}") == one.place
    return {
        "number": number,
        "place": one.place,
        "title": f"{code} · {question.asks}"
        if question and one.place.startswith("answers/")
        else title,
        "path": one.place.replace("/", " › "),
        "versions": [
            Version(Side.THEIRS, headings[0], words(one.theirs, code)),
            Version(Side.MINE, headings[1], words(one.mine, code)),
        ],
        "before": words(one.base, code),
        "kind": kind_at(one.place),
        "question": question,
        "chosen": posted.get(f"choice-{number}", "") if again else "",
        "own": posted.get(f"own-{number}", "") if again else _both(one),
        "own_several": posted.getlist(f"own-{number}")
        if again and hasattr(posted, "getlist")
        else [],
        "own_because": posted.get(f"because-{number}", "") if again else "",
    }


def _both(one: strategy.Conflict) -> str:
    """Both texts below one another, to write a third from; "" when they are no texts."""
    texts = [
        side.get("value") if isinstance(side, dict) else side for side in (one.theirs, one.mine)
    ]
    return (
        "\n".join(str(text) for text in texts)
        if all(isinstance(text, str) for text in texts)
        else ""
    )


def words(value: Any, code: str) -> list[tuple[str, str]]:
    """A version in words, as rows of (label, text); a version that is gone says so."""
    if value is None:
        return [("", _("Not there"))]
    if not isinstance(value, dict):
        return [("", strategy.value_in_words(value, code))]
    return [
        (name.replace("_", " "), strategy.value_in_words(one, code))
        for name, one in value.items()
        if name not in _HIDDEN and one not in (None, "", [], {})
    ] or [("", strategy.value_in_words(value.get("value"), code))]


def kind_at(place: str) -> str:
    """How a third version is written at a place: text, number, choice or several; "" where one of the two must be chosen."""
    if place.startswith("answers/") and place.count("/") == 1:
        question = strategy.BY_CODE.get(place.partition("/")[2])
        return question.kind.value if question and not question.records else ""
    found: Any = strategy.Strategy
    for name in place.split("/"):
        if get_origin(found) in {tuple, dict}:
            found = get_args(found)[-1 if get_origin(found) is dict else 0]
        elif isinstance(found, type) and issubclass(found, msgspec.Struct):
            found = get_type_hints(found).get(name)
        else:
            return ""
    return {str: "text", int: "number", float: "number"}.get(found, "")


@require_POST
@login_required
def merge(request: HttpRequest) -> HttpResponse:
    """Saves what was chosen and written, as a revision of both."""
    person = asked_by(request, *WRITING)
    base, newest = (
        strategy.revision(base_of(request) or 0),
        strategy.revision(_number(request, "newest")),
    )
    document = strategy.apply_patch(base.document, _patch(request.POST.get("patch", "")))
    because = request.POST.get("because", "")[:2000]
    try:
        row = strategy.save_settled(
            document=document,
            base=base.number,
            newest=newest.number,
            choices=_choices(request, document),
            by=person.id,
            because=because,
            now=clock.now(),
        )
    except Conflicted as conflict:
        undecided = conflict.newest == newest.number
        return show(
            request,
            conflict,
            _("Choose one version for each place, or write a third.") if undecided else "",
        )
    except Refusal as refusal:
        merged = strategy.merge(base.document, document, newest.document)
        writers = strategy.writers(
            [one.place for one in merged.conflicts], base=base.number, newest=newest.number
        )
        again = Conflicted(
            base=base.number,
            newest=newest.number,
            writers=writers,
            mine=document,
            because=because,
            merged=merged,
        )
        return show(request, again, refusal.sentence)
    messages.success(request, _("Both are kept in revision %(n)s.") % {"n": row.number})
    return redirect("workbench:revision", row.number)


def _number(request: HttpRequest, name: str) -> int:
    return written.whole(request.POST.get(name)) or 0


def _patch(text: str) -> strategy.Patch:
    try:
        return strategy.patch_from_json(plain_json.read(text))
    except plain_json.InvalidJson as error:
        raise Refusal("strategy.patch", _("This is not a change to a strategy.")) from error


def _choices(request: HttpRequest, document: strategy.Strategy) -> dict[str, Side | Written]:
    """What was decided, by place; places without a decision are left out."""
    found: dict[str, Side | Written] = {}
    for number in range(1000):
        place = request.POST.get(f"place-{number}")
        if place is None:
            break
        match request.POST.get(f"choice-{number}"):
            case Side.MINE.value:
                found[place] = Side.MINE
            case Side.THEIRS.value:
                found[place] = Side.THEIRS
            case "own":
                found[place] = Written(_own(request, number, place))
    return found


def _own(request: HttpRequest, number: int, place: str) -> Any:
    """The third version at a place, as plain data."""
    kind, text = kind_at(place), request.POST.get(f"own-{number}", "")[:MOST_CHARACTERS].strip()
    value: Any = (
        request.POST.getlist(f"own-{number}") if kind == strategy.AnswerKind.SEVERAL else text
    )
    if kind == "number":
        value = _as_number(text)
    if not place.startswith("answers/"):
        return value
    reason = request.POST.get(f"because-{number}", "")[:2000].strip()
    person = getattr(request, "person", None)
    return {
        "value": value,
        "because": reason,
        "by": person.address if person else "",
        "on": clock.today().isoformat(),
    }


def _as_number(text: str) -> float | int | str:
    number = written.real(text)
    if number is None:
        return text
    return int(number) if number.is_integer() else number
