"""Manifests as real tools write them are read for what they mean."""

from __future__ import annotations

from typing import Any

import pytest

from tests.packages import HERE
from trimtab.courses.domain import cmi5_reading, scorm_reading
from trimtab.courses.domain.paths import is_inside, laid_out, plain
from trimtab.courses.domain.structure import CourseUnit, MoveOn
from trimtab.kernel.archives import Entry

CMI5 = (HERE / "cmi5/cmi5.xml").read_text()
OLD = (HERE / "scorm12/imsmanifest.xml").read_text()
NEW = (HERE / "scorm2004/imsmanifest.xml").read_text()
FILES = {"index.html", "unit.js", "sub/Page 1.html", "a%20b.html"}
SEQUENCING = NEW[
    NEW.index("<imsss:sequencing>") : NEW.index("</imsss:sequencing>") + len("</imsss:sequencing>")
]


def units(text: str, *changes: tuple[str, str]) -> tuple[CourseUnit, ...]:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return scorm_reading.read(text.encode(), files=FILES).units


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("./index.html", "index.html"),
        ("sub/../index.html?a=./b#../c", "index.html?a=./b#../c"),
        ("sub\\Page 1.html", "sub/Page 1.html"),
        ("./sub//Page%201.html", "sub/Page%201.html"),
        ("SUB/page%201.HTML?x=1", "sub/Page%201.html?x=1"),
        ("a%20b.html", "a%2520b.html"),
    ],
)
def test_addresses_find_their_file_however_they_are_written(href: str, url: str) -> None:
    for text in (OLD, NEW):
        [unit] = units(text, ('href="index.html">', f'href="{href}">'))
        assert unit.url == url
    if " " not in href:
        course = cmi5_reading.read(CMI5.replace("index.html?part=quiz", href).encode(), files=FILES)
        assert course.units[1].url == url


@pytest.mark.parametrize(
    "href",
    ["../index.html", "sub/../../index.html", "..\\index.html", "/index.html", "C:\\index.html"],
)
def test_what_leads_out_still_does(href: str) -> None:
    assert not is_inside(plain(href))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('default="returns"', 'default="  returns "'),
        ('default="returns"', 'default="gone"'),
        (
            'identifier="item-1" identifierref="res-1"',
            'identifier=" item-1" identifierref=" res-1  "',
        ),
        ('resource identifier="res-1"', 'resource identifier="res-1 "'),
        (">1.2<", ">SCORM 1.2<"),
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE manifest SYSTEM "x.dtd">',
        ),
        (
            "<adlcp:masteryscore>80</adlcp:masteryscore>",
            "<adlcp:masteryscore>80.0</adlcp:masteryscore>",
        ),
    ],
)
def test_what_means_the_same_is_read_the_same(old: str, new: str) -> None:
    [unit] = units(OLD, (old, new))
    assert (unit.id, unit.url, unit.mastery_score) == ("item-1", "index.html", 0.8)


def test_scorm_2004_is_known_by_its_older_name_too() -> None:
    assert units(NEW, (">2004 4th Edition<", ">1.3<"))[0].mastery_score == 0.6


def test_an_empty_mastery_score_asks_for_none() -> None:
    for empty in (
        "<adlcp:masteryscore></adlcp:masteryscore>",
        "<adlcp:masteryscore/>",
        "<adlcp:masteryscore> </adlcp:masteryscore>",
    ):
        assert (
            units(OLD, ("<adlcp:masteryscore>80</adlcp:masteryscore>", empty))[0].mastery_score
            is None
        )


def test_sequencing_is_followed_into_its_collection_and_the_items_own_goes_first() -> None:
    shared = SEQUENCING.replace("<imsss:sequencing>", '<imsss:sequencing ID="S1">').replace(
        "0.6", "0.9"
    )
    collection = f"<imsss:sequencingCollection>{shared}</imsss:sequencingCollection></manifest>"
    referring = '<imsss:sequencing IDRef=" S1 "/>'
    [unit] = units(NEW, (SEQUENCING, referring), ("</manifest>", collection))
    assert (unit.mastery_score, unit.move_on) == (0.9, MoveOn.PASSED)
    own = SEQUENCING.replace("<imsss:sequencing>", '<imsss:sequencing IDRef="S1">')
    assert units(NEW, (SEQUENCING, own), ("</manifest>", collection))[0].mastery_score == 0.6
    assert units(NEW, (SEQUENCING, '<imsss:sequencing IDRef="gone"/>'))[0].mastery_score is None


THRESHOLDS: list[tuple[str, float | None]] = [
    ('<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.75"/>', 0.75),
    ('<adlcp:completionThreshold completedByMeasure="true"/>', 1.0),
    ('<adlcp:completionThreshold completedByMeasure="false" minProgressMeasure="0.75"/>', None),
    ("<adlcp:completionThreshold>0.5</adlcp:completionThreshold>", 0.5),
    ("", None),
]


@pytest.mark.parametrize(("said", "threshold"), THRESHOLDS)
def test_the_progress_that_completes_is_read_in_either_form(
    said: str, threshold: float | None
) -> None:
    assert units(NEW, (SEQUENCING, said + SEQUENCING))[0].completion_threshold == threshold


def test_times_tries_and_objectives_are_read() -> None:
    more = (
        '<imsss:limitConditions attemptLimit="2" attemptAbsoluteDurationLimit="PT30M"/>'
        '<imsss:deliveryControls completionSetByContent="true"/></imsss:sequencing>'
    )
    second = '</imsss:primaryObjective><imsss:objective objectiveID=" second "/>'
    action = "<adlcp:timeLimitAction>exit,message</adlcp:timeLimitAction>"
    [new] = units(
        NEW,
        ("</imsss:sequencing>", more),
        ("</imsss:primaryObjective>", second),
        ("<imsss:sequencing>", f"{action}<imsss:sequencing>"),
    )
    assert (new.attempt_limit, new.max_time, new.time_limit_action) == (2, "PT30M", "exit,message")
    assert new.completes_itself and new.objectives == ("primary", "second")
    times = (
        "<adlcp:maxtimeallowed>0000:30:00.00</adlcp:maxtimeallowed>"
        "<adlcp:timelimitaction>Continue,No message</adlcp:timelimitaction>"
    )
    [old] = units(OLD, ("<adlcp:datafromlms>", f"{times}<adlcp:datafromlms>"))
    assert (old.max_time, old.time_limit_action) == ("0000:30:00.00", "continue,no message")
    [odd] = units(
        OLD,
        (
            "<adlcp:datafromlms>",
            "<adlcp:maxtimeallowed>half an hour</adlcp:maxtimeallowed><adlcp:datafromlms>",
        ),
    )
    assert odd.max_time == "", "what no runtime takes is passed over"


def test_items_that_are_not_shown_are_left_out_unless_nothing_is_left() -> None:
    hidden = (
        '<item identifier="item-2" identifierref="res-1" '
        'isvisible="false"><title>Hidden</title></item>'
    )
    assert [unit.id for unit in units(OLD, ("</organization>", f"{hidden}</organization>"))] == [
        "item-1"
    ]
    assert [unit.id for unit in units(OLD, ('isvisible="true"', 'isvisible="false"'))] == ["item-1"]
    block = '<item identifier="m" isvisible="false"><title>Module</title><item identifier="item-1"'
    text = OLD.replace('<item identifier="item-1"', block).replace(
        "</organization>", "</item></organization>"
    )
    course = scorm_reading.read(text.encode(), files=FILES)
    assert not course.blocks and [unit.id for unit in course.units] == ["item-1"], (
        "only the heading is hidden"
    )
    empty = f'<item identifier="m"><title>Module</title>{hidden}</item></organization>'
    assert not scorm_reading.read(
        OLD.replace("</organization>", empty).encode(), files=FILES
    ).blocks


def listed(*names: str) -> dict[str, str]:
    return {
        entry.name: name
        for entry, name in laid_out([Entry(name, 1, 1) for name in names], ("imsmanifest.xml",))
    }


@pytest.mark.parametrize(
    ("names", "placed"),
    [
        (
            ("imsmanifest.xml", "sub\\index.html"),
            {"imsmanifest.xml": "imsmanifest.xml", "sub/index.html": "sub\\index.html"},
        ),
        (("./imsmanifest.xml", "sub\\"), {"imsmanifest.xml": "./imsmanifest.xml"}),
        (
            ("c/imsmanifest.xml", "c/a/b", "__MACOSX/c/._b"),
            {"imsmanifest.xml": "c/imsmanifest.xml", "a/b": "c/a/b"},
        ),
        (("c/imsmanifest.xml", "d/b"), {"c/imsmanifest.xml": "c/imsmanifest.xml", "d/b": "d/b"}),
        (
            ("a\\..\\..\\x", "imsmanifest.xml"),
            {"a/../../x": "a\\..\\..\\x", "imsmanifest.xml": "imsmanifest.xml"},
        ),
    ],
)
def test_an_archive_is_laid_out_as_its_maker_meant_it(
    names: tuple[str, ...], placed: dict[str, Any]
) -> None:
    assert listed(*names) == placed
