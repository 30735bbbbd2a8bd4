"""All settings, by what they are about."""

from __future__ import annotations

from trimtab.strategy.domain.settings import (
    data,
    decisions,
    delivery,
    evaluation,
    messages,
    practice,
    rollout,
    support,
)
from trimtab.strategy.domain.settings.setting import Setting

SETTINGS: tuple[Setting, ...] = (
    *practice.SETTINGS,
    *delivery.SETTINGS,
    *support.SETTINGS,
    *messages.SETTINGS,
    *rollout.SETTINGS,
    *data.SETTINGS,
    *decisions.SETTINGS,
    *evaluation.SETTINGS,
)
BY_KEY: dict[str, Setting] = {setting.key: setting for setting in SETTINGS}
