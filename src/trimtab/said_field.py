"""A column that keeps what was said as its parts, so that every reader has it in their own
language; what was stored as prose before stays as it was written.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.db import models

from trimtab.kernel.said import Said, as_written
from trimtab.kernel.said_as_json import decoded, encoded

if TYPE_CHECKING:
    _Text = models.TextField[str, Said]
else:
    _Text = models.TextField

MADE = '{"message": '


class SaidField(_Text):
    """A text column; what goes in is a `Said` or a text, what comes out is a `Said`.

    A `Said` is kept as the JSON of its parts, a plain text as itself.
    """

    def from_db_value(self, value: str | None, *_: object) -> Said | None:
        """What was stored, as a sentence; a text that is no JSON of ours is as it was written."""
        if value is None:
            return None
        if value.startswith(MADE):
            # Prose that was stored before there were parts may begin so, too.
            with suppress(AttributeError, KeyError, TypeError, ValueError):
                return decoded(json.loads(value))
        return as_written(value)

    def to_python(self, value: Any) -> Any:
        """As it is; forms give texts."""
        return as_written(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        """The JSON of the parts of a sentence, a text as itself."""
        if isinstance(value, Said) and not _is_plain(value):
            return json.dumps(encoded(value), ensure_ascii=False)
        text = super().get_prep_value(value)
        if isinstance(text, str) and text.startswith(MADE):
            return json.dumps(encoded(as_written(str(text))), ensure_ascii=False)
        return None if text is None else str(text)


def _is_plain(said: Said) -> bool:
    """Whether it is a text that somebody wrote, and nothing else."""
    is_text = len(said.parts) == 1 and type(said.parts[0][1]) is str
    return not said.message and not said.turns and is_text
