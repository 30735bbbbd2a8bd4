"""References: what a part names must be there, once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from trimtab.kernel.said import listed, say
from trimtab.strategy.domain.catalogue import BY_CODE, AnswerKind
from trimtab.strategy.domain.coherence.finding import Check, FindingAt, Severity, nearest, setting
from trimtab.strategy.domain.document import Strategy

ANY = tuple(BY_CODE)
_LISTS = ("audiences", "stakeholders", "challenges", "actions", "measures", "questions", "grants")


def _named(document: Strategy) -> Iterator[tuple[str, str, str]]:
    """(place, kind of part, id named there) for every reference in the document."""
    for challenge in document.challenges:
        at = f"challenges/{challenge.id}"
        yield from ((f"{at}/audiences", "audiences", one) for one in challenge.audiences)
        yield f"{at}/measure", "measures", challenge.measure
    for choice in document.policy.choices:
        yield f"policy/choices/{choice.id}/challenge", "challenges", choice.challenge
    for action in document.actions:
        at = f"actions/{action.id}"
        yield f"{at}/challenge", "challenges", action.challenge
        yield f"{at}/choice", "choices", action.choice
        yield f"{at}/audience", "audiences", action.audience
        if action.expects:
            yield f"{at}/expects/measure", "measures", action.expects.measure
            yield f"{at}/expects/decides", "rights", action.expects.decides
    for question in document.questions:
        yield f"questions/{question.id}/measure", "measures", question.measure
        yield f"questions/{question.id}/decides", "rights", question.decides
    for grant in document.grants:
        yield f"grants/{grant.id}/question", "questions", grant.question


def _unknown(document: Strategy) -> Iterator[FindingAt]:
    known = {name: {one.id for one in getattr(document, name)} for name in _LISTS}
    known["choices"] = {one.id for one in document.policy.choices}
    known["rights"] = {one.decision for one in document.rights}
    for place, kind, name in _named(document):
        if name and name not in known[kind]:
            near = ", ".join(sorted(known[kind])) or "none"
            meant = nearest(name, known[kind])
            patch = (
                setting(
                    say("Name '{meant}'", meant=meant), place, _again(document, place, name, meant)
                )
                if meant
                else None
            )
            yield FindingAt(
                place,
                say("There is no '{name}' among the {kind}.", name=name, kind=kind),
                say("Name one of: {near}.", near=near),
                patch,
            )


def _again(document: Strategy, place: str, name: str, meant: str) -> object:
    """What stands at the place with the meant name instead; only audiences of a challenge are a
    list.
    """
    if place.endswith("/audiences"):
        challenge = next(
            one for one in document.challenges if place == f"challenges/{one.id}/audiences"
        )
        return [meant if one == name else one for one in challenge.audiences]
    return meant


def _doubled(document: Strategy) -> Iterator[FindingAt]:
    lists = chain(
        ((name, getattr(document, name)) for name in _LISTS),
        [("policy/choices", document.policy.choices)],
    )
    for name, members in lists:
        seen: set[str] = set()
        for one in members:
            if one.id in seen:
                yield FindingAt(
                    f"{name}/{one.id}",
                    say("The id '{id}' stands twice.", id=one.id),
                    say("Give one of them another id."),
                )
            seen.add(one.id)


def _answers(document: Strategy) -> Iterator[FindingAt]:
    for code, answer in document.answers.items():
        question = BY_CODE.get(code)
        if question is None:
            yield FindingAt(
                f"answers/{code}",
                say("There is no question {code}.", code=code),
                say("Look up its code in the catalogue."),
            )
        elif question.kind in {AnswerKind.CHOICE, AnswerKind.SEVERAL} and answer.value is not None:
            given = answer.value if isinstance(answer.value, tuple) else (answer.value,)
            known = {option.value for option in question.options}
            for one in given:
                if one not in known:
                    yield _no_option(code, answer.value, str(one), known)


def _no_option(code: str, value: object, one: str, known: set[str]) -> FindingAt:
    place, meant = f"answers/{code}/value", nearest(one, known)
    mended = (
        [meant if each == one else each for each in value] if isinstance(value, tuple) else meant
    )
    patch = setting(say("Answer '{meant}'", meant=meant), place, mended) if meant else None
    return FindingAt(
        place,
        say("'{one}' is no answer to {code}.", one=one, code=code),
        say("Choose from: {names}.", names=listed(sorted(known))),
        patch,
    )


CHECKS = (
    Check(
        "S1",
        Severity.ERROR,
        say("Unknown reference"),
        "Referential integrity",
        say(
            "Reasons are followed by reference. One that leads nowhere ends the chain from what "
            "runs to why it runs."
        ),
        _unknown,
    ),
    Check(
        "S2",
        Severity.ERROR,
        say("Doubled id"),
        "Referential integrity",
        say(
            "Changes, comments and reasons find a part by its id. Two with one id cannot be told "
            "apart."
        ),
        _doubled,
    ),
    Check(
        "S3",
        Severity.ERROR,
        say("Unknown answer"),
        "The catalogue",
        say("Rules read answers by their options. A word that is no option fires none of them."),
        _answers,
        ANY,
    ),
)
