"""The simple values that statements are made of: each check returns nothing or raises InvalidStatement."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from trimtab.xapi.faults import InvalidStatement

_UUID = re.compile(r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]+")
_MAILTO = re.compile(r"mailto:[^@\s]+@[^@\s]+")
_SHA1 = re.compile(r"[0-9a-fA-F]{40}")
_SHA2 = re.compile(r"[0-9a-fA-F]{64}")
_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}(:?\d{2})?)?")
_DURATION = re.compile(
    r"P(?=\d|T\d)(\d+(\.\d+)?Y)?(\d+(\.\d+)?M)?(\d+(\.\d+)?W)?(\d+(\.\d+)?D)?"
    r"(T(?=\d)(\d+(\.\d+)?H)?(\d+(\.\d+)?M)?(\d+(\.\d+)?S)?)?"
)
_NEGATIVE_ZERO = re.compile(r"-00(:?00)?$")


def fail(place: str, sentence: str, section: str) -> InvalidStatement:
    """The error to raise."""
    return InvalidStatement(place, sentence, section)


def is_object(value: Any, place: str, section: str = "2.2") -> Mapping[str, Any]:
    """`value` as an object."""
    if not isinstance(value, dict):
        raise fail(place, "An object is needed here.", section)
    return value


def only(value: Mapping[str, Any], allowed: frozenset[str], place: str, section: str) -> None:
    """No other keys than `allowed`, and none with null outside extensions (2.2)."""
    for key, inner in value.items():
        if key not in allowed:
            raise fail(f"{place}.{key}".lstrip("."), f"'{key}' is not a property that stands here.", section)
        if inner is None:
            raise fail(f"{place}.{key}".lstrip("."), "A property may not be null.", "2.2")


def text(value: Any, place: str, section: str = "2.2") -> str:
    """`value` as a string; NUL cannot be stored and is refused."""
    if not isinstance(value, str):
        raise fail(place, "A string is needed here.", section)
    if "\x00" in value:
        raise fail(place, "The character NUL cannot be stored.", section)
    return value


def uuid(value: Any, place: str, section: str = "2.4.1") -> UUID:
    """`value` as a UUID in its standard form."""
    if not _UUID.fullmatch(text(value, place, section)):
        raise fail(place, f"'{value}' is not a UUID.", section)
    return UUID(value)


def iri(value: Any, place: str, section: str = "4.2") -> str:
    """`value` as an IRI with its scheme."""
    if not _IRI.fullmatch(text(value, place, section)):
        raise fail(place, f"'{value}' is not an IRI with a scheme.", section)
    return str(value)


def mailto(value: Any, place: str) -> str:
    """`value` as a mailto IRI (2.4.2.3)."""
    if not _MAILTO.fullmatch(text(value, place, "2.4.2.3")):
        raise fail(place, f"'{value}' is not a mailto address.", "2.4.2.3")
    return str(value)


def sha1(value: Any, place: str) -> str:
    """`value` as the hexadecimal SHA-1 of a mailto IRI (2.4.2.3)."""
    if not _SHA1.fullmatch(text(value, place, "2.4.2.3")):
        raise fail(place, "A SHA-1 has 40 hexadecimal digits.", "2.4.2.3")
    return str(value)


def sha2(value: Any, place: str) -> str:
    """`value` as the hexadecimal SHA-2 of an attachment (2.4.11)."""
    if not _SHA2.fullmatch(text(value, place, "2.4.11")):
        raise fail(place, "A SHA-2 has 64 hexadecimal digits.", "2.4.11")
    return str(value)


def language_map(value: Any, place: str) -> None:
    """An object from language tags to strings (4.3)."""
    for tag, words in is_object(value, place, "4.3").items():
        if not _TAG.fullmatch(tag):
            raise fail(f"{place}.{tag}", f"'{tag}' is not a language tag.", "4.3")
        text(words, f"{place}.{tag}", "4.3")


def language_tag(value: Any, place: str) -> None:
    """A language tag (4.3)."""
    if not _TAG.fullmatch(text(value, place, "4.3")):
        raise fail(place, f"'{value}' is not a language tag.", "4.3")


def extensions(value: Any, place: str) -> None:
    """An object whose keys are IRIs (4.1)."""
    for key in is_object(value, place, "4.1"):
        iri(key, f"{place}.{key}", "4.1")


def number(value: Any, place: str, section: str) -> float:
    """`value` as a finite number; a boolean is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or value in (1e400, -1e400):
        raise fail(place, "A number is needed here.", section)
    return float(value)


def boolean(value: Any, place: str, section: str) -> bool:
    """`value` as true or false."""
    if not isinstance(value, bool):
        raise fail(place, "true or false is needed here.", section)
    return value


def timestamp(value: Any, place: str, section: str = "4.5") -> dt.datetime:
    """`value` as a time (ISO 8601 with seconds); one without a zone counts as UTC; -00:00 is refused (4.5)."""
    written = text(value, place, section)
    if not _TIMESTAMP.fullmatch(written) or _NEGATIVE_ZERO.search(written):
        raise fail(place, f"'{value}' is not a time such as 2026-03-01T09:30:00Z.", section)
    try:
        found = dt.datetime.fromisoformat(written.upper().replace(" ", "T"))
        return (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError) as error:
        raise fail(place, f"'{value}' is not a time that exists.", section) from error


def duration(value: Any, place: str) -> None:
    """An ISO 8601 duration (4.6)."""
    if not _DURATION.fullmatch(text(value, place, "4.6")):
        raise fail(place, f"'{value}' is not a duration such as PT12.5S.", "4.6")
