"""What the coherence check says while somebody writes: findings at the place and those that the change would cause, each with its mend."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from trimtab.kernel.errors import Refusal
from trimtab.strategy import api as strategy
from trimtab.workbench.strategy.places import address_of


def finding_row(
    document: strategy.Strategy, one: strategy.Finding, number: int, *, may_write: bool = True
) -> dict[str, Any]:
    """A finding with the way to its place for who may go there, the words it is about marked, and its mend as a diff."""
    mend = _mended(document, one)
    return {
        "number": number,
        "finding": one,
        "href": address_of(document, one.place) if may_write else "",
        "pieces": pieces(strategy.words(document, one.place), one.marks),
        "changes": [_change(each, document, mend) for each in strategy.diff(document, mend)]
        if mend
        else [],
    }


def pieces(text: str, marks: tuple[tuple[int, int], ...]) -> list[tuple[str, bool]]:
    """A text cut where its marked words begin and end: (text, is marked). [] without marks."""
    cut: list[tuple[str, bool]] = []
    at = 0
    for start, end in marks:
        cut += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [*cut, (text[at:], False)] if marks else []


def _mended(document: strategy.Strategy, one: strategy.Finding) -> strategy.Strategy | None:
    if one.patch is None:
        return None
    try:
        return strategy.apply_patch(document, one.patch)
    except Refusal:
        return None


def _change(
    change: strategy.Change, before: strategy.Strategy, after: strategy.Strategy
) -> dict[str, str]:
    side, field = (
        after if strategy.words(after, change.place) else before,
        change.place.split("/")[-1],
    )
    return {
        "place": strategy.place_in_words(side, change.place),
        "removed": ""
        if change.before is None
        else strategy.said(strategy.option_words(field, change.before)),
        "added": ""
        if change.after is None
        else strategy.said(strategy.option_words(field, change.after)),
        "because": "",
    }


def is_in(one: strategy.Finding, *places: str) -> bool:
    """Whether a finding is about one of the places or what lies in it."""
    return any(one.place == place or one.place.startswith(f"{place}/") for place in places)


def rows_while_writing(
    document: strategy.Strategy, *places: str, saved: strategy.Strategy | None = None
) -> list[dict[str, Any]]:
    """The findings of `document` at the places being written, and those anywhere that `saved` has not."""
    before = {_named(one) for one in strategy.check(saved)} if saved else None
    found = [
        one
        for one in strategy.check(document)
        if is_in(one, *places) or (before is not None and _named(one) not in before)
    ]
    return [finding_row(document, one, number) for number, one in enumerate(found)]


def _named(one: strategy.Finding) -> tuple[str, str, str]:
    return one.code, one.place, one.says


def looked_at(request: HttpRequest, rows: list[dict[str, Any]], faults: int = 0) -> HttpResponse:
    """The findings as the page of a form fetches them while somebody writes."""
    answer = render(
        request, "workbench/strategy/findings.html", {"findings": rows, "faults": faults}
    )
    answer.changes_nothing = True  # type: ignore[attr-defined]  # The same form is looked at anew (config.once).
    return answer


def with_mend(document: strategy.Strategy, posted: QueryDict) -> tuple[strategy.Strategy, str]:
    """The document with the mend that was asked for beside a form, and what that mend is called; as it is, and "", without one."""
    code, _at, place = posted.get("mend", "").partition(" ")
    for one in strategy.check(document) if code else ():
        if (one.code, one.place) == (code, place) and one.patch:
            return strategy.apply_patch(document, one.patch), one.patch.title
    return document, ""
