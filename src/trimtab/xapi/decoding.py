"""From the bytes of a request to statements."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import msgspec

from trimtab.xapi.faults import InvalidStatement, shown

_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode
_BACKSLASH, _ESCAPED_COLON = b"\\", b"\\u003"


def decode(body: bytes) -> Any:
    """The JSON value in `body` (UTF-8). Raises InvalidStatement for anything that is not JSON,
    and for a property that stands twice in one object (2.2)."""
    try:
        value = _decode(body)
        if may_have_lost(body, _encode(value)):
            json.loads(body, object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        raise InvalidStatement("The content is not UTF-8.", "2.2") from error
    except RecursionError as error:
        raise InvalidStatement("The content is nested too deeply.", "2.2") from error
    except (msgspec.DecodeError, ValueError) as error:
        raise InvalidStatement(f"The content is not JSON: {shown(error)}.", "2.2") from error
    return value


def may_have_lost(body: bytes, again: bytes, *, added: int = 0) -> bool:
    """Whether decoding `body` may have lost a property that stood twice; `again` is what was
    decoded, encoded again with `added` colons that did not come from there.

    Every property has a colon, and texts keep theirs: a lost property
    is a colon less. False is certain.
    """
    return body.count(b":") + added != again.count(b":") or (
        _BACKSLASH in body and _ESCAPED_COLON in body
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    properties = dict(pairs)
    if len(properties) != len(pairs):
        twice = Counter(key for key, _value in pairs).most_common(1)[0][0]
        raise InvalidStatement(f"The property '{shown(twice)}' stands twice in one object.", "2.2")
    return properties
