"""What a code means, in full: a finding, a rule, a question or a setting."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.strategy.domain.catalogue import BY_CODE, Question
from trimtab.strategy.domain.coherence import CHECKS, Check
from trimtab.strategy.domain.rules import RULES, Rule
from trimtab.strategy.domain.settings import BY_KEY, Setting


def explain(code: str) -> str:
    """The explanation of a code, in lines; "" when there is no such code.

    Upper and lower case are the same.
    """
    wanted = code.strip().lower()
    named: dict[str, Check | Rule | Question] = {**BY_CODE}
    for rule in RULES:
        named[rule.code] = rule
    for check in CHECKS:
        named[check.code] = check
    for name, one in named.items():
        if name.lower() == wanted:
            return "\n".join(_lines(one))
    setting = BY_KEY.get(wanted)
    return "\n".join(_setting(setting)) if setting else ""


def codes() -> tuple[str, ...]:
    """Every code that can be explained."""
    return (*(one.code for one in CHECKS), *(one.code for one in RULES), *BY_CODE, *BY_KEY)


def _lines(one: Check | Rule | Question) -> Iterator[str]:
    match one:
        case Check():
            yield f"{one.code} {one.name} ({one.severity})"
            yield one.why
            yield from _reads(one.reads)
            yield f"Source: {one.source}."
        case Rule():
            yield f"{one.code} ({one.strength})"
            yield from _reads(one.reads)
            yield f"Source: {one.source}."
        case Question():
            yield f"{one.code} {one.asks}"
            yield one.why
            yield from (f"  {option.value}: {option.says}" for option in one.options)
            yield f"Best answered by: {one.asked_of}. Source: {one.source}."
            readers = [rule.code for rule in RULES if one.code in rule.reads]
            if readers:
                yield f"Read by: {', '.join(readers)}."
            if one.only_if:
                yield f"Asked only sometimes: {one.only_if.says}"


def _reads(codes: tuple[str, ...]) -> Iterator[str]:
    if 0 < len(codes) < len(BY_CODE):
        yield "Reads:"
        yield from (f"  {code} {BY_CODE[code].asks}" for code in codes if code in BY_CODE)


def _setting(one: Setting) -> Iterator[str]:
    yield f"{one.key}: {one.says}"
    yield f"When nothing sets it: {one.default}. Kept by: {one.kept_by}."
