"""The names of columns in lists of people, as the systems write them, and what each says.

A name is written as `columns.plain` gives it: small letters, words parted by blanks. Where several
columns of one list say the same, the one that stands first here is taken. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum


class System(StrEnum):
    """A system that writes lists of people."""

    OWN = "own"
    WORKDAY = "workday"
    SUCCESSFACTORS = "successfactors"
    BAMBOOHR = "bamboohr"
    PERSONIO = "personio"
    ENTRA = "entra"
    GOOGLE = "google"
    MOODLE = "moodle"


def _each(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for use, words in names.items():
        yield from ((word.strip(), use) for word in words.split("|"))


NAMES: Mapping[str, str] = dict(
    _each(
        {
            "email": "email|email address|e mail|e mail adresse|work email|primary work email"
            "|email primary work|business email|business email address|company email|mail"
            "|primary email|primary email address|geschäftliche e mail"
            "|geschäftliche e mail adresse|primäre geschäftliche e mail"
            "|primäre geschäftliche e mail adresse|dienstliche e mail|arbeits e mail"
            "|user principal name|benutzerprinzipalname",
            "sign_in": "sign in",
            "name": "name|full name|display name|worker|worker name|employee name|employee"
            "|anzeigename|vollständiger name|mitarbeiter|mitarbeitername",
            "badge": "badge|badge id|badge number|card number|rfid|ausweisnummer|ausweis nr"
            "|ausweis id|kartennummer",
            "first_name": "first name|firstname|given name|legal first name"
            "|legal name first name|vorname|gesetzlicher vorname|rechtlicher vorname"
            "|preferred first name|preferred name|bevorzugter vorname",
            "last_name": "last name|lastname|surname|family name|legal last name"
            "|legal name last name|nachname|familienname|gesetzlicher nachname"
            "|rechtlicher nachname",
            "unit_path": "org unit path|organizational unit path|organisationseinheit"
            "|pfad der organisationseinheit",
            "unit": "unit|department|abteilung|supervisory organization|department name"
            "|führungsorganisation|organisationseinheit name",
            "unit_name": "unit name",
            "unit_above": "unit above",
            "roles": "roles",
            "language": "language|lang|preferred language|default locale|locale|sprache"
            "|bevorzugte sprache|standardgebietsschema",
            "time_zone": "time zone|timezone|zeitzone",
            "active": "active|is active|account enabled|worker status|active status"
            "|employee status|employment status active|status|mitarbeiterstatus"
            "|beschäftigungsstatus aktiv",
            "left": "suspended|deleted|block credential|block sign in|anmeldung blockieren"
            "|anmeldung blockiert",
            "leaves": "termination date|termination date date|last working day|last day of work"
            "|company exit date|exit date|employment end date|austrittsdatum|kündigungsdatum"
            "|letzter arbeitstag|beendigungsdatum",
        }
    )
)
"""What a column of this name says, in whichever system."""

ATTRIBUTES: Mapping[str, str] = dict(
    _each(
        {
            "job": "job title|business title|title|position|position title|employee title"
            "|stellenbezeichnung|berufsbezeichnung|titel|geschäftstitel|job profile|stellenprofil",
            "location": "location|office|office location|physical delivery office name|work location"
            "|standort|büro|arbeitsort|arbeitsstätte|city|ort|stadt",
            "employee-number": "employee number|employee id|employee|empid|emp id|personnel number"
            "|employee no|personalnummer|mitarbeiter id|mitarbeiternummer|mitarbeiter nr"
            "|id number|idnumber|userid|user id|user employee id|benutzer id",
            "manager": "manager email|manager e mail|supervisor email|manager s email"
            "|manager|supervisor|reporting to|reports to|vorgesetzter|vorgesetzte r|vorgesetzte"
            "|e mail des vorgesetzten|e mail vorgesetzter|berichtet an|manager user id",
            "division": "division|bereich|geschäftsbereich|sparte",
            "team": "team",
            "company": "company name|company|subcompany|legal entity|gesellschaft|firma"
            "|tochterunternehmen|institution|institution name|unternehmen",
            "cost-center": "cost center|cost centre|kostenstelle",
            "employment": "employment type|employee type|worker type|employment status|user type"
            "|time type|anstellungsart|beschäftigungsart|beschäftigungsstatus|vertragsart",
            "country": "country|usage location|land|country region|land region",
        }
    )
)
"""The attribute that a column of this name becomes."""

OF_A_SYSTEM: Mapping[System, Mapping[str, str]] = {
    System.OWN: {"number": "number"},
    System.MOODLE: {"username": "sign_in"},
    System.SUCCESSFACTORS: {
        "username": "sign_in",
        "empid": "attribute:employee-number",
        "title": "attribute:job",
    },
    System.BAMBOOHR: {"employee": "attribute:employee-number", "status": "active"},
    System.ENTRA: {"user principal name": "sign_in", "benutzerprinzipalname": "sign_in"},
}
"""Names that say something in one system alone."""

MARKS: Mapping[System, tuple[frozenset[str], ...]] = {
    System.WORKDAY: (
        frozenset({"employee id", "supervisory organization"}),
        frozenset({"worker", "supervisory organization"}),
        frozenset({"mitarbeiter id", "führungsorganisation"}),
    ),
    System.SUCCESSFACTORS: (
        frozenset({"status", "userid", "username", "firstname", "lastname"}),
        frozenset({"user employee id", "business email"}),
        frozenset({"benutzer id", "benutzername", "vorname", "nachname", "e mail"}),
    ),
    System.BAMBOOHR: (
        frozenset({"employee", "work email"}),
        frozenset({"work email", "reporting to"}),
        frozenset({"mitarbeiter nr", "geschäftliche e mail"}),
    ),
    System.PERSONIO: (
        frozenset({"first name", "last name", "email", "supervisor", "office"}),
        frozenset({"first name", "last name", "email", "subcompany"}),
        frozenset({"vorname", "nachname", "e mail", "abteilung"}),
    ),
    System.ENTRA: (
        frozenset({"user principal name", "display name"}),
        frozenset({"benutzerprinzipalname", "anzeigename"}),
    ),
    System.GOOGLE: (frozenset({"email address", "org unit path"}),),
    System.MOODLE: (
        frozenset({"username", "firstname", "lastname", "email"}),
        frozenset({"username", "firstname", "lastname"}),
    ),
}
"""Columns that together are in the heads of one system alone; of several, the more say more."""
