"""The words of pages about lists of people: what columns become, what becomes of rows, and what is
dangerous.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from trimtab.kernel.said import Said, as_written, listed, say
from trimtab.people.api import (
    ROLE_WORDS,
    BulkKind,
    ColumnUse,
    Danger,
    EntryOfList,
    ListRow,
    ListStage,
    ReturnFate,
    Role,
    RowFate,
    System,
    Trait,
    target_of,
)

SYSTEMS = {
    System.WORKDAY: "Workday",
    System.SUCCESSFACTORS: "SAP SuccessFactors",
    System.BAMBOOHR: "BambooHR",
    System.PERSONIO: "Personio",
    System.ENTRA: "Microsoft Entra ID",
    System.GOOGLE: "Google Workspace",
    System.MOODLE: "Moodle",
    System.OWN: "Trimtab",
}
STAGES: Mapping[ListStage, tuple[Promise, str]] = {
    ListStage.CHOSEN: (_l("its columns are to be said"), "unsure"),
    ListStage.LOOKING: (_l("is being looked at"), "note"),
    ListStage.LOOKED: (_l("not taken yet"), "unsure"),
    ListStage.TAKING: (_l("is being taken"), "note"),
    ListStage.TAKEN: (_l("taken"), "good"),
    ListStage.RETURNING: (_l("is being taken back"), "note"),
    ListStage.RETURNED: (_l("taken back"), "warn"),
}
WORKING: Mapping[ListStage, Promise] = {
    ListStage.LOOKING: _l("Looking at each row"),
    ListStage.TAKING: _l("Bringing them in"),
    ListStage.RETURNING: _l("Taking the list back"),
}
USES: Mapping[ColumnUse, Promise] = {
    ColumnUse.NOTHING: _l("Nothing: let it be"),
    ColumnUse.EMAIL: _l("E-mail address"),
    ColumnUse.SIGN_IN: _l("Sign-in name, where there is no e-mail"),
    ColumnUse.NAME: _l("Whole name"),
    ColumnUse.FIRST_NAME: _l("First name"),
    ColumnUse.LAST_NAME: _l("Last name"),
    ColumnUse.UNIT: _l("Unit, by code or name"),
    ColumnUse.UNIT_PATH: _l("Unit, as a path such as /Sales/North"),
    ColumnUse.UNIT_NAME: _l("Name of a new unit"),
    ColumnUse.UNIT_ABOVE: _l("Unit above a new unit"),
    ColumnUse.ROLES: _l("Roles here"),
    ColumnUse.LANGUAGE: _l("Language"),
    ColumnUse.TIME_ZONE: _l("Time zone"),
    ColumnUse.ACTIVE: _l("Works here: active or yes"),
    ColumnUse.LEFT: _l("Works here no more: suspended, blocked"),
    ColumnUse.LEAVES: _l("Day of leaving"),
    ColumnUse.NUMBER: _l("Personnel number, for shared devices"),
    ColumnUse.BADGE: _l("Badge, for shared devices"),
}
ATTRIBUTES = (
    "job",
    "location",
    "employee-number",
    "manager",
    "division",
    "team",
    "company",
    "cost-center",
    "employment",
    "country",
)
FATES: Mapping[RowFate, tuple[Promise, str]] = {
    RowFate.NEW: (_l("new"), "good"),
    RowFate.CHANGED: (_l("changed"), "note"),
    RowFate.UNCHANGED: (_l("as they are"), ""),
    RowFate.LEFT_OUT: (_l("left out"), "warn"),
}
FATE_OPTIONS = [(fate.value, words) for fate, (words, _state) in FATES.items()]
TRAITS: Mapping[Trait, Promise] = {
    Trait.NAME: _l("Name"),
    Trait.UNIT: _l("Unit"),
    Trait.LANGUAGE: _l("Language"),
    Trait.TIME_ZONE: _l("Time zone"),
    Trait.ROLES: _l("Roles"),
    Trait.ACTIVE: _l("Works here"),
    Trait.NAMES: _l("Number, badge"),
}
RETURNS: Mapping[ReturnFate, Promise] = {
    ReturnFate.PUT_BACK: _l("put back as they were"),
    ReturnFate.REMOVED: _l("removed again"),
    ReturnFate.SHUT_OUT: _l("shut out, since they had come in or left records"),
    ReturnFate.KEPT: _l("left as they are, since somebody changed them"),
}


def system(name: str) -> str:
    """The name of the system that a list comes from; '' for none that is known."""
    return SYSTEMS[System(name)] if name in set(System) else ""


def change(row: ListRow) -> Said:
    """What one change for many people is, in words; '' for a list that came from a file."""
    if row.change is None:
        return Said("")
    value, name = row.change.value, row.change.attribute
    match row.change.kind:
        case BulkKind.UNIT if value:
            return say("Put into the unit {code}", code=value)
        case BulkKind.UNIT:
            return say("Put into no unit")
        case BulkKind.GIVE_ROLE:
            return say("Give the role {role}", role=ROLE_WORDS[Role(value)])
        case BulkKind.TAKE_ROLE:
            return say("Take the role {role}", role=ROLE_WORDS[Role(value)])
        case BulkKind.ATTRIBUTE if value:
            return say("Set {name} to {value}", name=name, value=value)
        case BulkKind.ATTRIBUTE:
            return say("Empty {name}", name=name)
        case BulkKind.LEAVE:
            return say("Shut out")
        case BulkKind.BACK:
            return say("Let back in")
        case _:
            assert_never(row.change.kind)


def options(column: str) -> list[tuple[str, str]]:
    """What a column of this name may become: each use, each attribute, and one of its own name."""
    own = re.sub(r"[\W_]+", "-", column.casefold()).strip("-")[:60]
    names = dict.fromkeys([*ATTRIBUTES, *([own] if own else [])])
    kept = [(f"{ColumnUse.ATTRIBUTE}:{name}", _attribute(name)) for name in names]
    return [*((use.value, str(words)) for use, words in USES.items()), *kept]


def _attribute(name: str) -> str:
    return _("Attribute: %(name)s") % {"name": name}


def summary(head: Sequence[str], columns: Sequence[str]) -> list[dict[str, Any]]:
    """What the columns of a list become; those of which nothing becomes come last."""
    found: list[dict[str, Any]] = [
        {"name": name, "becomes": _becomes(text), "is_used": text != ColumnUse.NOTHING}
        for name, text in zip(head, columns, strict=True)
    ]
    return sorted(found, key=lambda column: not column["is_used"])


def _becomes(text: str) -> str:
    target = target_of(text)
    return _attribute(target.attribute) if target.attribute else str(USES[target.use])


def counts(row: ListRow) -> list[dict[str, Any]]:
    """How many rows each fate has; a change of many makes nobody new."""
    return [
        {"fate": fate.value, "words": words, "state": state, "count": row.counts.get(fate, 0)}
        for fate, (words, state) in FATES.items()
        if row.change is None or fate is not RowFate.NEW
    ]


def entry(found: EntryOfList) -> dict[str, Any]:
    """A row of a list with its words."""
    words, state = FATES[found.fate]
    changes = [
        {
            "trait": TRAITS.get(difference.trait) or difference.attribute,
            "is_own": difference.trait is Trait.ATTRIBUTE,
            "before": _value(difference.trait, difference.before),
            "after": _value(difference.trait, difference.after),
            "is_word": difference.trait in (Trait.ACTIVE, Trait.ROLES),
        }
        for difference in found.differences
    ]
    return {"row": found, "words": words, "state": state, "changes": changes}


def _value(trait: Trait, written: str) -> str:
    if trait is Trait.ROLES:
        return listed(ROLE_WORDS[Role(role)] for role in written.split())
    if trait is not Trait.ACTIVE:
        return written
    return {"yes": _("yes"), "no": _("no")}.get(written, "")


def danger(found: Any) -> dict[str, Any]:
    """A danger with its question: what ticking it says."""
    title, says = _asked(found.danger, found.count)
    return {
        "danger": found,
        "names": listed(_named(found.danger, name) for name in found.names),
        "title": title,
        "says": says,
        "more": found.count - len(found.names) if found.names else 0,
    }


def _named(kind: Danger, name: str) -> Said:
    """Whom or what a danger is about; roles in the reader's words."""
    if kind is Danger.NOBODY_LEFT:
        return ROLE_WORDS[Role(name)]
    person, _colon, role = name.rpartition(": ")
    if kind is Danger.ROLES:
        return say("{name}: {role}", name=person, role=ROLE_WORDS[Role(role)])
    return as_written(name)


def _asked(kind: Danger, count: int) -> tuple[str, str]:
    number = {"n": count}
    match kind:
        case Danger.BAD_ROWS:
            title = ngettext("One row has a fault", "%(n)s rows have a fault", count)
            says = _(
                "Take the others, and leave these rows out. They stand below, with what to mend."
            )
        case Danger.UNITS:
            title = ngettext("One unit is not here yet", "%(n)s units are not here yet", count)
            says = _("Make these units. Is one of them misspelt? Then mend the file first.")
        case Danger.ADMINISTRATORS:
            title = ngettext(
                "One administrator would lose the role or be shut out",
                "%(n)s administrators would lose the role or be shut out",
                count,
            )
            says = _("They shall not administer any more.")
        case Danger.ROLES:
            title = ngettext(
                "One role would be taken away", "%(n)s roles would be taken away", count
            )
            says = _("Take these roles away. Otherwise let the column be.")
        case Danger.NOBODY_LEFT:
            title = ngettext(
                "One role would be held by nobody", "%(n)s roles would be held by nobody", count
            )
            says = _("Nobody decides there until somebody is given the role.")
        case Danger.MANY_LEAVE:
            title = ngettext(
                "One person would be shut out: more than a tenth",
                "%(n)s people would be shut out: more than a tenth",
                count,
            )
            says = _("So many have left. What they did stays.")
        case Danger.BACK:
            title = ngettext(
                "One person who was shut out would be let back in",
                "%(n)s people who were shut out would be let back in",
                count,
            )
            says = _("They work here again.")
        case Danger.LAST_ADMINISTRATOR:
            title = _("Nobody would be left who administers and can sign in")
            says = _("Let somebody else in as administrator first.")
        case _:
            assert_never(kind)
    return title % number, says


def returned(found: Mapping[ReturnFate, int]) -> list[tuple[Promise, int]]:
    """What became of the people of a list that was taken back."""
    return [(words, found[fate]) for fate, words in RETURNS.items() if fate in found]
