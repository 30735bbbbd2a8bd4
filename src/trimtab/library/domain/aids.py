"""Job aids: what their head says.

Documents come from many tools, so that a head holds entries of theirs: those are named, not
refused.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from trimtab.kernel import plain_yaml
from trimtab.kernel.said import Said, as_written, bare, figure, listed, say
from trimtab.library.domain.paths import address, free_key, key_of, name_of

_HEAD = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n?---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_TOML_HEAD = re.compile(r"\A\+\+\+[ \t]*\r?\n(.*?)\r?\n?\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_MODULES = re.compile(r"\A(?:\s*(?:import|export)\b[^\n]*\n)+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
DEFAULT_REVIEW_DAYS = 180
FIRST_DAY = dt.date(1990, 1, 1)
MOST_REVIEW_DAYS = 3_650
MOST_OF_A_TAG = 60
MOST_TAGS = 50


class AidKind(StrEnum):
    """What a job aid is for."""

    HOW_TO = "how-to"
    CHECKLIST = "checklist"
    DECISION_AID = "decision-aid"
    LOOK_UP_TABLE = "look-up-table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of a document: YAML between two lines of three hyphens (or TOML between plus signs);
    every entry may be left out.
    """

    title: str = ""
    kind: AidKind = AidKind.HOW_TO
    owner: str = ""
    tags: tuple[str, ...] = ()
    verified_on: dt.date | None = None
    review_every_days: int = DEFAULT_REVIEW_DAYS
    language: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What was noticed about a document and is no fault that keeps it out: where, and a
    sentence.
    """

    field: str
    sentence: Said


@dataclass(frozen=True, slots=True)
class Document:
    """A document taken apart: its head, its Markdown, the digest of the whole file, and what was
    noticed about its head.
    """

    head: Head
    markdown: str
    digest: str
    remarks: tuple[Remark, ...] = ()


def read_document(text: str, name: str = "") -> Document:
    """Takes a document apart.

    What its head says that is not used here, or cannot be read, is left out and remarked.
    """
    digest = hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()
    data, rest, remarks = _taken_apart(text)
    if name.lower().endswith(".mdx"):
        rest = _MODULES.sub("", rest.lstrip("\n"))
    head = _head(data, remarks) if data else Head()
    return Document(head, rest, digest, tuple(remarks))


def _taken_apart(text: str) -> tuple[Mapping[str, Any], str, list[Remark]]:
    """The data of the head, the rest of the text, and what is wrong with the head.

    What is no head stays in the text.
    """
    remarks: list[Remark] = []
    data: Any = None
    found = _HEAD.match(text) or _TOML_HEAD.match(text)
    if not found:
        return {}, text, remarks
    try:
        data = tomllib.loads(found[1]) if text.startswith("+++") else plain_yaml.read(found[1])[1]
    except plain_yaml.InvalidYaml as fault:
        remarks.append(
            Remark(
                "head",
                say(
                    "It cannot be read (line {number}: {why}), and was left out.",
                    number=fault.line + 1,
                    why=bare(fault.sentence),
                ),
            )
        )
        return {}, text[found.end() :], remarks
    except tomllib.TOMLDecodeError:
        remarks.append(Remark("head", say("It is not valid TOML, and was left out.")))
        return {}, text[found.end() :], remarks
    if data is not None and not isinstance(data, dict):
        return {}, text, remarks
    return data or {}, text[found.end() :], remarks


def _head(data: Mapping[str, Any], remarks: list[Remark]) -> Head:
    values: dict[str, Any] = {}
    readers = {
        "title": _text,
        "kind": _kind,
        "owner": _text,
        "tags": _tags,
        "verified_on": _day,
        "review_every_days": _days,
        "language": _language,
        "lang": _language,
    }
    for name, given in data.items():
        reader = readers.get(str(name))
        if reader is None:
            remarks.append(Remark(str(name), say("This entry of a head is not used here.")))
            continue
        if given is None or given == "":
            continue
        try:
            values["language" if name == "lang" else str(name)] = reader(given)
        except ValueError as fault:
            remarks.append(Remark(str(name), as_written(fault.args[0])))
    return Head(**values)


def _text(given: Any) -> str:
    if isinstance(given, str | int | float | dt.date) and not isinstance(given, bool):
        return " ".join(str(given).split())[:300]
    raise ValueError(say("It is no text, and was left out."))


def _kind(given: Any) -> AidKind:
    if isinstance(given, str) and given in set(AidKind):
        return AidKind(given)
    raise ValueError(
        say(
            "'{given}' is none of {kinds}: the document is taken for a {kind}.",
            given=str(given),
            kinds=listed(AidKind),
            kind=AidKind.HOW_TO,
        )
    )


def _tags(given: Any) -> tuple[str, ...]:
    match given:
        case str():
            several: list[Any] = re.split(r"[,;]", given)
        case list():
            several = given
        case _:
            several = [given]
    if any(isinstance(tag, dict | list) for tag in several):
        raise ValueError(say("Tags are a list of words: they were left out."))
    words = [" ".join(str(tag).split()) for tag in several if tag is not None]
    tags = [tag for tag in words if tag]
    if any(len(tag) > MOST_OF_A_TAG for tag in tags) or len(tags) > MOST_TAGS:
        raise ValueError(
            say(
                "At most {most} tags of {longest} characters are taken: they were left out.",
                most=MOST_TAGS,
                longest=MOST_OF_A_TAG,
            )
        )
    return tuple(dict.fromkeys(tags))


def _day(given: Any) -> dt.date:
    if isinstance(given, dt.datetime):
        return given.date()
    if isinstance(given, dt.date):
        return given
    raise ValueError(
        say(
            "'{given}' is no day such as 2026-03-01: the document is not yet checked.",
            given=str(given),
        )
    )


def checked_by(document: Document, today: dt.date) -> Document:
    """The document as it can be on that day: one that says it was checked later, or before there
    was such a thing, is not yet checked.
    """
    day = document.head.verified_on
    if day is None or FIRST_DAY <= day <= today:
        return document
    said = say(
        "{day} is no day on which it can have been checked: the document is not yet checked.",
        day=day.isoformat(),
    )
    return replace(
        document,
        head=replace(document.head, verified_on=None),
        remarks=(*document.remarks, Remark("verified_on", said)),
    )


def _days(given: Any) -> int:
    if isinstance(given, int) and not isinstance(given, bool) and 0 < given <= MOST_REVIEW_DAYS:
        return given
    raise ValueError(
        say(
            "It is a number of days from 1 to {most}: {usual} are taken.",
            most=figure(MOST_REVIEW_DAYS, ","),
            usual=DEFAULT_REVIEW_DAYS,
        )
    )


def _language(given: Any) -> str:
    if isinstance(given, str) and _LANGUAGE.fullmatch(given) and len(given) <= 16:
        return given.replace("_", "-")
    raise ValueError(
        say("'{given}' is no language such as en or de-AT, and was left out.", given=str(given))
    )


__all__ = [
    "DEFAULT_REVIEW_DAYS",
    "AidKind",
    "Document",
    "Head",
    "Remark",
    "address",
    "checked_by",
    "free_key",
    "key_of",
    "name_of",
    "read_document",
]
