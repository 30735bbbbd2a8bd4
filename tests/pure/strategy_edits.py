"""Edits as people make them, drawn at random: words changed, parts added, moved and taken away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from trimtab.kernel.errors import Refusal
from trimtab.strategy.domain import places
from trimtab.strategy.domain.codec import from_json, load_yaml, to_json
from trimtab.strategy.domain.document import Strategy

DEMO = load_yaml(
    (Path(__file__).parents[2] / "src/trimtab/demo/content/strategy.yaml").read_text()
).document


def cut(document: Strategy, members: int) -> Strategy:
    """The document with at most so many members of each list and twice as many answers: edits meet more often, and each is cheap."""
    data = to_json(document)
    for holder in (data, data["policy"]):
        holder.update(
            {key: value[:members] for key, value in holder.items() if isinstance(value, list)}
        )
    data["answers"] = dict(list(data["answers"].items())[: 2 * members])
    return from_json(data)


SMALL = cut(DEMO, 3)
WORDS = ("more", "less", "in the morning", "a/b", "a~b", "ü")


def spots(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value within plain data, holders before what they hold."""
    found = [at] if at else []
    for key, one in value.items() if isinstance(value, dict) else enumerate(value):
        way = (*at, key)
        found += spots(one, way) if isinstance(one, (dict, list)) else [way]
    return found


def _holder(data: Any, way: tuple[Any, ...]) -> Any:
    for key in way[:-1]:
        data = data[key]
    return data


def _edit(data: Any, way: tuple[Any, ...], kind: str, word: str) -> None:
    holder, last = _holder(data, way), way[-1]
    value = holder[last]
    match kind:
        case "remove":
            del holder[last]
        case "move" if isinstance(holder, list):
            holder.append(holder.pop(last))
        case "copy" if isinstance(holder, list):
            key = next(
                (key for key in places.NAMED_BY if isinstance(value, dict) and key in value), ""
            )
            holder.insert(last, {**value, key: f"{value[key]}-{word}"} if key else value)
        case "change" if isinstance(value, str):
            holder[last] = f"{value} {word}"
        case "change" if isinstance(value, int | float):
            holder[last] = value + len(word)
        case _:
            data["summary"] = word


edits = st.lists(
    st.tuples(
        st.integers(0, 60) | st.integers(0, 10**6),
        st.sampled_from(("change", "change", "copy", "move", "remove")),
        st.sampled_from(WORDS),
    ),
    max_size=6,
)


def edited(document: Strategy, made: list[tuple[int, str, str]]) -> Strategy:
    """The document after the edits; one that would make it no document is left out."""
    for number, kind, word in made:
        data = to_json(document)
        ways = spots(data)
        _edit(data, ways[number % len(ways)], kind, word)
        try:
            document = from_json(data)
        except Refusal:
            continue
    return document
