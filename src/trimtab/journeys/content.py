"""Content that authors bring in and keep right: what people missed is looked for again, and who checked an aid is written down."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.journeys.asking import local_day
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.search import api as search
from trimtab.support import api as support


def published(*, aid_keys: Collection[str]) -> int:
    """After job aids were published: returns how many open gaps one of them may answer; an author confirms each."""
    return support.suggest_answers(aid_keys=aid_keys)


@transaction.atomic
def checked(*, aid_key: str, by: people.PersonRow, now: datetime) -> None:
    """An author has checked a job aid today, and it is right: reports that it is wrong are settled, and its warning goes.

    Raises NotAllowed, NotFound.
    """
    people.require(by, Role.AUTHOR, Role.STRATEGIST)
    reports = library.aid(aid_key).flagged
    if not library.verify_aid(key=aid_key, on=local_day(now)):
        return
    governance.audit(
        actor_id=by.id,
        act="library.aid-checked",
        target=f"library/aids/{aid_key}",
        detail={"reports_settled": reports},
        now=now,
    )


MOST_FILES = 200
_QUESTIONS = {
    ".yaml": library.ItemFormat.YAML,
    ".yml": library.ItemFormat.YAML,
    ".csv": library.ItemFormat.CSV,
    ".tsv": library.ItemFormat.CSV,
}
_AIDS = (".md", ".markdown")
# Aids that were brought in by hand are one collection, so that the same file is the same aid again.
_BY_HAND = "by-hand"


@dataclass(frozen=True, slots=True)
class ContentBrought:
    """What came of files of content: keys that are new, changed and as they were; with a problem
    nothing was taken. `gaps` may be answered by the aids.
    """

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    gaps: int = 0


@transaction.atomic
def bring_in(*, files: Mapping[str, str], by: people.PersonRow, now: datetime) -> ContentBrought:
    """Questions (YAML, CSV) and aids (Markdown) by the names of their files, published; all of
    them, or nothing.

    Raises NotAllowed, Refusal (field 'files') for a file that is neither.
    """
    people.require(by, Role.AUTHOR, Role.STRATEGIST)
    aids = {name: text for name, text in files.items() if _ending(name) in _AIDS}
    done = [
        library.import_items(text=text, form=_form(name), by=by.id, now=now)
        for name, text in files.items()
        if name not in aids
    ]
    if aids:
        imported = library.import_aids(
            files=aids, announce=search.publish, by=by.id, now=now, collection=_BY_HAND
        )
        done.append(imported)
    problems = tuple(str(problem) for each in done for problem in each.problems)
    if problems:
        transaction.set_rollback(True)
        return ContentBrought(problems=problems)
    brought = ContentBrought(
        created=tuple(key for each in done for key in each.created),
        changed=tuple(key for each in done for key in each.changed),
        unchanged=tuple(key for each in done for key in each.unchanged),
        remarks=tuple(library.gathered(remark for each in done for remark in each.remarks)),
        gaps=published(aid_keys={*imported.created, *imported.changed}) if aids else 0,
    )
    if brought.created or brought.changed:
        governance.audit(
            actor_id=by.id,
            act="library.brought-in",
            target="library",
            detail={"created": len(brought.created), "changed": len(brought.changed)},
            now=now,
        )
    return brought


def _ending(name: str) -> str:
    return PurePosixPath(name.lower()).suffix


def _form(name: str) -> library.ItemFormat:
    form = _QUESTIONS.get(_ending(name))
    if form is None:
        sentence = say(
            "'{name}' is neither: questions come as .yaml or .csv, aids as .md.", name=name[:80]
        )
        raise Refusal("content.kind", sentence, "files")
    return form
