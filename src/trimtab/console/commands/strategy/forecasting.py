"""What would happen if a strategy file ran. Needs no database: head counts, answers and assumptions
are the file's and the caller's."""

from __future__ import annotations

import json
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
import numpy as np

from trimtab.console.commands.strategy.documents import File, read
from trimtab.console.options import as_json_option
from trimtab.forecast.values import (
    ASSUMPTIONS,
    AssumptionKey,
    Assumptions,
    Forecast,
    ForecastOutcome,
    ForecastStanding,
    Matters,
    as_data,
    forecast,
    from_headcounts,
    headline,
    lines,
    matters,
    plain,
)
from trimtab.kernel.errors import Refusal

MARKS = {
    ForecastStanding.GOOD: "holds",
    ForecastStanding.WARN: "tight",
    ForecastStanding.BAD: "fails",
    ForecastStanding.UNSURE: "?",
}
SAID = {
    ForecastOutcome.RECALL: ("Of 100 questions remembered at the end", 100, ".0f"),
    ForecastOutcome.MINUTES: ("Minutes a week of those who take part", 1, ".1f"),
    ForecastOutcome.MONTHS: ("Months until all is written", 1, ".1f"),
    ForecastOutcome.SMALLEST: ("The smallest effect that can be seen", 1, ".2g"),
}


def _assumptions(
    _context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]
) -> Assumptions:
    found = Assumptions()
    for pair in given:
        name, _, value = pair.partition("=")
        if name not in set(AssumptionKey):
            raise click.BadParameter(
                f"there is no assumption {name!r}. There are: {', '.join(AssumptionKey)}."
            )
        try:
            found = found.setting(AssumptionKey(name), float(value))
        except ValueError as error:
            raise click.BadParameter(
                f"{name}={value}: a number is needed, such as {name}=0.5."
            ) from error
        except Refusal as refusal:
            raise click.BadParameter(f"{name}: {refusal.sentence}") from refusal
    return found


def _zone(_context: click.Context, _parameter: click.Parameter, name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise click.BadParameter(
            f"there is no time zone {name!r}; one is Europe/Berlin."
        ) from error


def _list(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    for assumption in ASSUMPTIONS:
        usual = "unknown" if assumption.usual is None else f"{assumption.usual:g}"
        words = f"{assumption.says}. {assumption.source}.".replace("..", ".")
        click.echo(
            f"{assumption.key:<16} {usual:>8}  {assumption.low:g} to {assumption.high:g}  {words}"
        )
    context.exit(0)


@click.command("forecast")
@click.argument("file", type=File)
@click.option(
    "--people",
    type=click.IntRange(50, 100_000),
    default=1000,
    show_default=True,
    help="How many people are simulated; more take longer and differ less by chance.",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="The same seed throws the same dice."
)
@click.option(
    "--set",
    "assumptions",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_assumptions,
    help="What you know better than the usual assumption; may be repeated.",
)
@click.option(
    "--assumptions",
    "_listed",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list,
    help="List the assumptions with their ranges and sources, and stop.",
)
@click.option(
    "--zone",
    callback=_zone,
    default="UTC",
    show_default=True,
    help="The time zone that quiet hours are kept in.",
)
@click.option("--matters", "ask", is_flag=True, help="Also say which answers matter most.")
@as_json_option("The whole forecast as JSON.")
def forecast_command(
    file: Path,
    people: int,
    seed: int,
    assumptions: Assumptions,
    zone: str,
    ask: bool,
    as_json: bool,
) -> None:
    """Say what would happen if a strategy file ran: minutes, messages, what is remembered, hours,
    cost, and what will be seen."""
    document = read(file).document
    population = from_headcounts(document, time_zone=zone)
    told = forecast(document, population, assumptions, np.random.default_rng(seed), people=people)
    swings = matters(document, population, assumptions, np.random.default_rng(seed)) if ask else ()
    if as_json:
        data = as_data(told)
        if ask:
            data["matters"] = [plain(outcome) for outcome in swings]
        click.echo(json.dumps(data, indent=1, ensure_ascii=False))
        return
    _print(told)
    for outcome in swings:
        _print_matters(outcome)


def _print(told: Forecast) -> None:
    click.echo(f"{headline(told)}.")
    for line in lines(told):
        click.echo(f"  {MARKS[line.standing]:<6} {line.sentence}")
    for note in told.notes:
        click.echo(f"  note   {note}")
    click.echo(
        f"{told.weeks} weeks, {told.people} people, {told.simulated} of them simulated. Intervals "
        "hold with four chances in five."
    )


def _print_matters(outcome: Matters) -> None:
    says, scale, form = SAID[outcome.outcome]
    about = f" of '{outcome.about}' ({outcome.unit})" if outcome.about else ""
    click.echo(f"{says}{about}: {outcome.usual * scale:{form}} as assumed")
    for swing in outcome.swings:
        at_low = f"{swing.at_low * scale:{form}} at {swing.low:.3g}"
        ends = f"{at_low}, {swing.at_high * scale:{form}} at {swing.high:.3g}"
        click.echo(f"  {ends:<32} {swing.says}")
