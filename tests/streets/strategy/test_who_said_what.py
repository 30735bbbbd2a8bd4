"""Who said what is read by those who write the strategy alone.

Over every address that can be read, and every file and command.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tests.cast import NOW, Cast, engage
from tests.journeys.test_authorship import TINY
from tests.streets.strategy.test_answering import signed_in
from trimtab.console.commands.strategy.documents import diff_command
from trimtab.governance import api as governance
from trimtab.journeys import adoption, portability
from trimtab.kernel.said import as_written
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.strategy import api as strategy
from trimtab.strategy.api import Answer, Op, Operation, Patch, parts
from trimtab.strategy.domain.citing import READERS, kept, reason_without_names
from trimtab.workbench.permission import WRITING

CODE = "Q-P9"
NAME, WORDS = "Zenobia Quist", "what-zenobia-said-about-it"
TOLD = ("/strategy/revisions", "/strategy/revisions/2", "/strategy/strategy.yaml")
HEARD = parts.Heard(by=NAME, value=WORDS, because=f"{WORDS} because", on=NOW.date())
# How a stakeholder is judged, in the words of pages and papers: the map is not for the wall.
COMMITTEE = parts.Stakeholder(
    id="committee",
    name="Staff committee",
    power=5,
    interest=4,
    stance=parts.Stance.SCEPTICAL,
    can_block=True,
    needs="They need quibberish.",
    engagement="Lunch with wibblers.",
)
JUDGED = (
    "quibberish",
    "wibblers",
    "sceptical; can stop",
    "Staff committee can stop it",
    "stance sceptical",
    "committee: In doubt",
)
PLACES = ("stakeholders/committee", "stakeholders/committee/stance", "stakeholders/committee/power")
# Addresses whose names of places are of a kind that holds nothing of a strategy: courses,
# statements, sources, targets, packages.
ELSEWHERE = {
    "package_id",
    "session_id",
    "unit",
    "message_id",
    "source_id",
    "target_id",
    "statement_id",
    "user",
    "gap_id",
    "request_id",
    "person_id",
    "list_id",
    "comment_id",
    "invitation_id",
    "token",
    "path",
    "session",
    "enquiry_id",
    "digest",
    "objection_id",
    "connection_id",
    "device_id",
    "identity_id",
    "token_id",
    "group_id",
    "unit_id",
    "service",
    "rest",
    "code",
}


def answered(
    document: strategy.Strategy, value: str, heard: tuple[parts.Heard, ...] = (HEARD, HEARD)
) -> strategy.Strategy:
    answer = Answer(value=value, by="sasha@corner.example", because="We looked.", heard=heard)
    taken = parts.AdviceTaken(
        rule="R-P6",
        place="stakeholders/committee",
        standing=parts.Standing.DECLINED,
        because="quibberish",
    )
    return msgspec.structs.replace(
        document,
        answers={**document.answers, CODE: answer},
        stakeholders=(COMMITTEE,),
        recommendations=(taken,),
    )


@pytest.fixture
def cast(db: None) -> Cast:
    """A strategy in force that cites somebody, one before it, and a draft after it.

    All with reasons of the old kind.
    """
    cast = engage()
    legacy = f"Settled {CODE}, asked of {NAME}, Dr. Q. {WORDS} as she says."
    for value in ("coaches", "informed"):
        row = strategy.save_draft(
            document=answered(TINY, value), by=cast.strategist.id, because=legacy, now=NOW
        )
        adoption.adopt(number=row.number, by=None, now=NOW)
    strategy.save_draft(
        document=answered(TINY, "none"), by=cast.strategist.id, because=legacy, now=NOW
    )
    patch = Patch(
        title="Shorter", operations=(Operation(op=Op.SET, place="summary", value="Shorter."),)
    )
    governance.propose(
        kind=governance.ProposalKind.CORRECTION,
        key="correction/x",
        title="Shorter",
        summary="",
        because=[],
        change=strategy.patch_to_json(patch),
        evidence={},
        decides="content",
        proposed_by=None,
        due=NOW,
        now=NOW,
    )
    return cast


def patterns(found: Any, space: str = "") -> Iterator[tuple[str, set[str]]]:
    for entry in found:
        if isinstance(entry, URLResolver):
            yield from patterns(
                entry.url_patterns, f"{entry.namespace}:" if entry.namespace else ""
            )
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{space}{entry.name}", set(entry.pattern.converters)


def addresses() -> set[str]:
    """Every address that can be filled in with what there is."""
    [proposal] = governance.proposals()
    known: dict[str, list[Any]] = {
        "number": [2, 3],
        "code": [CODE],
        "place": [f"answers/{CODE}", *PLACES],
        "proposal_id": [proposal.id],
        "kind": ["actions", "setting", "programme", "stakeholders"],
        "form": ["md"],
        "name": [kind.name for kind in strategy.papers.KINDS],
        "key": [
            "practise-shelf-prices",
            "practice.minutes_per_week",
            "decisions.seats",
            "committee",
        ],
    }
    found: set[str] = set()
    for name, wanted in patterns(get_resolver().url_patterns):
        if wanted & ELSEWHERE:
            continue
        unknown = wanted - known.keys()
        assert not unknown, (
            f"{name} names a place by {unknown}: say here how it is filled in, "
            "or that no strategy is shown there"
        )
        for values in product(*(known[name] for name in sorted(wanted))):
            try:
                found.add(reverse(name, kwargs=dict(zip(sorted(wanted), values, strict=True))))
            except NoReverseMatch:
                continue
    files = {f"/strategy/papers/strategy.{form}" for form in ("html", "docx")}
    asked = {"/strategy/revisions/3?with=1", "/strategy/papers/strategy?revision=3"}
    return (
        found
        | files
        | asked
        | {f"{page}?q=Zenobia" for page in ("/find", "/palette", "/audit", "/records", "/outbox")}
    )


def content(client: Client, address: str) -> str:
    response = client.get(address)
    body = response.getvalue()
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as parts_:
            body = b"".join(parts_.read(name) for name in parts_.namelist())
    return body.decode(errors="replace") + str(response.headers)


def leaks(text: str) -> bool:
    return (
        NAME in text or WORDS in text or "Dr. Q" in text or any(words in text for words in JUDGED)
    )


def test_over_all_addresses_nobody_but_who_writes_the_strategy_reads_who_said_what(
    cast: Cast,
) -> None:
    roles = tuple(role for role in Role if role not in WRITING)
    everything_but = people.add_person(
        email="all@corner.example", name="All", roles=roles, unit="org", now=NOW
    )
    client = signed_in(people.person(everything_but))
    assert not [address for address in sorted(addresses()) if leaks(content(client, address))]
    for row, address in product(
        (cast.manager, cast.author, cast.stakeholder, cast.administrator), TOLD
    ):
        assert not leaks(content(signed_in(row), address)), f"{row.name} at {address}"
    for row in (cast.strategist, cast.steward):
        assert leaks(content(signed_in(row), "/strategy/revisions/2")), (
            "or the pages above would prove nothing"
        )
    assert "2 people were heard" in content(signed_in(cast.manager), "/strategy/revisions/2")
    assert {role.value for role in WRITING} == READERS


def test_what_is_held_about_a_person_names_nobody_whom_they_asked(cast: Cast) -> None:
    told = json.dumps(portability.everything(cast.strategist, by=None, now=NOW), default=str)
    assert f"Settled {CODE}." in told and not leaks(told)


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_the_command_that_compares_tells_no_words_unless_asked_to(
    tmp_path: Path, more: list[str]
) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(strategy.dump_yaml(answered(TINY, "coaches", ())))
    new.write_text(strategy.dump_yaml(answered(TINY, "none")))
    told, all_of_it = (
        CliRunner().invoke(diff_command, [str(old), str(new), *more, *flag])
        for flag in ([], ["--who-said-what"])
    )
    assert CODE in told.output and not leaks(told.output) and leaks(all_of_it.output)


def test_a_file_that_was_taken_out_without_who_said_what_loses_nothing_when_it_comes_back(
    cast: Cast,
) -> None:
    text = signed_in(cast.manager).get("/strategy/strategy.yaml").content.decode()
    loaded = strategy.load_yaml(text).document
    assert strategy.WITHHELD in text and not leaks(text)
    row = strategy.save_draft(
        document=msgspec.structs.replace(loaded, title="New"), by=None, because="", now=NOW
    )
    assert row.document.answers[CODE].heard == (HEARD, HEARD) and row.document.stakeholders == (
        COMMITTEE,
    )
    assert row.document.recommendations[0].because == "quibberish"
    assert (
        kept(loaded, None).answers[CODE].heard == ()
        and kept(loaded, None).stakeholders[0].engagement == ""
    )


def test_the_stakeholder_map_is_for_those_who_write_the_strategy(cast: Cast) -> None:
    for row in (cast.manager, cast.author, cast.stakeholder):
        client = signed_in(row)
        assert "Stakeholder map" not in content(client, "/strategy/papers")
        refused = client.get("/strategy/papers/stakeholders")
        assert (
            refused.status_code == 403
            and "for those who write the strategy" in refused.content.decode()
        )
        assert client.get("/strategy/papers/stakeholders.pdf").status_code == 403
        named = content(client, "/strategy/papers/strategy.md")
        assert (
            "Staff committee" in named
            and "in the stakeholder map, which those who write the strategy read" in named
        )
        assert "nobody who can stop it is against it" not in content(
            client, "/strategy/papers/one-page.md"
        )
    assert (
        "sceptical; can stop it"
        in content(signed_in(cast.steward), "/strategy/papers/stakeholders.md").lower()
    )


@pytest.mark.parametrize(
    ("because", "told"),
    [
        ("Settled Q-P9, asked of Dr. A. B, C. Since.", "Settled Q-P9."),
        ("Settled Q-P9, asked of 2 people. Since.", "Settled Q-P9, asked of 2 people. Since."),
        ("Settled Q-P9, asked of 1 person. Since.", "Settled Q-P9, asked of 1 person. Since."),
        ("Answered Q-P9", "Answered Q-P9"),
    ],
)
def test_the_reason_of_an_old_revision_is_told_without_the_names_in_it(
    because: str, told: str
) -> None:
    assert reason_without_names(as_written(because)) == told
