"""Figures from an HTTP feed: JSON with a list of records somewhere in it."""

from __future__ import annotations

from typing import Any

import httpx
import msgspec

from trimtab.evaluation.api import Table, Wanted
from trimtab.kernel.errors import Refusal

MOST_BYTES = 50 * 1024 * 1024


def read(client: httpx.Client, wanted: Wanted, *, authorization: str) -> Table:
    """The records of a feed as rows; `wanted.query` is the path to the list ('data.items'; '' when the list is all). Nested values
    become columns named by their path ('shop.code'). Raises Refusal."""
    headers = {"Accept": "application/json", **({"Authorization": authorization} if authorization else {})}
    try:
        with client.stream("GET", wanted.place, headers=headers) as answer:
            content = _content(answer, wanted.place)
    except httpx.TimeoutException as error:
        raise Refusal("source.feed", "It did not answer in time.", wanted.place) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Refusal("source.feed", "It cannot be reached.", wanted.place) from error
    try:
        found: Any = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal("source.feed", "The answer is not JSON.", wanted.place) from error
    return _table(_records(found, wanted.query))


def _content(answer: httpx.Response, place: str) -> bytes:
    if not answer.is_success:
        raise Refusal("source.feed", f"It answered {answer.status_code} {answer.reason_phrase}.", place)
    content = b""
    for part in answer.iter_bytes():
        content += part
        if len(content) > MOST_BYTES:
            raise Refusal("source.size", f"The answer is larger than {MOST_BYTES // 1024**2} MB.", place)
    return content


def _records(found: Any, path: str) -> list[dict[str, object]]:
    for step in filter(None, path.split(".")):
        if not isinstance(found, dict) or step not in found:
            raise Refusal("source.path", f"There is no '{step}' in the answer.", "query")
        found = found[step]
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Refusal("source.path", "There is no list of records at this path.", "query")
    return [dict(_flat(one)) for one in found]


def _flat(record: dict[str, Any], before: str = "") -> list[tuple[str, object]]:
    pairs: list[tuple[str, object]] = []
    for name, value in record.items():
        pairs += _flat(value, f"{before}{name}.") if isinstance(value, dict) else [(f"{before}{name}", value)]
    return pairs


def _table(records: list[dict[str, object]]) -> Table:
    head = tuple(dict.fromkeys(name for one in records for name in one))
    return Table(head, [[one.get(name) for name in head] for one in records])
