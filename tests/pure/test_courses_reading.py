"""What packages say is read strictly, and every fault has its file and line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.packages import HERE
from trimtab.courses.domain import cmi5_reading, scorm_reading
from trimtab.courses.domain.faults import BadPackage
from trimtab.courses.domain.paths import MOST_FILES, is_inside, listing_problems
from trimtab.courses.domain.structure import CourseKind, LaunchMethod, MoveOn
from trimtab.kernel.archives import Entry

CMI5 = (HERE / "cmi5/cmi5.xml").read_text()
SCORM_12 = (HERE / "scorm12/imsmanifest.xml").read_text()
SCORM_2004 = (HERE / "scorm2004/imsmanifest.xml").read_text()
FILES = {"cmi5.xml", "imsmanifest.xml", "index.html", "unit.js"}


def faults(text: str, files: set[str] | None = FILES) -> list[str]:
    with pytest.raises(BadPackage) as caught:
        cmi5_reading.read(text.encode(), files=files)
    return [str(problem) for problem in caught.value.problems]


def test_a_course_structure_is_read_whole() -> None:
    course = cmi5_reading.read(CMI5.encode(), files=FILES)
    assert (course.id, course.title, course.language) == (
        "https://example.org/courses/chillers",
        "Warm chillers",
        "en",
    )
    assert [block.title for block in course.blocks] == ["The basics"]
    assert [objective.title for objective in course.objectives] == ["Act at once"]
    read, quiz = course.units
    assert (read.url, read.move_on, read.blocks) == ("index.html?part=read", MoveOn.COMPLETED, (0,))
    assert (read.launch_parameters, read.entitlement_key) == ("plain", "key-1")
    assert (quiz.move_on, quiz.mastery_score) == (MoveOn.COMPLETED_AND_PASSED, 0.8)
    assert quiz.launch_method is LaunchMethod.OWN_WINDOW


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('moveOn="Completed"', 'moveOn="Done"', "line 17: moveOn is one of Passed"),
        (
            'masteryScore="0.8"',
            'masteryScore="80"',
            "line 25: masteryScore is a number from 0 to 1",
        ),
        ('masteryScore="0.8"', 'masteryScore="nan"', "masteryScore is a number from 0 to 1"),
        ('launchMethod="OwnWindow"', 'launchMethod="Popup"', "launchMethod is one of"),
        ('launchMethod="OwnWindow"', 'colour="red"', "<au> has no attribute 'colour'"),
        (
            "https://example.org/courses/chillers/quiz",
            "chillers/quiz",
            "is not an IRI with a scheme",
        ),
        (
            "https://example.org/courses/chillers/quiz",
            "https://example.org/courses/chillers/read",
            "stands twice",
        ),
        ("objective idref=", "objective wrong=", "has no attribute 'wrong'"),
        ("index.html?part=quiz", "quiz.html", "The package has no file 'quiz.html'"),
        ("index.html?part=quiz", "../index.html", "leads out of the package"),
        ("index.html?part=quiz", "%2e%2e/index.html", "leads out of the package"),
        ("index.html?part=quiz", "/index.html", "leads out of the package"),
        ("index.html?part=quiz", "javascript:alert(1)", "neither an https address nor a path"),
        ("index.html?part=quiz", "//example.org/x", "neither an https address nor a path"),
        ("index.html?part=quiz", "index.html?part=1&amp;fetch=x", "the parameter 'fetch'"),
        ("index.html?part=quiz", "index .html", "has spaces in it"),
        ("<url>index.html?part=quiz</url>", "", "<au> holds title, description"),
        ('<langstring lang="en">Quiz', '<langstring lang="!">Quiz', "is not a language"),
        ("</courseStructure>", "", "This is not XML"),
        ("<?xml", "<!DOCTYPE x><?xml", "This is not XML"),
    ],
)
def test_a_broken_rule_is_named_with_its_place(old: str, new: str, said: str) -> None:
    assert any(said in fault for fault in faults(CMI5.replace(old, new)))


def test_all_problems_are_said_at_once_in_the_order_of_the_lines() -> None:
    said = faults(
        CMI5.replace('moveOn="Completed"', 'moveOn="x"').replace(
            'masteryScore="0.8"', 'masteryScore="9"'
        )
    )
    assert [fault.split(":")[0] for fault in said] == ["cmi5.xml, line 17", "cmi5.xml, line 25"]


def test_a_document_alone_needs_whole_addresses() -> None:
    assert "came without a package" in faults(CMI5, None)[0]
    whole = CMI5.replace("<url>index", "<url>https://example.org/index")
    assert all(unit.is_elsewhere for unit in cmi5_reading.read(whole.encode(), files=None).units)


def test_elements_of_other_vocabularies_stand_at_the_end_and_are_passed_over() -> None:
    extended = CMI5.replace(
        "</courseStructure>", '<x:note xmlns:x="urn:x">y</x:note></courseStructure>'
    )
    assert len(cmi5_reading.read(extended.encode(), files=FILES).units) == 2


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
FILE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "head", [BOMB, FILE, '<!-- <!DOCTYPE x> --><!DOCTYPE x [<!ENTITY a "b">]>']
)
def test_entities_are_neither_expanded_nor_fetched(head: str) -> None:
    text = CMI5.replace('encoding="utf-8"?>', f'encoding="utf-8"?>{head}').replace(
        ">Quiz<", ">&a;<" if "a " in head else ">Quiz<"
    )
    [said] = faults(text)
    assert "DOCTYPE" in said or "not XML" in said


def test_a_document_is_bounded_in_size_and_depth() -> None:
    assert "larger than 8 MiB" in faults(" " * (8 * 2**20 + 1))[0]
    assert "not XML" in faults("<a>" * 100_000)[0]


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_anything_at_all_is_read_or_refused(data: bytes) -> None:
    for read in (cmi5_reading.read, scorm_reading.read):
        with pytest.raises(BadPackage):
            read(data, files=set())


def test_a_scorm_1_2_manifest_is_read() -> None:
    course = scorm_reading.read(SCORM_12.encode(), files=FILES)
    assert (course.kind, course.title) == (CourseKind.SCORM_12, "Returns at the till")
    [unit] = course.units
    assert (unit.url, unit.mastery_score, unit.data) == ("index.html", 0.8, "colour=blue")
    assert unit.move_on is MoveOn.COMPLETED_OR_PASSED


def test_a_scorm_2004_manifest_is_read_with_its_passing_score() -> None:
    course = scorm_reading.read(SCORM_2004.encode(), files=FILES)
    [unit] = course.units
    assert (course.kind, unit.mastery_score, unit.move_on) == (
        CourseKind.SCORM_2004,
        0.6,
        MoveOn.PASSED,
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('identifierref="res-1"', 'identifierref="res-2"', "line 8: There is no resource 'res-2'"),
        ('href="index.html">', 'href="gone.html">', "The package has no file 'gone.html'"),
        ('href="index.html">', 'href="https://example.org/">', "is not a path in the package"),
        (">80<", ">high<", "masteryscore is a number from 0 to 100"),
        (">1.2<", ">3.0<", "this manifest says '3.0'"),
        (' identifierref="res-1"', "", "there is nothing to launch"),
    ],
)
def test_a_broken_manifest_is_named_with_its_place(old: str, new: str, said: str) -> None:
    with pytest.raises(BadPackage) as caught:
        scorm_reading.read(SCORM_12.replace(old, new).encode(), files=FILES)
    assert any(said in str(problem) for problem in caught.value.problems)


def test_items_in_items_become_blocks_and_bases_and_parameters_are_followed() -> None:
    text = SCORM_12.replace(
        '<item identifier="item-1"',
        '<item identifier="m"><title>Module</title><item parameters="?a=1" identifier="item-1"',
    )
    text = text.replace("</organization>", "</item></organization>", 1).replace(
        "<resources>", '<resources xml:base="content/">'
    )
    # The inner item's end tag is the first one; the outer one was put before the organization's.
    course = scorm_reading.read(text.encode(), files={"content/index.html"})
    assert [block.title for block in course.blocks] == ["Module"]
    assert (course.units[0].url, course.units[0].blocks) == ("content/index.html?a=1", (0,))


@pytest.mark.parametrize(
    "name", ["../x", "a/../../x", "/x", "C:/x", "a\\b", "a/\x00", "", "a" * 241, "a/" * 33 + "b"]
)
def test_names_that_lead_out_are_refused(name: str) -> None:
    assert not is_inside(name)
    assert list(listing_problems([Entry(name, 1, 1)]))


@given(st.text(min_size=1, max_size=60))
def test_a_name_that_is_inside_never_leads_out(name: str) -> None:
    if is_inside(name):
        assert ".." not in name.split("/") and not name.startswith("/") and "\\" not in name


def test_an_archive_is_bounded_before_it_is_unpacked() -> None:
    def said(*entries: Entry) -> str:
        return " ".join(problem.sentence for problem in listing_problems(entries))

    assert "200 times its size" in said(Entry("zeros", 10**9, 10**6))
    assert "larger than 2 GiB" in said(*(Entry(f"f{n}", 10**9, 10**9) for n in range(3)))
    assert "more than 20,000 files" in said(*(Entry(f"f{n}", 1, 1) for n in range(MOST_FILES + 1)))
    assert "Links are not taken" in said(Entry("x", 1, 1, is_link=True))
    assert "encrypted" in said(Entry("x", 1, 1, is_encrypted=True))
    assert "stands twice" in said(Entry("A.html", 1, 1), Entry("a.html", 1, 1))
