"""From who is served, and who has a stake."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.strategy.domain.circumstances import Expertise, Pay, Setting
from trimtab.strategy.domain.document import Stance, Strategy
from trimtab.strategy.domain.rules.rule import Advised, Rule, Strength, for_audiences, simply, when

_HIGH = 4


def _engagement(document: Strategy) -> Iterator[Advised]:
    for one in document.stakeholders:
        at = f"stakeholders/{one.id}"
        match one.power >= _HIGH, one.interest >= _HIGH:
            case True, True:
                says = "a seat where decisions are taken, and a brief every two weeks"
            case True, False:
                says = "one page when something is out of line"
            case False, True:
                says = "a panel that is heard and answered"
            case _:
                continue
        yield Advised(at, f"{one.name}: {says}.", (f"{at}/power", f"{at}/interest"))


def _blockers(document: Strategy) -> Iterator[Advised]:
    for one in document.stakeholders:
        if one.can_block and one.stance is Stance.AGAINST:
            at = f"stakeholders/{one.id}"
            yield Advised(at, f"{one.name} can block and is against: an engagement with an owner comes before any start.",
                          (f"{at}/can_block", f"{at}/stance"))  # fmt: skip


def _managers(document: Strategy) -> Iterator[Advised]:
    if when("Q-P9", "none")(document) and any(one.tier >= 7 for one in document.measures):
        yield Advised("answers/Q-P9", "Use at work is expected, and managers do nothing for it: give them a two-minute card a week, "
                      "or expect less.", ("answers/Q-P9", "measures"))  # fmt: skip


RULES = (
    Rule("R-P1", Strength.MUST, "29 CFR 785.11-13; FLSA de minimis", for_audiences(
        lambda one: one.pay is Pay.HOURLY, ("pay",),
        "{name}: paid by the hour, so practice stays inside paid time, and nothing is sent after hours.")),
    Rule("R-P2", Strength.SHOULD, "Retention horizon and tenure", for_audiences(
        lambda one: one.turnover_per_year > 0.5, ("turnover_per_year",),
        "{name}: many come and go, so aids and a first-weeks path before practice over months.")),
    Rule("R-P3", Strength.SHOULD, "Kalyuga 2007, expertise reversal", for_audiences(
        lambda one: one.expertise is Expertise.NOVICE, ("expertise",),
        "{name}: newcomers, so an example before the first question.")),
    Rule("R-P4", Strength.SHOULD, "Work-place ergonomics; distracted-driving rules", for_audiences(
        lambda one: one.setting in {Setting.FRONTLINE, Setting.DRIVING, Setting.CLINICAL}, ("setting",),
        "{name}: standing or driving, so at most three minutes at a time, one hand, never while driving.")),
    Rule("R-P5", Strength.SHOULD, "Differential item functioning (Holland & Wainer 1993)", for_audiences(
        lambda one: len(one.languages) > 1, ("languages",),
        "{name}: several languages, so variants share one identity, and are compared before people are.")),
    Rule("R-P6", Strength.SHOULD, "Mendelow 1991", _engagement),
    Rule("R-P7", Strength.MUST, "Mendelow 1991", _blockers),
    Rule("R-P8", Strength.SHOULD, "Hughes et al. 2020: support explains 32 % of transfer", _managers),
    simply("Q-P10", "buddies", "teams", "experts", rule="R-P9", source="Hughes et al. 2020: peers most",
           says="Colleagues help each other: start there, before new tools."),
    simply("Q-P7", "surveillance", "exam", rule="R-P10", strength=Strength.MUST, source="Kluger & DeNisi 1996",
           says="People fear to be watched or examined: answers stay private, managers see groups only, and we say what is never collected."),
    simply("Q-P11", "mandatory", "regulated", rule="R-P11", source="Data separation",
           says="What is mandatory is recorded apart: pass and date, never the practice."),
    Rule("R-P13", Strength.MUST, "WCAG 2.2 AA; Directive (EU) 2019/882", for_audiences(
        lambda one: bool(one.needs), ("needs",),
        "{name}: stated needs, so no time pressure, text beside every picture, tried with a screen reader.")),
)  # fmt: skip
