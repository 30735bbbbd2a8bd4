"""The people: who is served, and whose support or consent matters."""

from __future__ import annotations

from enum import StrEnum

from trimtab.strategy.domain.circumstances import (
    AtHand,
    Connectivity,
    Device,
    Expertise,
    Need,
    Pay,
    Reading,
    WorkSetting,
)
from trimtab.strategy.domain.part import Part


class AudienceRule(Part, frozen=True, kw_only=True):
    """Who belongs to an audience: every given condition must hold; a list holds when any of its
    entries does.

    `units` are unit codes and include the units below them, `roles` platform roles, `attributes` a
    person's attributes (for example job: [cashier, supervisor]). An empty rule is everybody.

    `people` are ids of people, as the platform names them, who belong besides; where nothing else
    is said, they alone.
    """

    units: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    attributes: dict[str, tuple[str, ...]] = {}
    people: tuple[str, ...] = ()


class Audience(Part, frozen=True, kw_only=True):
    """A group served in one way (Q-P1 to Q-P6, Q-T1 to Q-T3)."""

    id: str
    name: str
    rule: AudienceRule = AudienceRule()
    headcount: int
    setting: WorkSetting
    pay: Pay
    device: Device
    connectivity: Connectivity = Connectivity.ALWAYS
    expertise: Expertise = Expertise.MIXED
    turnover_per_year: float = 0.0
    languages: tuple[str, ...] = ("en",)
    needs: tuple[str, ...] = ()
    reading: Reading = Reading.USUAL
    moments: tuple[Need, ...] = ()
    at_hand: AtHand = AtHand.BOTH


WITHHELD = "withheld"


class Stance(StrEnum):
    """How a stakeholder stands towards the strategy."""

    AGAINST = "against"
    SCEPTICAL = "sceptical"
    NEUTRAL = "neutral"
    SUPPORTIVE = "supportive"
    CHAMPION = "champion"


class Stakeholder(Part, frozen=True, kw_only=True):
    """Somebody whose support or consent matters (Q-P8). Power and interest run from 1 to 5
    (Mendelow 1991).

    `engagement` WITHHELD says that how they stand is not for the reader of this document.
    """

    id: str
    name: str
    power: int
    interest: int
    stance: Stance = Stance.NEUTRAL
    can_block: bool = False
    needs: str = ""
    engagement: str = ""
    owner: str = ""
