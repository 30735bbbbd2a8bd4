"""The simple values that statements are made of (4.1 to 4.6). Each rule raises InvalidStatement."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Any
from uuid import UUID

from msgspec import convert

from trimtab.xapi.faults import InvalidStatement, shown

DEEPEST = 64
_SHORT = 200
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s\x00-\x20\x7f<>\"{}|\\^`]+")
_MAILTO = re.compile(r"mailto:[^@\s\x00]+@[^@\s\x00]+")
_SHA1 = re.compile(r"[0-9a-fA-F]{40}")
_SHA2 = re.compile(r"(?:[0-9a-fA-F]{56}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128})")
_MEDIA_TYPE = re.compile(r"[!#$&^_.+\-A-Za-z0-9]+/[!#$&^_.+\-A-Za-z0-9]+(?:\s*;[^\x00-\x1f]*)?")
# RFC 5646, section 2.1: language, script, region, variants, extensions,
# private use; and the irregular ones.
_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+|i-[a-z]{2,8}|en-gb-oed|sgn-be-(?:fr|nl)|zh-min-nan",
    re.IGNORECASE | re.ASCII,
)
# ISO 8601 in its extended form, and in its basic one (4.5 asks for no other).
_TIMESTAMP = re.compile(
    r"(?:\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,30})?)?"
    r"|\d{8}[Tt]\d{4}(?:\d{2}(?:[.,]\d{1,30})?)?"
    r"|(?:\d{4}-\d{2}-\d{2}|\d{8})[Tt]\d{2})(?:[Zz]|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII,
)
_IN_UTC = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,30})?)?(?:Z|\+00:00)", re.ASCII
)
_NEGATIVE_ZERO = re.compile(r"-00(?::?00)?$")
_N = r"\d+(?:[.,]\d+)?"
_DURATION = re.compile(
    rf"P(?:{_N}W|(?=\d|T\d)(?:{_N}Y)?(?:{_N}M)?(?:{_N}D)?(?:T(?=\d)(?:{_N}H)?(?:{_N}M)?(?:{_N}S)?)?)",
    re.ASCII,
)


def text(value: Any, section: str = "2.2") -> None:
    """A string; the character NUL cannot be stored and is refused."""
    if not isinstance(value, str):
        raise InvalidStatement("A string is needed here.", section)
    if "\x00" in value:
        raise InvalidStatement("The character NUL cannot be stored.", section)


def uuid(value: Any) -> None:
    """A UUID in its standard form (2.4.1, 4.4)."""
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise InvalidStatement(f"'{shown(value)}' is not a UUID.", "4.4")


def iri(value: Any) -> None:
    """An IRI with its scheme (2.2, 4.3)."""
    if not isinstance(value, str) or not (
        _is_iri(value) if len(value) <= _SHORT else _IRI.fullmatch(value)
    ):
        raise InvalidStatement(f"'{shown(value)}' is not an IRI with a scheme.", "4.3")


@lru_cache(maxsize=8192)
def _is_iri(value: str) -> bool:
    return _IRI.fullmatch(value) is not None


def mailto(value: Any) -> None:
    """A mailto IRI (2.4.2.3)."""
    if not isinstance(value, str) or not _MAILTO.fullmatch(value):
        raise InvalidStatement(
            f"'{shown(value)}' is not of the form mailto:name@domain.", "2.4.2.3"
        )


def sha1(value: Any) -> None:
    """The hexadecimal SHA-1 of a mailto IRI (2.4.2.3)."""
    if not isinstance(value, str) or not _SHA1.fullmatch(value):
        raise InvalidStatement("A SHA-1 has 40 hexadecimal digits.", "2.4.2.3")


def sha2(value: Any) -> None:
    """The hexadecimal SHA-2 of an attachment (2.4.11)."""
    if not isinstance(value, str) or not _SHA2.fullmatch(value):
        raise InvalidStatement("A SHA-2 has 56, 64, 96 or 128 hexadecimal digits.", "2.4.11")


def media_type(value: Any) -> None:
    """An Internet media type (2.4.11)."""
    if not isinstance(value, str) or not _MEDIA_TYPE.fullmatch(value):
        raise InvalidStatement(
            f"'{shown(value)}' is not a media type such as text/plain.", "2.4.11"
        )


def length(value: Any) -> None:
    """A number of octets (2.4.11)."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise InvalidStatement("A length is a whole number of octets.", "2.4.11")


def language_tag(value: Any) -> None:
    """A language tag of RFC 5646 (2.4.6, 4.2)."""
    if not isinstance(value, str) or not (len(value) <= _SHORT and _is_tag(value)):
        raise InvalidStatement(
            f"'{shown(value)}' is not a language tag such as en or de-AT.", "4.2"
        )


@lru_cache(maxsize=1024)
def _is_tag(value: str) -> bool:
    return _TAG.fullmatch(value) is not None


def language_map(value: Any) -> None:
    """An object from language tags to strings (4.2)."""
    if not isinstance(value, dict):
        raise InvalidStatement("An object from language tags to texts is needed here.", "4.2")
    for tag, words in value.items():
        try:
            language_tag(tag)
            text(words, "4.2")
        except InvalidStatement as fault:
            fault.below(tag)
            raise


def extensions(value: Any) -> None:
    """An object whose keys are IRIs; the values are free, as far as they can be stored (4.1)."""
    if not isinstance(value, dict):
        raise InvalidStatement("An object from IRIs to values is needed here.", "4.1")
    for key, inner in value.items():
        try:
            iri(key)
            _storable(inner, DEEPEST)
        except InvalidStatement as fault:
            fault.below(key)
            raise


def _storable(value: Any, depth: int) -> None:
    if isinstance(value, str):
        text(value, "4.1")
    elif isinstance(value, dict | list):
        if depth == 0:
            raise InvalidStatement(f"Values deeper than {DEEPEST} levels are not stored.", "4.1")
        if isinstance(value, dict):
            for key in value:
                text(key, "4.1")
        for inner in value.values() if isinstance(value, dict) else value:
            _storable(inner, depth - 1)


def number(value: Any) -> None:
    """A number; a boolean is none (2.2)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidStatement("A number is needed here.", "2.2")


def boolean(value: Any) -> None:
    """true or false (2.2)."""
    if not isinstance(value, bool):
        raise InvalidStatement("true or false is needed here.", "2.2")


def timestamp(value: Any) -> None:
    """A point in time in ISO 8601 (4.5)."""
    instant(value)


def instant(value: Any) -> dt.datetime:
    """`value` as a time in UTC; one without a zone counts as UTC;
    the offset -00:00 is refused (4.5)."""
    if (
        not isinstance(value, str)
        or not _TIMESTAMP.fullmatch(value)
        or ("-00" in value and _NEGATIVE_ZERO.search(value))
    ):
        raise InvalidStatement(
            f"'{shown(value)}' is not a time such as 2026-03-01T09:30:00Z.", "4.5"
        )
    try:
        moment = dt.datetime.fromisoformat(value.upper().replace(" ", "T"))
        return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidStatement(f"'{shown(value)}' is not a time that exists.", "4.5") from error


def is_in_utc(value: str) -> bool:
    """Whether a valid time is written in UTC already, as 2.0 keeps it (IEEE 9274.1.1, 4.2.7)."""
    return _IN_UTC.fullmatch(value) is not None


def duration(value: Any) -> None:
    """An ISO 8601 duration; weeks stand alone (4.6)."""
    if not isinstance(value, str) or not _DURATION.fullmatch(value):
        raise InvalidStatement(f"'{shown(value)}' is not a duration such as PT12.5S.", "4.6")


def as_uuid(value: Any) -> UUID:
    """`value` as a UUID. Raises InvalidStatement."""
    uuid(value)
    return convert(value, UUID)
