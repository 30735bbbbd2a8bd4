"""Job aids: what their head says, and which address a link between two of them gets."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from trimtab.kernel import plain_yaml
from trimtab.kernel.errors import Refusal
from trimtab.library.domain.markdown import slug

_HEAD = re.compile(r"\A---\s*\n(.*?)\n---\s*(\n|\Z)", re.DOTALL)
DEFAULT_REVIEW_DAYS = 180


class AidKind(StrEnum):
    """What a job aid is for."""

    HOW_TO = "how-to"
    CHECKLIST = "checklist"
    DECISION_AID = "decision-aid"
    LOOK_UP_TABLE = "look-up-table"


class Head(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The head of a document: YAML between two lines of three hyphens; every entry may be left out."""

    title: str = ""
    kind: AidKind = AidKind.HOW_TO
    owner: str = ""
    tags: tuple[str, ...] = ()
    verified_on: dt.date | None = None
    review_every_days: int = DEFAULT_REVIEW_DAYS


@dataclass(frozen=True, slots=True)
class Document:
    """A document taken apart: its head, its Markdown, and the digest of the whole file."""

    head: Head
    markdown: str
    digest: str


def read_document(text: str) -> Document:
    """Takes a document apart. Raises Refusal naming the entry of the head that is wrong."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    found = _HEAD.match(text)
    if not found:
        return Document(Head(), text, digest)
    try:
        _, data = plain_yaml.read(found[1])
        head = msgspec.convert(data or {}, Head)
    except plain_yaml.InvalidYaml as fault:
        raise Refusal("library.aid-head", fault.sentence, f"head, line {fault.line + 1}") from fault
    except msgspec.ValidationError as error:
        sentence, _, place = str(error).partition(" - at `$")
        raise Refusal("library.aid-head", sentence.rstrip(".") + ".", place.strip("`.") or "head") from error
    return Document(head, text[found.end() :], digest)


def key_of(document: str) -> str:
    """The key of a job aid from its file's name: 'Returns_Cheat_Sheet.md' → 'returns-cheat-sheet'."""
    return slug(document.rsplit("/", 1)[-1].removesuffix(".md").replace("_", " "))


def address(key: str, anchor: str = "") -> str:
    """Where a job aid, or one of its sections, is read."""
    return f"/find/aids/{key}" + (f"#{anchor}" if anchor else "")


def resolve_link(target: str, keys: Mapping[str, str]) -> str | None:
    """The address of a link to another document, or None when it is not among `keys` (by file name)."""
    document, _, anchor = target.partition("#")
    key = keys.get(document.rsplit("/", 1)[-1])
    return address(key, anchor.lower()) if key else None


def title_from(document: str) -> str:
    """A title for a document without any heading."""
    return document.rsplit("/", 1)[-1].removesuffix(".md").replace("_", " ").strip()


__all__ = [
    "DEFAULT_REVIEW_DAYS",
    "AidKind",
    "Document",
    "Head",
    "address",
    "key_of",
    "read_document",
    "resolve_link",
    "title_from",
]
