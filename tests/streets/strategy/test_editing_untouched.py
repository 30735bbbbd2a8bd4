"""A form that is saved as it was opened changes nothing, whatever part it shows."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec
import pytest
from django.http import QueryDict

from trimtab.strategy.api import parts as kinds
from trimtab.strategy.domain import circumstances, document
from trimtab.strategy.domain.changes import diff
from trimtab.strategy.domain.codec import from_json, load_yaml, to_json
from trimtab.strategy.domain.document import Strategy
from trimtab.strategy.domain.ready import READY
from trimtab.workbench.strategy.editing import parts, words
from trimtab.workbench.strategy.editing.fields import FormField, Input, fields_of, key_of, values_of
from trimtab.workbench.strategy.editing.forms import filled
from trimtab.workbench.strategy.policy import read_policy

RETAIL = next(ready.document for ready in READY if ready.name == "retail")
DOCUMENTS = [pytest.param(ready.document, id=ready.name) for ready in READY]


def as_opened(part: Any, fields: tuple[FormField, ...]) -> QueryDict:
    """What a browser sends of a form that nobody has touched."""
    posted, values = QueryDict(mutable=True), values_of(part, fields)
    for field in fields:
        shown = filled(field, values[field.name])
        match field.kind:
            case Input.SEVERAL:
                offered = {option["value"] for option in shown["options"]}
                posted.setlist(field.name, [key for key in shown["value"] or [] if key in offered])
            case Input.SWITCH:
                posted.update({field.name: "on"} if shown["value"] else {})
            case Input.CHOICE:
                values_offered = [value for value, _text in shown["pairs"]]
                is_there = shown["value"] in values_offered
                posted[field.name] = shown["value"] if is_there else values_offered[0]
            case _:
                posted[field.name] = str(shown["value"]).replace("\n", "\r\n")
    for at, piece in enumerate(getattr(part, "evidence", ())):
        for name in ("kind", "says", "source", "on"):
            posted[f"evidence-{at}-{name}"] = str(getattr(piece, name) or "")
    return posted


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_form_of_a_part_changes_what_nobody_touched(document: Strategy) -> None:
    changed: list[Any] = []
    for kind in parts.TYPES:
        fields = parts.form(kind, document)
        for part in parts.listed(document, kind):
            read = parts.read(document, kind, key_of(part), as_opened(part, fields))
            assert read.document, (kind, read.faults)
            changed += [change.sentence for change in diff(document, read.document)]
            assert read.document == document
    assert not changed


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_form_of_the_policy_changes_nothing_either(document: Strategy) -> None:
    fields = fields_of(kinds.Policy, document)
    assert read_policy(document, as_opened(document.policy, fields), fields) == (document, {})


def test_equal_documents_are_kept_alike_whatever_was_written_out() -> None:
    text = (
        "trimtab: 1\norganisation: O\ntitle: T\n"
        "policy: {statement: S, limits: {min_cell: 8, quiet_from: '20:00:00'}}\n"
    )
    short = load_yaml("trimtab: 1\norganisation: O\ntitle: T\npolicy: {statement: S}\n").document
    long = load_yaml(
        f"{text}actions: [{{id: a, title: A, kind: work, desired_retention: 0.9}}]\n"
    ).document
    assert msgspec.structs.replace(long, actions=()) == short
    assert to_json(long)["policy"] == to_json(short)["policy"] == {"statement": "S", "limits": {}}
    assert (
        to_json(long)["actions"] == [{"id": "a", "title": "A", "kind": "work"}]
        and from_json(to_json(long)) == long
    )


def test_a_form_says_it_beside_the_field() -> None:
    posted = msgspec.structs.replace(
        RETAIL, policy=kinds.Policy(statement="x", limits=kinds.Limits(messages_per_week=-1))
    )
    assert parts.misfits_by_field(posted, "policy", ()) == {
        "": "-1 is less than nothing. Give 0 or more."
    }
    action = next(action for action in RETAIL.actions if action.expects)
    data = {
        name: str(value)
        for name, value in msgspec.to_builtins(action).items()
        if not isinstance(value, dict)
    }
    expected = {
        f"expects.{name}": str(value) for name, value in msgspec.to_builtins(action.expects).items()
    }
    posted_action = QueryDict(mutable=True)
    posted_action.update({**data, **expected, "expects.holdout": "nan"})
    refused = parts.read(RETAIL, "actions", action.id, posted_action)
    assert refused.document is None and set(refused.faults) == {"expects.holdout"}


def _classes() -> dict[str, type]:
    return {
        name: value
        for module in (document, circumstances)
        for name, value in vars(module).items()
        if isinstance(value, type)
    }


def test_words_of_fields_and_options_are_of_what_a_document_has() -> None:
    """They stand by the names of classes: a class that is renamed would lose its words unseen."""
    classes = _classes()
    fields = {
        (name, field)
        for name, part in classes.items()
        if issubclass(part, msgspec.Struct)
        for field in part.__struct_fields__
    }
    assert {*words.LABELS, *words.HELP, *words.REFERENCES} - fields == set()
    options = {
        name: {member.value for member in kind}
        for name, kind in classes.items()
        if issubclass(kind, StrEnum)
    }
    assert {name: set(said) for name, said in words._OPTIONS.items()} == {
        name: options.get(name, set()) for name in words._OPTIONS
    }
