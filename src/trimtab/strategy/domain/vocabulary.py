"""What the document's own words for options and fields are called in sentences: 'their device: a
shared device', not 'device shared'.
"""

from __future__ import annotations

from typing import Any

from trimtab.kernel.said import Said, as_written, say, say_in

_LEVEL = {
    "low": say_in("an amount", "little"),
    "medium": say_in("an amount", "some"),
    "high": say_in("an amount", "much"),
}
OPTIONS: dict[str, dict[str, Said]] = {
    "setting": {
        "desk": say_in("setting", "at a desk"),
        "mobile": say_in("setting", "on the move"),
        "frontline": say_in("setting", "standing, with customers or machines"),
        "driving": say_in("setting", "driving"),
        "clinical": say_in("setting", "with patients"),
        "field": say_in("setting", "outside"),
        "home": say_in("setting", "at home"),
    },
    "pay": {
        "hourly": say_in("pay", "by the hour"),
        "salaried": say_in("pay", "with a salary"),
        "contractor": say_in("pay", "as contractors"),
        "volunteer": say_in("pay", "not at all"),
    },
    "device": {
        "provided": say_in("device", "a device of the organisation"),
        "shared": say_in("device", "a shared device"),
        "own": say_in("device", "their own phone"),
        "none": say_in("device", "none"),
    },
    "connectivity": {
        "always": say_in("connectivity", "always"),
        "intermittent": say_in("connectivity", "with gaps"),
        "offline": say_in("connectivity", "rarely or never"),
        "metered": say_in("connectivity", "by the amount of data"),
    },
    "at_hand": {
        "computer": say_in("at hand", "a computer"),
        "mobile": say_in("at hand", "a phone"),
        "both": say_in("at hand", "a computer and a phone"),
        "hands-busy": say_in("at hand", "nothing: both hands are taken"),
    },
    "expertise": {
        "novice": say_in("expertise", "new to it"),
        "mixed": say_in("expertise", "some are new"),
        "expert": say_in("expertise", "they know it well"),
    },
    "reading": {
        "plain": say_in("reading", "plain words"),
        "usual": say_in("reading", "as usual"),
        "specialist": say_in("reading", "the words of the trade"),
    },
    "moments": {
        "new": say_in("moments", "learning something new"),
        "more": say_in("moments", "learning more"),
        "apply": say_in("moments", "doing it"),
        "solve": say_in("moments", "solving a problem"),
        "change": say_in("moments", "coping with change"),
    },
    "stance": {
        "against": say_in("stance", "against it"),
        "sceptical": say_in("stance", "in doubt"),
        "neutral": say_in("stance", "neutral"),
        "supportive": say_in("stance", "for it"),
        "champion": say_in("stance", "they carry it"),
    },
    "causes": {
        "do-not-know": say_in("causes", "they do not know it"),
        "cannot-do-yet": say_in("causes", "they cannot do it yet"),
        "forget": say_in("causes", "they knew it and forget"),
        "cannot-find": say_in("causes", "they cannot find the answer in time"),
        "do-not-believe": say_in("causes", "they do not believe in it"),
        "no-tools-or-time": say_in("causes", "tools or time are missing"),
        "not-rewarded": say_in("causes", "it is not rewarded"),
        "process-wrong": say_in("causes", "the process is wrong"),
    },
    "frequency": {
        "low": say_in("frequency", "rarely"),
        "medium": say_in("frequency", "some times a month"),
        "high": say_in("frequency", "each week or more"),
    },
    "cost_of_error": {
        "low": say_in("cost of error", "little"),
        "medium": say_in("cost of error", "something"),
        "high": say_in("cost of error", "much"),
    },
    "time_to_look_up": {
        "low": say_in("time to look up", "none"),
        "medium": say_in("time to look up", "some"),
        "high": say_in("time to look up", "enough"),
    },
    "volatility": {
        "low": say_in("volatility", "rarely"),
        "medium": say_in("volatility", "now and then"),
        "high": say_in("volatility", "often"),
    },
    "arbitrary": _LEVEL,
    "complexity": _LEVEL,
    "confusable": _LEVEL,
    "approach": {
        "spaced-learning": say_in("approach", "spaced practice"),
        "performance-support": say_in("approach", "help at the moment of need"),
        "both": say_in("approach", "practice and help at work"),
        "not-yet": say_in("approach", "nothing yet"),
        "neither": say_in("approach", "no learning"),
    },
    "state": {"running": say_in("state", "runs"), "retired": say_in("state", "has ended")},
    "design": {
        "randomised": say_in("design", "by lot"),
        "before-after": say_in("design", "before and after"),
    },
    "response": {
        "retire": say_in("response", "stop it"),
        "switch-to-support": say_in("response", "give help at work instead"),
        "switch-to-work": say_in("response", "change the work instead"),
        "revise-diagnosis": say_in("response", "look at the diagnosis again"),
    },
    "scale": {
        "mean": say_in("scale", "amounts"),
        "proportion": say_in("scale", "shares of yes and no"),
    },
    "grain": {
        "person": say_in("grain", "single persons"),
        "unit": say_in("grain", "units"),
        "audience": say_in("grain", "audiences"),
        "organisation": say_in("grain", "the whole organisation"),
        "aid": say_in("grain", "job aids"),
        "item": say_in("grain", "questions"),
    },
    "direction": {
        "higher": say_in("direction", "higher is better"),
        "lower": say_in("direction", "lower is better"),
    },
    "sure": {
        "high": say_in("sure", "sure"),
        "moderate": say_in("sure", "fairly sure"),
        "low": say_in("sure", "a guess"),
    },
    "standing": {
        "accepted": say_in("standing", "accepted"),
        "altered": say_in("standing", "taken altered"),
        "declined": say_in("standing", "declined"),
    },
}
FIELDS = {
    "causes": say_in("a field", "why it happens"),
    "frequency": say_in("a field", "how often it is done"),
    "cost_of_error": say_in("a field", "what an error costs"),
    "time_to_look_up": say_in("a field", "time to look it up"),
    "volatility": say_in("a field", "how often the right way changes"),
    "arbitrary": say_in("a field", "arbitrary details"),
    "confusable": say_in("a field", "cases that look alike"),
    "device": say_in("a field", "their device"),
    "setting": say_in("a field", "where they work"),
    "pay": say_in("a field", "how they are paid"),
    "connectivity": say_in("a field", "connected"),
    "at_hand": say_in("a field", "at hand at work"),
    "expertise": say_in("a field", "what they know"),
    "turnover_per_year": say_in("a field", "share that leaves in a year"),
    "can_block": say_in("a field", "can stop it"),
    "moments": say_in("a field", "moments of need"),
    "grain": say_in("a field", "shown by"),
    "response": say_in("a field", "if it does not work"),
    "design": say_in("a field", "compared"),
    "at_least": say_in("a field", "at least"),
    "minutes_per_week": say_in("a field", "minutes a week"),
    "messages_per_week": say_in("a field", "messages a week"),
    "quiet_from": say_in("a field", "start of the quiet hours"),
    "quiet_until": say_in("a field", "end of the quiet hours"),
    "min_cell": say_in("a field", "smallest group shown"),
    "desired_retention": say_in("a field", "share to be remembered"),
    "horizon_weeks": say_in("a field", "weeks that are planned"),
    "will_not": say_in("a field", "what we will not do"),
    "expects": say_in("a field", "what is expected"),
    "by": say_in("a field", "by when"),
    "tier": say_in("a field", "level of the outcome"),
    "choices": say_in("a field", "choices"),
    "policy": say_in("a field", "policy"),
    "limits": say_in("a field", "limits"),
    "statement": say_in("a field", "guiding policy"),
    "observed": say_in("a field", "what is seen"),
}


def field_words(name: str) -> Said:
    """A field of the document in words."""
    return FIELDS.get(name) or as_written(name.replace("_", " ").replace("-", " "))


def option_words(field: str, value: Any) -> Any:
    """A value of a field in words, each of several; what is no option of the field stays as it
    is.
    """
    known = OPTIONS.get(field, {})
    if isinstance(value, str):
        return known.get(value, value)
    if isinstance(value, list | tuple):
        return [option_words(field, one) for one in value]
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return value
