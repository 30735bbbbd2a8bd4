"""What the columns of a list of people become: recognised by the names that the systems give them,
or chosen by hand. Pure.

The names are those that the systems write: the user data file of SAP SuccessFactors (system keys,
and the labels of its reports), the user download and the bulk template of Microsoft Entra ID and of
Microsoft 365, the user file of the Google Admin console, the upload and download of Moodle, and the
names of the fields in reports of Workday, BambooHR and Personio, in English and German.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from trimtab.people.domain.column_names import ATTRIBUTES, MARKS, NAMES, OF_A_SYSTEM, System

_NOTE = re.compile(r"\[([^\]]*)\]|\(\s*(?:yes/no|ja/nein)\s*\)", re.IGNORECASE)
_REMARKS = {"required", "read only", "upload only", "optional", "erforderlich", "pflichtfeld"}
_PROFILE = re.compile(r"(?:profile_field_|attribute:)(.+)", re.IGNORECASE)
_NUMBERED = re.compile(r"(cohort|course|group|type|role|enrolperiod)\d+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
MOST_ATTRIBUTE = 60


class ColumnUse(StrEnum):
    """What a column says about somebody.

    `ACTIVE` is yes for whoever works here, `LEFT` is yes for whoever does not any more, `LEAVES` is
    the day of leaving.
    """

    NOTHING = "nothing"
    EMAIL = "email"
    SIGN_IN = "sign_in"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    UNIT = "unit"
    UNIT_PATH = "unit_path"
    UNIT_NAME = "unit_name"
    UNIT_ABOVE = "unit_above"
    ROLES = "roles"
    LANGUAGE = "language"
    TIME_ZONE = "time_zone"
    ACTIVE = "active"
    LEFT = "left"
    LEAVES = "leaves"
    NUMBER = "number"
    BADGE = "badge"
    ATTRIBUTE = "attribute"


MANY = frozenset({ColumnUse.NOTHING, ColumnUse.ATTRIBUTE, ColumnUse.LEFT})


@dataclass(frozen=True, slots=True)
class ColumnTarget:
    """What one column becomes; `attribute` is the name of an attribute, else empty."""

    use: ColumnUse
    attribute: str = ""

    def __str__(self) -> str:
        """As forms and the database write it."""
        return f"{self.use}:{self.attribute}" if self.attribute else self.use.value


OWN_NAMES = frozenset(set(ColumnUse) - {ColumnUse.NOTHING, ColumnUse.ATTRIBUTE})
NOTHING = ColumnTarget(ColumnUse.NOTHING)
Mapped = tuple[ColumnTarget, ...]
"""What each column of a head becomes, in the head's order."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a head was taken for: the system that writes such heads (None: unknown), and what its
    columns become.
    """

    system: System | None
    columns: Mapped


def target_of(text: str) -> ColumnTarget:
    """What a form or the database wrote; nothing for what nobody writes."""
    use, _colon, attribute = text.partition(":")
    if use not in set(ColumnUse):
        return NOTHING
    target = ColumnTarget(ColumnUse(use), attribute.strip()[:MOST_ATTRIBUTE])
    return target if bool(target.attribute) == (target.use is ColumnUse.ATTRIBUTE) else NOTHING


def plain(name: str) -> str:
    """A column's name as it is compared: small letters, no marks, no remarks in brackets.

    What a bracket names beside the label (displayName in 'Name [displayName] Required') is the
    name.
    """
    notes = [note[1].strip() for note in _NOTE.finditer(name) if note[1]]
    named = [note for note in notes if note.lower() not in _REMARKS]
    rest = _NOTE.sub(" ", name)
    is_block = "block sign" in rest.lower()
    text = rest if is_block or not named else named[0]
    parted = _CAMEL.sub(" ", text) if not text.isupper() else text
    letters = unicodedata.normalize("NFKC", parted).casefold()
    words = re.sub(r"[\W_]+", " ", letters).split()
    return " ".join(word for word in words if word not in _REMARKS)


def head_key(head: Sequence[str]) -> str:
    """What a head is remembered by: its names in order, however they are written."""
    return "\n".join(plain(name) for name in head)


def recognised(head: Sequence[str]) -> Recognised:
    """What the columns of a head become, each use once: the first name in the order of preference
    has it.
    """
    names = [plain(name) for name in head]
    system = _system(head)
    own: Mapping[str, str] = OF_A_SYSTEM.get(system, {}) if system else {}
    wanted = [_wanted(name, written, own) for name, written in zip(names, head, strict=True)]
    return Recognised(system, tuple(_once(names, wanted, own)))


def _system(head: Sequence[str]) -> System | None:
    """Whose head it is: our own when it has no other names than ours, else the system of whose
    marks most are there.
    """
    if all(name.strip().lower() in OWN_NAMES or _PROFILE.fullmatch(name.strip()) for name in head):
        return System.OWN
    there = {plain(name) for name in head}
    hits = [
        (len(mark), system) for system, marks in MARKS.items() for mark in marks if mark <= there
    ]
    return max(hits, key=lambda hit: hit[0])[1] if hits else None


def _wanted(name: str, written: str, own: Mapping[str, str]) -> ColumnTarget:
    if profile := _PROFILE.fullmatch(written.strip()):
        return ColumnTarget(ColumnUse.ATTRIBUTE, profile[1].strip()[:MOST_ATTRIBUTE])
    if numbered := _NUMBERED.fullmatch(name):
        is_cohort = numbered[1] == "cohort"
        return ColumnTarget(ColumnUse.ATTRIBUTE, name) if is_cohort else NOTHING
    if name in own:
        return target_of(own[name])
    if name in NAMES:
        return target_of(NAMES[name])
    return ColumnTarget(ColumnUse.ATTRIBUTE, ATTRIBUTES[name]) if name in ATTRIBUTES else NOTHING


def _once(
    names: Sequence[str], wanted: Sequence[ColumnTarget], own: Mapping[str, str]
) -> Iterator[ColumnTarget]:
    """Each use but those that may come often where it is named best, and each attribute once."""
    order = {name: at for at, name in enumerate([*own, *NAMES, *ATTRIBUTES])}
    best: dict[ColumnTarget, int] = {}
    for at, (name, target) in enumerate(zip(names, wanted, strict=True)):
        rival = best.setdefault(target, at)
        if order.get(name, len(order)) < order.get(names[rival], len(order)):
            best[target] = at
    for at, target in enumerate(wanted):
        is_free = target.use in MANY and target.use is not ColumnUse.ATTRIBUTE
        yield target if is_free or best[target] == at else NOTHING
