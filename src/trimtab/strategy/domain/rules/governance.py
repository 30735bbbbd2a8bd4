"""From law, relations and decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from trimtab.kernel.said import figure, say
from trimtab.strategy.domain.document import ActionKind, Level, MeasureGrain, Strategy
from trimtab.strategy.domain.patch import Op, Operation, Patch
from trimtab.strategy.domain.rules.communication import running
from trimtab.strategy.domain.rules.rule import (
    Advised,
    Rule,
    Strength,
    answered,
    number,
    several,
    simply,
)
from trimtab.strategy.domain.settings import Sets

GDPR = "Regulation (EU) 2016/679"
_LARGE = 5_000
_RISKY_DAYS = 90
_LOOKS = {"weekly": 7, "monthly": 30, "quarterly": 92, "never": 92}


def _assessment(document: Strategy) -> Iterator[Advised]:
    said = several(document, "Q-G12")
    if "assessment-done" in said:
        return
    watched = [f"grants/{one.id}/grain" for one in document.grants if one.grain == "person"]
    large = [
        f"audiences/{one.id}/headcount" for one in document.audiences if one.headcount >= _LARGE
    ]
    due = ["answers/Q-G12"] if "assessment-due" in said else []
    if watched or large or due:
        yield Advised(
            "answers/Q-G12",
            say(
                "Persons are looked at one by one, or very many are: assess the impact on them "
                "before the start."
            ),
            (*due, *watched, *large),
            (Sets("data.impact_assessment", True),),
        )


def _purpose(document: Strategy) -> Iterator[Advised]:
    asked = {one.id for one in document.questions}
    for one in document.grants:
        if one.question not in asked:
            at = f"grants/{one.id}"
            drop = Patch(
                title=say("Do not collect it"), operations=(Operation(op=Op.REMOVE, place=at),)
            )
            yield Advised(
                at,
                say(
                    "No question needs '{data}' for the {role}: do not collect it.",
                    data=one.data,
                    role=one.role,
                ),
                (f"{at}/question",),
                (Sets("data.linked_to_question", True),),
                drop,
            )


def _personal(document: Strategy) -> tuple[str, ...]:
    """Where evidence about persons comes from."""
    practised = [f"actions/{one.id}" for one in running(document, ActionKind.PRACTICE)]
    return (
        *practised,
        *(
            f"measures/{one.id}/grain"
            for one in document.measures
            if one.grain is MeasureGrain.PERSON
        ),
    )


def _erasure(document: Strategy) -> Iterator[Advised]:
    places = _personal(document)
    if places:
        yield Advised(
            "measures",
            say(
                "Evidence about persons is kept: under a pseudonym, with the link elsewhere, so "
                "that a person can be erased "
                "and sums stay."
            ),
            places,
            (Sets("data.erasure", True),),
        )


def _own_view(document: Strategy) -> Iterator[Advised]:
    places = tuple(f"actions/{one.id}" for one in running(document, ActionKind.PRACTICE))
    if places:
        yield Advised(
            "actions",
            say(
                "People practise: each sees all that is held about them and concluded from it, "
                "and why they were asked."
            ),
            places,
            (Sets("data.own_view", True),),
        )


def _retention(document: Strategy) -> Iterator[Advised]:
    days = number(document, "Q-G7")
    if days is not None and days >= 1:
        yield Advised(
            "answers/Q-G7",
            say(
                "After {days} days the words of answers, searches and messages go, so do "
                "documents and sign-ins, and months of statements become sums. A dry run "
                "counts them first.",
                days=figure(days, "g"),
            ),
            ("answers/Q-G7",),
            (Sets("data.retention_days", int(days)),),
        )


def _review(document: Strategy) -> Iterator[Advised]:
    days = number(document, "Q-G8")
    if days is not None and days >= 1:
        yield Advised(
            "answers/Q-G8",
            say(
                "Each aid is verified every {days} days; what is overdue is marked, what is "
                "unused is put away.",
                days=figure(days, "g"),
            ),
            ("answers/Q-G8",),
            (Sets("decisions.content_review_days", int(days)),),
        )
    risky = {one.id: one for one in document.challenges if one.cost_of_error is Level.HIGH}
    for one in running(document, ActionKind.SUPPORT):
        if one.challenge in risky:
            places = (f"challenges/{one.challenge}/cost_of_error", f"actions/{one.id}")
            yield Advised(
                f"actions/{one.id}",
                say(
                    "An error is costly where '{title}' helps: somebody other than the author "
                    "verifies, every {_RISKY_DAYS} days, and what is overdue is hidden.",
                    title=one.title,
                    _RISKY_DAYS=_RISKY_DAYS,
                ),
                places,
                (
                    Sets("decisions.content_review_days", _RISKY_DAYS),
                    Sets("decisions.second_verifier", True),
                ),
            )


def _silence(document: Strategy) -> Iterator[Advised]:
    rule = answered(document, "Q-G3")
    if rule in {"consent", "escalate", "hold"}:
        yield Advised(
            "answers/Q-G3",
            say(
                "What silence means is set beforehand, told with every question, and recorded "
                "when it happens."
            ),
            ("answers/Q-G3",),
            (Sets("decisions.on_silence", str(rule)),),
        )


def _one_approver(document: Strategy) -> Iterator[Advised]:
    for decision, count in Counter(one.decision for one in document.rights).items():
        if count > 1:
            yield Advised(
                f"rights/{decision}",
                say(
                    "{count} entries decide about '{decision}': keep one approver, and hear the "
                    "others.",
                    count=count,
                    decision=decision,
                ),
                (f"rights/{decision}",),
                (Sets("decisions.single_approver", True),),
            )


def _borrow(document: Strategy) -> Iterator[Advised]:
    known = str(answered(document, "Q-G11") or "").strip()
    for one in document.stakeholders:
        if one.can_block and not one.owner:
            at = f"stakeholders/{one.id}"
            through = (
                say("Those who have trust already: {known}", known=known)
                if known
                else say("Ask who has their trust.")
            )
            places = (f"{at}/can_block", f"{at}/owner", *(("answers/Q-G11",) if known else ()))
            yield Advised(
                at,
                say(
                    "{name} can block it, and nobody of ours stands in relation to them. Borrow a "
                    "relation first. {through}",
                    name=one.name,
                    through=through,
                ),
                places,
                (Sets("decisions.borrow_trust", True),),
            )


def _cadence(document: Strategy) -> Iterator[Advised]:
    often = answered(document, "Q-G10")
    if isinstance(often, str) and often in _LOOKS:
        says = (
            say(
                "Nothing is planned: look at faults weekly, at ideas monthly, and each quarter "
                "whether the diagnosis still holds."
            )
            if often == "never"
            else say(
                "Look at faults weekly, at ideas monthly, and each quarter whether the diagnosis "
                "still holds."
            )
        )
        yield Advised(
            "answers/Q-G10", says, ("answers/Q-G10",), (Sets("decisions.look_days", _LOOKS[often]),)
        )


def _least(document: Strategy) -> Iterator[Advised]:
    places = tuple(f"grants/{one.id}" for one in document.grants)
    if places:
        yield Advised(
            "grants",
            say(
                "Who may see figures gets the least that serves their decision, sent to them, "
                "and it ends when three go unread."
            ),
            places,
            (Sets("data.subscriptions", True),),
        )


RULES = (
    simply(
        "Q-G5",
        "consent",
        rule="R-G1",
        strength=Strength.MUST,
        source="WP29 Opinion 2/2017; EDPB Guidelines 05/2020",
        sets=(Sets("data.consent_as_basis", False),),
        says=say(
            "At work consent is rarely free: take a legal duty, a weighed interest or a "
            "collective agreement as basis, and keep consent "
            "for real extras."
        ),
    ),
    simply(
        "Q-G4",
        "present",
        rule="R-G2",
        strength=Strength.MUST,
        source="BetrVG § 87(1) no. 6",
        sets=(Sets("data.mode", "without individual views"), Sets("data.manager_view", "groups")),
        says=say(
            "A works council without an agreement: nothing shows persons until purposes, fields, "
            "views and times are agreed."
        ),
    ),
    simply(
        "Q-G6",
        "never",
        rule="R-G3",
        source=f"{GDPR}, article 5(1)(b)",
        sets=(
            Sets("data.for_appraisal", "never"),
            Sets("data.manager_view", "groups"),
            Sets("data.access_log", True),
        ),
        says=say(
            "Never for appraisal: no view of persons for managers, and everybody sees who looked."
        ),
    ),
    simply(
        "Q-G6",
        "regulated",
        rule="R-G4",
        source=f"{GDPR}, article 5(1)(c)",
        sets=(Sets("data.for_appraisal", "pass and date only"), Sets("data.separate_record", True)),
        says=say("Only pass or fail leaves practice, with the date, in a record of its own."),
    ),
    Rule("R-G5", Strength.MUST, f"{GDPR}, article 35", _assessment, ("Q-G2", "Q-G12", "Q-P1")),
    Rule("R-G6", Strength.MUST, f"{GDPR}, article 5(1)(b)", _purpose, ("Q-E1", "Q-G2")),
    Rule("R-G7", Strength.SHOULD, f"{GDPR}, article 17", _erasure, ("Q-D2",)),
    Rule("R-G8", Strength.SHOULD, f"{GDPR}, article 5(1)(e)", _retention, ("Q-G7",)),
    Rule(
        "R-G9",
        Strength.SHOULD,
        "ISO 9001:2015, 7.5.3 on documented information",
        _review,
        ("Q-D3", "Q-G8"),
    ),
    Rule("R-G10", Strength.SHOULD, "Thaler & Sunstein 2008, on defaults", _silence, ("Q-G3",)),
    Rule("R-G11", Strength.MUST, "DACI: one approver", _one_approver, ("Q-G1",)),
    Rule("R-G12", Strength.SHOULD, "Burt 2004, structural holes", _borrow, ("Q-G11", "Q-P8")),
    Rule("R-G13", Strength.SHOULD, "Argyris 1977, double-loop learning", _cadence, ("Q-G10",)),
    Rule("R-G14", Strength.SHOULD, f"{GDPR}, article 5(1)(c)", _least, ("Q-G2",)),
    Rule("R-G15", Strength.SHOULD, f"{GDPR}, article 15", _own_view, ()),
)
