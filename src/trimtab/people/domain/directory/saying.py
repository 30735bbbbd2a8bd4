"""What the directory says of a person, in the words of RFC 7643, and what that makes of them here.

Only what the directory changed is changed here: what it says again changes nothing. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import available_timezones

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.people.domain.identities import NO_MAIL, IdentityKey, identity_of
from trimtab.people.domain.importing import EMAIL, SIGN_IN
from trimtab.people.domain.rows import ERASED, PersonSpec, UnitRow

Entry = Mapping[str, Any]
"""What the directory says of one person, as JSON; what the extension says stands below its URN."""

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
# Under which providers the directory's own names of a person are kept.
USER_NAME, EXTERNAL_ID = "scim:user-name", "scim:external-id"
MOST_NAME, MOST_TEXT = 200, 254
ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "job": ("title",),
    "employment": ("userType",),
    "employee-number": (ENTERPRISE, "employeeNumber"),
    "cost-center": (ENTERPRISE, "costCenter"),
    "division": (ENTERPRISE, "division"),
    "company": (ENTERPRISE, "organization"),
    "department": (ENTERPRISE, "department"),
}
"""Attributes of a person, by the names that a list of people gives them, and where they stand."""

# Of these the first that names a unit is the person's: the nearest to them first.
_UNIT = ("department", "division", "organization")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ZONES = available_timezones()


def text_at(said: Entry, *path: str) -> str:
    """The text at a place of an entry; '' where nothing stands."""
    value: Any = said
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value.strip() if isinstance(value, str) else ""


def mail_of(said: Entry) -> str:
    """The address that mail goes to: the primary one, else the first of work, else the first; else
    the user name where it is one; '' for none.
    """
    emails: Sequence[Mapping[str, Any]] = said.get("emails") or ()
    ranked = sorted(
        emails, key=lambda email: (not email.get("primary"), email.get("type") != "work")
    )
    named = next((value for email in ranked if (value := text_at(email, "value"))), "")
    user_name = text_at(said, "userName")
    return named or (user_name if EMAIL.fullmatch(user_name.lower()) else "")


def own_key(said: Entry) -> IdentityKey:
    """What the person signs in with here: their address, else their user name.

    Raises Refusal for what is neither.
    """
    mail, user_name = mail_of(said), text_at(said, "userName")
    key = identity_of(mail or user_name)
    if mail and (
        not EMAIL.fullmatch(key.subject)
        or len(key.subject) > MOST_TEXT
        or key.subject.endswith((ERASED, NO_MAIL))
    ):
        sentence = say("'{typed}' is not an e-mail address.", typed=mail[:MOST_TEXT])
        raise Refusal("directory.email", sentence, "emails")
    if not mail and not SIGN_IN.fullmatch(key.subject):
        sentence = say(
            "A userName without an e-mail address beside it is of letters, digits, dots and "
            "hyphens, at most 60, so that somebody can sign in with it."
        )
        raise Refusal("directory.user-name", sentence, "userName")
    return key


def directory_keys(said: Entry) -> tuple[IdentityKey, ...]:
    """The names under which the directory knows the person. Raises Refusal for one too long."""
    keys = [IdentityKey(USER_NAME, text_at(said, "userName").lower())]
    if external := text_at(said, "externalId"):
        keys.append(IdentityKey(EXTERNAL_ID, external))
    for key, field in zip(keys, ("userName", "externalId"), strict=False):
        if not 0 < len(key.subject) <= MOST_TEXT:
            sentence = say("It has 1 to {most} characters.", most=MOST_TEXT)
            raise Refusal("directory.length", sentence, field)
    return tuple(keys)


def name_of(said: Entry) -> str:
    """What the person is called: as displayed, as formatted, in parts, or the user name."""
    parts = " ".join(
        part for name in ("givenName", "familyName") if (part := text_at(said, "name", name))
    )
    words = (text_at(said, "displayName"), text_at(said, "name", "formatted"), parts)
    called = next(filter(None, words), text_at(said, "userName"))
    return re.sub(r"\s+", " ", called)[:MOST_NAME].strip()


def unit_of(said: Entry, units: Iterable[UnitRow]) -> str | None:
    """The code of the unit that the entry names by code, or by a name that one unit alone has; None
    where it names none of ours.
    """
    known = list(units)
    codes = {unit.code for unit in known}
    for place in _UNIT:
        word = text_at(said, ENTERPRISE, place)
        if word in codes:
            return word
        named = [unit.code for unit in known if word and unit.name.lower() == word.lower()]
        if len(named) == 1:
            return named[0]
    return None


def _language(said: Entry) -> str | None:
    """The first language of a preference (RFC 9110, 12.5.4); None for what is no language tag."""
    tag = text_at(said, "preferredLanguage").split(",")[0].split(";")[0].strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) and len(tag) <= 16 else None


def _zone(said: Entry) -> str | None:
    zone = text_at(said, "timezone")
    return zone if zone in _ZONES else None


def _attributes(said: Entry, unit: str | None) -> dict[str, str]:
    found = {name: text_at(said, *path)[:MOST_NAME] for name, path in ATTRIBUTES.items()}
    if unit is not None:
        found["department"] = ""
    return found


def wish(
    before: Entry | None,
    said: Entry,
    *,
    called: str,
    units: Sequence[UnitRow],
    defaults: tuple[str, str],
) -> PersonSpec:
    """What an entry asks for a person: what is different from `before` (None: everything).

    `called` is the name the person has here ('' for somebody new), `defaults` the language and the
    time zone of somebody new. Raises Refusal for an entry that nobody could sign in with.
    """
    was: Entry = before or {}
    unit, unit_was = unit_of(said, units), unit_of(was, units) if before else None
    attributes, held = _attributes(said, unit), _attributes(was, unit_was)
    is_renamed = before is None or name_of(said) != name_of(was)
    active = said.get("active")
    return PersonSpec(
        email=own_key(said).address,
        name=name_of(said) if is_renamed or not called else called,
        unit=unit if unit != unit_was else None,
        language=_language(said) if _language(said) != _language(was) else None,
        time_zone=_zone(said) if _zone(said) != _zone(was) else None,
        attributes={name: text for name, text in attributes.items() if text != held[name]},
        new_language=defaults[0],
        new_time_zone=defaults[1],
        active=active if isinstance(active, bool) and active != was.get("active") else None,
    )
