"""A group of people in the full strategy: a row of the table of those who are served."""

from __future__ import annotations

from trimtab.kernel.said import Between, Said, capital, figure, joined, listed, say, say_n
from trimtab.people.values import role_words
from trimtab.strategy.domain.called import called
from trimtab.strategy.domain.document import Audience, AudienceRule
from trimtab.strategy.domain.papers import words


def row(audience: Audience) -> tuple[str, ...]:
    """A row: its name, its headcount, where and how it works, what it holds, who belongs."""
    return (
        audience.name,
        listed([figure(audience.headcount, ",")]),
        _work(audience),
        say(
            "Device: {device}; connected: {connectivity}",
            device=called(audience.device),
            connectivity=called(audience.connectivity),
        ),
        _rule(audience.rule),
    )


def _work(audience: Audience) -> Said:
    """Where and how an audience works, with how many of it leave, and what they need."""
    told = [
        say(
            "{setting}, {pay}, {expertise}; languages: {languages}",
            setting=capital(called(audience.setting)),
            pay=called(audience.pay),
            expertise=called(audience.expertise),
            languages=listed(audience.languages),
        )
    ]
    if audience.turnover_per_year:
        share = figure(100 * audience.turnover_per_year, ".3g")
        told.append(say("{share} % leave in a year", share=share))
    work = words.apart(told)
    if not audience.needs:
        return work
    return say("{work}. Needs: {needs}", work=work, needs=listed(audience.needs))


def _rule(rule: AudienceRule) -> Said:
    told = [
        say("{name}: {value}", name=name, value=joined(values, Between.OR))
        for name, values in rule.attributes.items()
    ]
    if rule.roles:
        roles = joined(map(role_words, rule.roles), Between.OR)
        told.append(say("role: {roles}", roles=roles))
    if rule.units:
        told.append(say("unit: {units}", units=joined(rule.units, Between.OR)))
    if not rule.people:
        return capital(words.apart(told) if told else say("everybody"))
    named = say_n("{count} person by name", "{count} people by name", len(rule.people))
    return (
        capital(say("{rule}, and {named}", rule=words.apart(told), named=named)) if told else named
    )
