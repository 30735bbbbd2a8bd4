"""What the document's own words for options and fields are called in sentences: 'their device: a shared device', not 'device shared'."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

_LEVEL = {"low": "little", "medium": "some", "high": "much"}
OPTIONS: dict[str, dict[str, str]] = {
    "setting": {
        "desk": "at a desk",
        "mobile": "on the move",
        "frontline": "standing, with customers or machines",
        "driving": "driving",
        "clinical": "with patients",
        "field": "outside",
        "home": "at home",
    },
    "pay": {
        "hourly": "by the hour",
        "salaried": "with a salary",
        "contractor": "as contractors",
        "volunteer": "not at all",
    },
    "device": {
        "provided": "a device of the organisation",
        "shared": "a shared device",
        "own": "their own phone",
        "none": "none",
    },
    "connectivity": {
        "always": "always",
        "intermittent": "with gaps",
        "offline": "rarely or never",
        "metered": "by the amount of data",
    },
    "at_hand": {
        "computer": "a computer",
        "mobile": "a phone",
        "both": "a computer and a phone",
        "hands-busy": "nothing: both hands are taken",
    },
    "expertise": {"novice": "new to it", "mixed": "some are new", "expert": "they know it well"},
    "reading": {
        "plain": "plain words",
        "usual": "as usual",
        "specialist": "the words of the trade",
    },
    "moments": {
        "new": "learning something new",
        "more": "learning more",
        "apply": "doing it",
        "solve": "solving a problem",
        "change": "coping with change",
    },
    "stance": {
        "against": "against it",
        "sceptical": "in doubt",
        "neutral": "neutral",
        "supportive": "for it",
        "champion": "they carry it",
    },
    "causes": {
        "do-not-know": "they do not know it",
        "cannot-do-yet": "they cannot do it yet",
        "forget": "they knew it and forget",
        "cannot-find": "they cannot find the answer in time",
        "do-not-believe": "they do not believe in it",
        "no-tools-or-time": "tools or time are missing",
        "not-rewarded": "it is not rewarded",
        "process-wrong": "the process is wrong",
    },
    "frequency": {"low": "rarely", "medium": "some times a month", "high": "each week or more"},
    "cost_of_error": {"low": "little", "medium": "something", "high": "much"},
    "time_to_look_up": {"low": "none", "medium": "some", "high": "enough"},
    "volatility": {"low": "rarely", "medium": "now and then", "high": "often"},
    "arbitrary": _LEVEL,
    "complexity": _LEVEL,
    "confusable": _LEVEL,
    "approach": {
        "spaced-learning": "spaced practice",
        "performance-support": "help at the moment of need",
        "both": "practice and help at work",
        "not-yet": "nothing yet",
        "neither": "no learning",
    },
    "state": {"running": "runs", "retired": "has ended"},
    "design": {"randomised": "by lot", "before-after": "before and after"},
    "response": {
        "retire": "stop it",
        "switch-to-support": "give help at work instead",
        "switch-to-work": "change the work instead",
        "revise-diagnosis": "look at the diagnosis again",
    },
    "scale": {"mean": "amounts", "proportion": "shares of yes and no"},
    "grain": {
        "person": "single persons",
        "unit": "units",
        "audience": "audiences",
        "organisation": "the whole organisation",
        "aid": "job aids",
        "item": "questions",
    },
    "direction": {"higher": "higher is better", "lower": "lower is better"},
    "sure": {"high": "sure", "moderate": "fairly sure", "low": "a guess"},
    "standing": {"accepted": "accepted", "altered": "taken altered", "declined": "declined"},
}
FIELDS = {
    "causes": "why it happens",
    "frequency": "how often it is done",
    "cost_of_error": "what an error costs",
    "time_to_look_up": "time to look it up",
    "volatility": "how often the right way changes",
    "arbitrary": "arbitrary details",
    "confusable": "cases that look alike",
    "device": "their device",
    "setting": "where they work",
    "pay": "how they are paid",
    "connectivity": "connected",
    "at_hand": "at hand at work",
    "expertise": "what they know",
    "turnover_per_year": "share that leaves in a year",
    "can_block": "can stop it",
    "moments": "moments of need",
    "grain": "shown by",
    "response": "if it does not work",
    "design": "compared",
    "at_least": "at least",
    "minutes_per_week": "minutes a week",
    "messages_per_week": "messages a week",
    "quiet_from": "start of the quiet hours",
    "quiet_until": "end of the quiet hours",
    "min_cell": "smallest group shown",
    "desired_retention": "share to be remembered",
    "horizon_weeks": "weeks that are planned",
    "will_not": "what we will not do",
    "expects": "what is expected",
    "by": "by when",
    "tier": "level of the outcome",
    "choices": "choices",
    "policy": "policy",
    "limits": "limits",
    "statement": "guiding policy",
    "observed": "what is seen",
}


def field_words(name: str) -> str:
    """A field of the document in words."""
    return FIELDS.get(name) or name.replace("_", " ").replace("-", " ")


def option_words(field: str, value: Any) -> Any:
    """A value of a field in words, each of several; what is no option of the field stays as it is."""
    known = OPTIONS.get(field, {})
    if isinstance(value, str):
        return known.get(value, value)
    if isinstance(value, list | tuple):
        return [option_words(field, one) for one in value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def listed(values: Iterable[Any]) -> str:
    """Several values as one text."""
    return ", ".join(str(one) for one in values)
