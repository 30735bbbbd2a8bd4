"""What the coherence check says while somebody writes.

Findings at the place and those that the change would cause, each with its mend.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from trimtab.kernel.errors import Refusal
from trimtab.strategy import api as strategy
from trimtab.web.requests import Request, changes_nothing
from trimtab.workbench.strategy.places import address_of


def finding_row(
    document: strategy.Strategy,
    finding: strategy.Finding,
    number: int,
    *,
    may_write: bool = True,
) -> dict[str, Any]:
    """A finding with the way to its place for who may go there.

    With it the words it is about, marked, and its mend as a diff.
    """
    mended = _mended(document, finding)
    changes = strategy.diff(document, mended) if mended else ()
    return {
        "number": number,
        "finding": finding,
        "href": address_of(document, finding.place) if may_write else "",
        "pieces": pieces(strategy.words(document, finding.place), finding.marks),
        "changes": [_change(change, document, mended or document) for change in changes],
    }


def finding_rows(
    document: strategy.Strategy,
    findings: tuple[strategy.Finding, ...] | list[strategy.Finding],
    *,
    may_write: bool = True,
) -> list[dict[str, Any]]:
    """Findings as rows, in their order."""
    return [
        finding_row(document, finding, number, may_write=may_write)
        for number, finding in enumerate(findings)
    ]


def blocks(finding: strategy.Finding) -> bool:
    """Whether a finding keeps the strategy from being put in force."""
    return finding.severity is strategy.Severity.ERROR


def pieces(text: str, marks: tuple[tuple[int, int], ...]) -> list[tuple[str, bool]]:
    """A text cut where its marked words begin and end: (text, is marked). [] without marks."""
    cut: list[tuple[str, bool]] = []
    at = 0
    for start, end in marks:
        cut += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [*cut, (text[at:], False)] if marks else []


def _mended(document: strategy.Strategy, finding: strategy.Finding) -> strategy.Strategy | None:
    if finding.patch is None:
        return None
    try:
        return strategy.apply_patch(document, finding.patch)
    except Refusal:
        return None


def _change(
    change: strategy.Change, before: strategy.Strategy, after: strategy.Strategy
) -> dict[str, str]:
    side = after if strategy.words(after, change.place) else before
    field = change.place.split("/")[-1]
    return {
        "place": strategy.place_in_words(side, change.place),
        "removed": _said(field, change.before),
        "added": _said(field, change.after),
        "because": "",
    }


def _said(field: str, value: Any) -> str:
    return "" if value is None else strategy.said(strategy.option_words(field, value))


def is_in(finding: strategy.Finding, *places: str) -> bool:
    """Whether a finding is about one of the places or what lies in it."""
    at = finding.place
    return any(at == place or at.startswith(f"{place}/") for place in places)


def rows_while_writing(
    document: strategy.Strategy, *places: str, saved: strategy.Strategy | None = None
) -> list[dict[str, Any]]:
    """The findings of `document` at the places being written, and those that `saved` has not."""
    before = {_named(finding) for finding in strategy.check(saved)} if saved else None
    found = [
        finding
        for finding in strategy.check(document)
        if is_in(finding, *places) or (before is not None and _named(finding) not in before)
    ]
    return finding_rows(document, found)


def _named(finding: strategy.Finding) -> tuple[str, str, str]:
    return finding.code, finding.place, finding.says


def looked_at(request: Request, rows: list[dict[str, Any]], faults: int = 0) -> HttpResponse:
    """The findings as the page of a form fetches them while somebody writes."""
    context = {"findings": rows, "faults": faults}
    # The same form is looked at again and again, and kept once.
    return changes_nothing(render(request, "workbench/strategy/findings.html", context))


def with_mend(document: strategy.Strategy, posted: QueryDict) -> tuple[strategy.Strategy, str]:
    """The document with the mend that was asked for beside a form, and what that mend is called.

    As it is, and "", without one.
    """
    code, _at, place = posted.get("mend", "").partition(" ")
    for finding in strategy.check(document) if code else ():
        if (finding.code, finding.place) == (code, place) and finding.patch:
            return strategy.apply_patch(document, finding.patch), finding.patch.title
    return document, ""
