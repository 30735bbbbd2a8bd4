"""Figures from an HTTP feed: JSON with a list of records somewhere in it."""

from __future__ import annotations

from typing import Any

import httpx
import msgspec

from trimtab.evaluation.api import Table, Wanted, table_of_records
from trimtab.gateway import outgoing
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import figure, say

ALTOGETHER_SECONDS = 40.0
MOST_BYTES = 50 * 1024 * 1024
# What a small text can unfold to: lists and objects (each takes a hundred bytes or
# more of memory), and columns of every row.
MOST_VALUES = 2_000_000
MOST_COLUMNS = 500
MOST_DEPTH, LONGEST_PATH = 20, 1_000


def read(client: httpx.Client, wanted: Wanted, *, authorization: str) -> Table:
    """The records of a feed as rows; `wanted.query` is the path to the list ('data.items'; ''
    when the list is all). Nested values become columns named by their path ('shop.code'). Ends
    after 40 seconds altogether, however slowly it answers. Raises Refusal."""
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    if authorization:
        headers["Authorization"] = authorization
    try:
        with (
            outgoing.within(ALTOGETHER_SECONDS),
            client.stream("GET", _address(wanted), headers=headers) as answer,
        ):
            content = _content(answer)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Refusal("source.feed", outgoing.not_reached(error), "place") from error
    if content.count(b"{") + content.count(b"[") > MOST_VALUES:
        raise Refusal(
            "source.size",
            say(
                "The answer has more than {values} values: ask for fewer days.",
                values=figure(MOST_VALUES, ","),
            ),
            "place",
        )
    try:
        value: Any = msgspec.json.decode(content)
        return _table(_records(value, wanted.query))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal("source.feed", say("The answer is not JSON."), "place") from error


def _address(wanted: Wanted) -> httpx.URL:
    address = httpx.URL(wanted.place)
    if address.userinfo:
        sentence = say(
            "The address holds a user or a secret: name them in a connection of the settings "
            "instead."
        )
        raise Refusal("source.place", sentence, "place")
    return address


def _content(answer: httpx.Response) -> bytes:
    if not answer.is_success:
        raise Refusal("source.feed", outgoing.status_said(answer.status_code), "place")
    if answer.headers.get("Content-Encoding", "identity").lower() not in ("", "identity"):
        raise Refusal("source.feed", say("It answered packed, which was not asked for."), "place")
    content = bytearray()
    for part in answer.iter_raw():
        content += part
        if len(content) > MOST_BYTES:
            raise Refusal(
                "source.size",
                say("The answer is larger than {size} MB.", size=MOST_BYTES // 1024**2),
                "place",
            )
    return bytes(content)


def _records(value: Any, path: str) -> list[dict[str, object]]:
    for step in filter(None, path.split(".")):
        if not isinstance(value, dict) or step not in value:
            raise Refusal(
                "source.path",
                say("There is no '{step}' in the answer.", step=step),
                "query",
            )
        value = value[step]
    if not isinstance(value, list) or not all(isinstance(record, dict) for record in value):
        raise Refusal("source.path", say("There is no list of records at this path."), "query")
    return [dict(_flat(record)) for record in value]


def _flat(record: dict[str, Any], before: str = "", depth: int = 0) -> list[tuple[str, object]]:
    pairs: list[tuple[str, object]] = []
    for name, value in record.items():
        path = f"{before}{name}"
        if depth > MOST_DEPTH or len(path) > LONGEST_PATH:
            raise Refusal(
                "source.path",
                say("The records are nested too deeply, or their names are too long."),
                "query",
            )
        pairs += _flat(value, f"{path}.", depth + 1) if isinstance(value, dict) else [(path, value)]
    return pairs


def _table(records: list[dict[str, object]]) -> Table:
    head = tuple(dict.fromkeys(name for record in records for name in record))
    if len(head) > MOST_COLUMNS:
        raise Refusal(
            "source.size",
            say("The records have more than {columns} columns altogether.", columns=MOST_COLUMNS),
            "query",
        )
    return table_of_records(records, "query")
