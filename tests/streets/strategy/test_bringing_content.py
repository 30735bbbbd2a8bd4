"""Content comes in by the browser: published as it stands in its files, or nothing of it."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast, engage
from tests.streets.strategy.test_answering import signed_in
from trimtab.governance import api as governance
from trimtab.library import api as library
from trimtab.people.api import PersonRow

QUESTION = (
    "- {key: q-1, kind: single-choice, stem: Q, tags: [tills], "
    "options: [{text: a, correct: true, feedback: yes}, {text: b, feedback: no}]}\n"
)
AID = "---\ntags: [tills]\n---\n# No receipt\n\nAsk for the card.\n"


@pytest.fixture
def cast(db: None) -> Cast:
    return engage()


def send(person: PersonRow, **files: str | bytes) -> Any:
    sent = [
        SimpleUploadedFile(
            name.replace("__", "."), text if isinstance(text, bytes) else text.encode()
        )
        for name, text in files.items()
    ]
    return signed_in(person).post("/bring-in", {"files": sent})


def tags() -> dict[str, tuple[int, int]]:
    return {row.tag: (row.items, row.aids) for row in library.tags()}


def test_questions_and_aids_are_published_and_the_same_again_makes_nothing_twice(
    cast: Cast,
) -> None:
    files = {"questions__yaml": QUESTION, "no-receipt__md": AID}
    taken = send(cast.author, **files).content.decode()
    assert "New: 2. Changed: 0." in taken, re.sub(r"<[^>]+>|\s+", " ", taken.partition("<main")[2])
    assert tags() == {"tills": (1, 1)}
    assert "New: 0. Changed: 0. As before: 2." in send(cast.author, **files).content.decode()
    acts = [entry.act for entry in governance.audit_entries().rows]
    assert acts.count("library.brought-in") == 1


def test_what_the_page_shows_as_an_example_can_be_brought_in(cast: Cast) -> None:
    page = signed_in(cast.author).get("/bring-in?tag=tills").content.decode()
    question, aid = re.findall(r"<code>(.*?)</code>", page, flags=re.DOTALL)[:2]
    send(cast.author, q__yaml=html.unescape(question), a__md=html.unescape(aid))
    assert tags() == {"tills": (1, 1)}


def test_with_one_problem_nothing_is_taken_and_all_of_it_is_named(cast: Cast) -> None:
    broken = QUESTION.replace("correct: true, ", "")
    found = send(cast.author, one__yaml=QUESTION, two__yaml=broken, no__md=AID)
    assert found.status_code == 422 and "Nothing was taken" in found.content.decode()
    assert not tags()


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "Choose at least one file"),
        ({"virus__exe": "x"}, "is neither"),
        ({"q__yaml": b"\xff\xfe\x00"}, "field-error"),
        ({"q__yaml": "a: &a [*a, *a]"}, "Nothing was taken"),
        ({"q__yaml": "!!python/object/apply:os.system [true]"}, "Nothing was taken"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(
    cast: Cast, files: dict[str, str | bytes], says: str
) -> None:
    found = send(cast.author, **files)
    assert found.status_code == 422 and says in found.content.decode()
    assert not tags()


def test_nobody_else_brings_content_in(cast: Cast) -> None:
    for person in (cast.worker, cast.administrator, cast.manager):
        assert send(person, questions__yaml=QUESTION).status_code == 403
    assert not tags()
