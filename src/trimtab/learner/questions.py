"""A question as the page shows it, and the answer read from a form. What these are is said by its kind.

Options and steps are shuffled by the answer's id: the same each time the page is shown, another one
for the next question.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import QueryDict

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.library.api import Appearance, ItemBody, ShownItem


def template_of(shown: ShownItem) -> str:
    """The partial that shows this kind of question."""
    return f"learner/answers/{shown.look}.html"


def question(
    body: ItemBody,
    *,
    seed: UUID,
    response: Any = None,
    order: Sequence[int] | None = None,
    language: str = "en",
    draft: QueryDict | None = None,
) -> ShownItem:
    """`body` as the page shows it.

    With a `response` it looks as after the answer, with `order` as the steps stand now, and with a
    `draft` that was refused with what was written in it.
    """

    def shuffled(count: int) -> list[int]:
        places = list(range(count))
        random.Random(seed.int).shuffle(places)  # noqa: S311  no secret: only an order
        return places

    return body.shown(Appearance(shuffled, response, order, draft, language))


def read_response(body: ItemBody, form: QueryDict) -> Any:
    """The answer in a posted form. Raises Refusal when there is none."""
    try:
        return body.read_answer(form)
    except (KeyError, ValueError) as error:
        sentence = say("Choose or write an answer first.")
        raise Refusal("learner.no-answer", sentence, "response") from error
