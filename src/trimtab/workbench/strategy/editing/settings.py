"""A setting in a form: shown in words, and read back in its own type."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from trimtab.kernel import written
from trimtab.kernel.errors import Refusal
from trimtab.strategy import api as strategy

_YES, _NO = "yes", "no"
_MOST = 999_999


def shown(sets: Any, value: Any, audience: str) -> dict[str, Any]:
    """A setting for the page: its sentence with the value, and the value as an input's text."""
    setting = strategy.SETTINGS_BY_KEY[sets.key]
    return {
        "key": sets.key,
        "sentence": setting.sentence(value),
        "audience": audience,
        "text": text_of(value),
        "kept_by": setting.kept_by,
    }


def text_of(value: Any) -> str:
    """A value as the text of an input."""
    if isinstance(value, bool):
        return _YES if value else _NO
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def read_setting(key: str, text: str) -> Any:
    """A value from the text of an input, in the type of the setting.

    Raises Refusal on the field `key`, saying what would be a value.
    """
    default = strategy.SETTINGS_BY_KEY[key].default
    match default:
        case bool():
            if text.lower() in {_YES, _NO}:
                return text.lower() == _YES
            raise _unreadable(key, _("Say yes or no."))
        case int():
            if (number := written.whole(text, _MOST)) is not None:
                return number
            raise _unreadable(key, _("Give a whole number."))
        case tuple():
            return tuple(sorted({word.strip() for word in text.split(",") if word.strip()}))
        case str() if ":" in default:
            return _time(key, text)
        case _:
            return _ladder(key, text)


def _unreadable(key: str, sentence: str) -> Refusal:
    return Refusal("strategy.setting", sentence, key)


def _time(key: str, text: str) -> str:
    try:
        return dt.time.fromisoformat(text).isoformat("minutes")
    except ValueError as error:
        raise _unreadable(key, _("Give a time such as 18:00.")) from error


def _ladder(key: str, text: str) -> str:
    setting = strategy.SETTINGS_BY_KEY[key]
    try:
        setting.meet(setting.default, text)
    except ValueError as error:
        sentence = _("'%(text)s' is no value of this setting.") % {"text": text}
        raise _unreadable(key, sentence) from error
    return text
