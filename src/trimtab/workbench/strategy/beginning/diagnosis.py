"""The first steps: the problem, who is affected, what is seen, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from trimtab.kernel import written
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.strategy.api import parts
from trimtab.workbench.strategy.beginning.step import Faults, Step
from trimtab.workbench.strategy.editing.fields import Field, Input, fields_of, values_of
from trimtab.workbench.strategy.editing.parts import new_key, read, with_parts
from trimtab.workbench.strategy.editing.words import option_words

UNKNOWN = "unknown"
_CAUSES = "Q-D4"


def first_challenge(document: strategy.Strategy) -> parts.Challenge:
    """The challenge that the first hour is about."""
    return document.challenges[0]


def with_challenge(document: strategy.Strategy, **values: Any) -> strategy.Strategy:
    """The document with its first challenge changed."""
    first, *rest = document.challenges
    changed: strategy.Strategy = msgspec.structs.replace(
        document, challenges=(msgspec.structs.replace(first, **values), *rest)
    )
    return changed


def answered(
    document: strategy.Strategy,
    code: str,
    value: str | int | tuple[str, ...] | None,
    by: people.PersonRow,
) -> parts.Answer:
    """The answer to a question with another value; its evidence and what others said about it stay."""
    before = document.answers.get(code, parts.Answer())
    return msgspec.structs.replace(before, value=value, by=by.address, find_out=None)


def some(document: strategy.Strategy, kind: type, *names: str) -> tuple[Field, ...]:
    """Some fields of a part's form, in the order named; all of them needed but switches."""
    by_name = {one.name: one for one in fields_of(kind, document)}
    return tuple(by_name[name] for name in names)


def text(posted: Any, name: str, *, needed: bool = True, most: int = 2000) -> str:
    """The text of a field. Raises Faults when it is needed and empty."""
    found = str(posted.get(name, "")).strip()[:most]
    if needed and not found:
        raise Faults({name: _("This is needed.")})
    return found


# The problem ------------------------------------------------------------------------------------------------------


def _problem_fields(document: strategy.Strategy) -> tuple[Field, ...]:
    return (
        Field(
            "problem",
            _("The problem, in one line"),
            Input.TEXT,
            True,
            _("In the words of the work: 'one in five returns goes wrong'."),
        ),
    )


def begin(posted: Any, document: strategy.Strategy | None, organisation: str) -> strategy.Strategy:
    """The very first document, or one whose challenges were all taken out, with a challenge. Raises Faults without a problem."""
    title = text(posted, "problem", most=200)
    found = document or strategy.Strategy(
        organisation=organisation, title=title, policy=parts.Policy(statement="")
    )
    key = new_key(found, "challenges", {"title": title})
    challenge = parts.Challenge(id=key, title=title, audiences=(), task="", observed="", causes=())
    return with_parts(found, "challenges", (challenge,))


def _problem(document: strategy.Strategy, posted: Any, by: people.PersonRow) -> strategy.Strategy:
    return with_challenge(document, title=text(posted, "problem", most=200))


# Who is affected ----------------------------------------------------------------------------------------------------

MOST_UNITS = 30
_CHOSEN = frozenset({"setting", "pay", "device"})
_AUDIENCE = ("name", "headcount", "setting", "pay", "device", "connectivity", "expertise")


def _who_fields(document: strategy.Strategy) -> tuple[Field, ...]:
    name, *rest = some(document, parts.Audience, *_AUDIENCE)
    called = replace(
        name, label=_("What do you call this group?"), help=_("Such as 'tills and service desks'.")
    )
    where = tuple((one.code, one.name) for one in people.units()[:MOST_UNITS])
    return (
        called,
        *(replace(one, required=True) if one.name in _CHOSEN else one for one in rest),
        Field(
            "units",
            _("Which units?"),
            Input.SEVERAL,
            False,
            _("Nothing chosen means everybody who learns."),
            where,
        ),
    )


def _who_initial(document: strategy.Strategy) -> dict[str, Any]:
    audience = document.audiences[0] if document.audiences else None
    if audience is None:
        return {}
    return {
        **values_of(audience, some(document, parts.Audience, *_AUDIENCE)),
        "units": list(audience.rule.units),
    }


def _who(document: strategy.Strategy, posted: Any, by: people.PersonRow) -> strategy.Strategy:
    key = document.audiences[0].id if document.audiences else ""
    found = read(document, "audiences", key, posted, only=_AUDIENCE)
    if found.document is None:
        raise Faults(found.faults)
    first, *rest = found.document.audiences
    known = {one.code for one in people.units()}
    units = tuple(one for one in posted.getlist("units") if one in known)
    rule = msgspec.structs.replace(first.rule, units=units, roles=first.rule.roles or ("learner",))
    members = (msgspec.structs.replace(first, rule=rule), *rest)
    return with_challenge(with_parts(found.document, "audiences", members), audiences=(first.id,))


# What is seen -------------------------------------------------------------------------------------------------------


def _seen_fields(document: strategy.Strategy) -> tuple[Field, ...]:
    return (
        *some(document, parts.Challenge, "task", "observed"),
        Field(
            "measure",
            _("Which figure shows it?"),
            Input.TEXT,
            True,
            _("Such as 'wrong labels in a hundred'."),
        ),
        Field("unit", _("Unit"), Input.TEXT, True, _("Such as 'per 100 labels' or 'minutes'.")),
        Field(
            "baseline",
            _("Its value today"),
            Input.NUMBER,
            False,
            _("Leave it empty when nobody has measured it yet."),
        ),
        Field("target", _("The value that would be good enough"), Input.NUMBER, False),
        Field("figure_owner", _("Who owns the figure?"), Input.TEXT, False),
    )


def _seen_initial(document: strategy.Strategy) -> dict[str, Any]:
    challenge = first_challenge(document)
    measure = next((one for one in document.measures if one.id == challenge.measure), None)
    shown: dict[str, Any] = {"task": challenge.task, "observed": challenge.observed}
    if measure:
        shown |= {
            "measure": measure.name,
            "unit": measure.unit,
            "baseline": measure.baseline,
            "target": measure.target,
            "figure_owner": measure.owner,
        }
    return {name: "" if value is None else value for name, value in shown.items()}


def _seen(document: strategy.Strategy, posted: Any, by: people.PersonRow) -> strategy.Strategy:
    task, observed = text(posted, "task"), text(posted, "observed")
    baseline, target = _number(posted, "baseline"), _number(posted, "target")
    measure = parts.Measure(
        id="first-figure",
        name=text(posted, "measure", most=200),
        unit=text(posted, "unit", most=80),
        baseline=baseline,
        target=target,
        owner=text(posted, "figure_owner", needed=False, most=200),
        tier=7,
        direction=_direction(baseline, target),
        purpose=_("Shows whether the problem shrinks."),
    )
    rest = tuple(one for one in document.measures if one.id != measure.id)
    changed = with_parts(document, "measures", (measure, *rest))
    return with_challenge(changed, task=task, observed=observed, measure=measure.id)


def _direction(baseline: float | None, target: float | None) -> parts.Direction:
    lower = baseline is not None and target is not None and target < baseline
    return parts.Direction.LOWER if lower else parts.Direction.HIGHER


def _number(posted: Any, name: str) -> float | None:
    given = text(posted, name, needed=False, most=40)
    number = written.real(given)
    if given and number is None:
        raise Faults({name: _("Give a number.")})
    return number


# Why it happens -----------------------------------------------------------------------------------------------------


def _why_fields(document: strategy.Strategy) -> tuple[Field, ...]:
    kinds = tuple(
        (one.value, option_words(parts.EvidenceKind, one.value)) for one in parts.EvidenceKind
    )
    (causes,) = some(document, parts.Challenge, "causes")
    return (
        replace(
            causes, options=(*causes.options, (UNKNOWN, _("We do not know yet: go and look first")))
        ),
        Field("evidence_kind", _("How do you know?"), Input.CHOICE, True, "", kinds),
        Field(
            "evidence",
            _("What does it say?"),
            Input.LONG,
            True,
            _("One finding, as it was said, seen or counted."),
        ),
        Field("evidence_source", _("From where?"), Input.TEXT, False),
    )


def _why_initial(document: strategy.Strategy) -> dict[str, Any]:
    challenge = first_challenge(document)
    unknown = [UNKNOWN] if _CAUSES in document.answers else []
    shown: dict[str, Any] = {"causes": [str(one) for one in challenge.causes] or unknown}
    if challenge.evidence:
        first = challenge.evidence[0]
        shown |= {
            "evidence_kind": first.kind.value,
            "evidence": first.says,
            "evidence_source": first.source,
        }
    return shown


def _why(document: strategy.Strategy, posted: Any, by: people.PersonRow) -> strategy.Strategy:
    known = {one.value: one for one in parts.Cause}
    causes = tuple(known[one] for one in posted.getlist("causes") if one in known)
    if not causes and UNKNOWN not in posted.getlist("causes"):
        raise Faults({"causes": _("Choose at least one. 'We do not know yet' is an answer, too.")})
    kinds = {one.value: one for one in parts.EvidenceKind}
    kind = kinds.get(posted.get("evidence_kind", ""))
    if kind is None:
        raise Faults({"evidence_kind": _("Say how you know.")})
    source = text(posted, "evidence_source", needed=False)
    evidence = parts.Evidence(kind=kind, says=text(posted, "evidence"), source=source)
    answers = {code: one for code, one in document.answers.items() if code != _CAUSES}
    if not causes:
        answers[_CAUSES] = answered(document, _CAUSES, None, by)
    asked = msgspec.structs.replace(document, answers=answers)
    return with_challenge(
        asked, causes=causes, evidence=(evidence, *first_challenge(document).evidence[1:])
    )


# What the moment of work is like ------------------------------------------------------------------------------------

_LEVELS = ("frequency", "cost_of_error", "time_to_look_up", "volatility")


def _moment_fields(document: strategy.Strategy) -> tuple[Field, ...]:
    fields = some(document, parts.Challenge, *_LEVELS)
    return tuple(
        replace(one, required=True, options=tuple(_levels(one.name).items())) for one in fields
    )


def _levels(name: str) -> dict[str, str]:
    """What little, some and much mean for one question about the moment of work."""
    words = {
        "frequency": (
            _("A few times a year, or less"),
            _("Some times a month"),
            _("Every week or every day"),
        ),
        "cost_of_error": (
            _("It is put right in a minute"),
            _("It costs time or money"),
            _("It harms people, or costs much"),
        ),
        "time_to_look_up": (
            _("None: it must come at once"),
            _("A minute or two"),
            _("As much as it takes"),
        ),
        "volatility": (
            _("Hardly ever"),
            _("Once or twice a year"),
            _("Every month, or more often"),
        ),
    }
    return {one.value: said for one, said in zip(parts.Level, words[name], strict=True)}


def _moment_initial(document: strategy.Strategy) -> dict[str, Any]:
    challenge = first_challenge(document)
    return {name: getattr(challenge, name).value for name in _LEVELS}


def _moment(document: strategy.Strategy, posted: Any, by: people.PersonRow) -> strategy.Strategy:
    levels = {one.value: one for one in parts.Level}
    given = {name: levels.get(posted.get(name, "")) for name in _LEVELS}
    missing = {name: _("Choose one.") for name, value in given.items() if value is None}
    if missing:
        raise Faults(missing)
    return with_challenge(document, **given)


def _moment_done(document: strategy.Strategy) -> bool:
    usual = (parts.Level.MEDIUM, parts.Level.MEDIUM, parts.Level.MEDIUM, parts.Level.LOW)
    challenge = first_challenge(document)
    return (
        bool(document.policy.choices)
        or tuple(getattr(challenge, name) for name in _LEVELS) != usual
    )


STEPS = (
    Step(
        "problem",
        _l("What is the problem you were asked to solve with training?"),
        _l("Say it as people at work would say it. Whether training is the answer comes later."),
        _problem_fields,
        lambda document: {"problem": first_challenge(document).title},
        _problem,
        lambda document: bool(document.challenges),
    ),
    Step(
        "who",
        _l("Who is affected?"),
        _l("One group to begin with. Desk and shop floor need different things; add others later."),
        _who_fields,
        _who_initial,
        _who,
        lambda document: bool(document.audiences),
    ),
    Step(
        "seen",
        _l("What would somebody see who stands beside them?"),
        _l("What was not measured before cannot be said to have changed afterwards."),
        _seen_fields,
        _seen_initial,
        _seen,
        lambda document: bool(document.measures and first_challenge(document).observed),
    ),
    Step(
        "why",
        _l("Why does it happen?"),
        _l(
            "Training mends not knowing and forgetting. It does not mend a missing tool, a wrong process or a bad incentive."
        ),
        _why_fields,
        _why_initial,
        _why,
        lambda document: bool(first_challenge(document).evidence),
    ),
    Step(
        "moment",
        _l("What is the moment of work like?"),
        _l(
            "What is rare and can be looked up need not be in the head. What is needed at once must be."
        ),
        _moment_fields,
        _moment_initial,
        _moment,
        _moment_done,
    ),
)
