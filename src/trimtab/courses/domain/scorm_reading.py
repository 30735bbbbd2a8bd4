"""From imsmanifest.xml to a course (SCORM 1.2 CAM, 2.3; SCORM 2004 CAM, chapter 3).
Each item with a resource becomes a unit.

Read as authoring tools write it: blanks around identifiers, './' and backslashes in addresses, and
an organization that is named and not there are taken. Items that are not shown are left out, unless
nothing would be left. Sequencing rules of SCORM 2004 are not followed: every unit can be chosen at
any time, and all of them satisfy the course.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urljoin

from trimtab.courses.domain import markup
from trimtab.courses.domain.faults import BadPackage
from trimtab.courses.domain.markup import Element
from trimtab.courses.domain.paths import Listed, file_of, is_inside
from trimtab.courses.domain.scorm_limits import Limits, is_hidden, shown_below
from trimtab.courses.domain.structure import Block, Course, CourseKind, MoveOn, Problem, Unit
from trimtab.kernel.said import Said, say

FILE = "imsmanifest.xml"
DEEPEST = 20
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_OLD = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
_NEW = "http://www.adlnet.org/xsd/adlcp_v1p3"


def read(data: bytes, *, files: Collection[str], file: str = FILE) -> Course:
    """The course in a manifest whose package has `files`. Raises
    BadPackage with every problem and its line."""
    root = markup.parse(data, file)
    reader = _Reader(file, files, root)
    course = reader.course()
    if reader.problems or course is None:
        raise BadPackage(sorted(reader.problems, key=lambda problem: problem.line))
    return course


class _Reader:
    """Walks the default organization once and gathers what is wrong."""

    def __init__(self, file: str, files: Collection[str], root: Element) -> None:
        self.file, self.files, self.root = file, files, root
        self.listed = Listed(files)
        self.problems: list[Problem] = []
        self.limits = Limits(root, self._say)
        self.shown: Mapping[Element, bool] = {}
        self.is_all_shown = False
        self.units: list[Unit] = []
        self.blocks: list[Block] = []
        self.kind = self._kind()
        self.resources = self._resources()

    def course(self) -> Course | None:
        """The course, or None after a problem that ends the reading."""
        organization = self._organization()
        if organization is None or self.kind is None:
            return None
        self.shown = shown_below(organization)
        self.is_all_shown = not any(self.shown.values())
        self._walk(organization, ())
        if not self.units and not self.problems:
            self._say(
                organization,
                say("The organization has no item with a resource: there is nothing to launch."),
            )
        key = markup.attribute(self.root, "identifier")
        title = markup.words(markup.child(organization, "title")) or key or "SCORM"
        return Course(
            kind=self.kind, id=key, title=title, units=tuple(self.units), blocks=tuple(self.blocks)
        )

    def _kind(self) -> CourseKind | None:
        if markup.name(self.root) != "manifest":
            self._say(self.root, say("The root element is <manifest>."))
            return None
        metadata = markup.child(self.root, "metadata")
        said = "" if metadata is None else markup.words(markup.child(metadata, "schemaversion"))
        spaces = {markup.namespace(below) for below in self.root.iter()} | set(
            self.root.nsmap.values()
        )
        named = said.upper().removeprefix("SCORM").strip()
        if named == "1.2" or (not named and _OLD in spaces):
            return CourseKind.SCORM_12
        if named.startswith(("CAM 1.3", "1.3", "2004")) or (not named and _NEW in spaces):
            return CourseKind.SCORM_2004
        self._say(
            self.root,
            say(
                "SCORM 1.2 and SCORM 2004 are played; this manifest says '{version}'.",
                version=said[:40] or say("nothing"),
            ),
        )
        return None

    def _organization(self) -> Element | None:
        held = markup.child(self.root, "organizations")
        several = [] if held is None else list(markup.children(held, "organization"))
        if held is None or not several:
            self._say(
                self.root if held is None else held,
                say("The manifest has no organization: nothing says what to launch."),
            )
            return None
        wanted = markup.attribute(held, "default")
        return next(
            (
                organization
                for organization in several
                if markup.attribute(organization, "identifier") == wanted
            ),
            several[0],
        )

    def _resources(self) -> Mapping[str, tuple[Element, str]]:
        held = markup.child(self.root, "resources")
        if held is None:
            return {}
        base = urljoin(self.root.get(_BASE, ""), held.get(_BASE, ""))
        return {
            markup.attribute(resource, "identifier"): (
                resource,
                urljoin(base, resource.get(_BASE, "")),
            )
            for resource in markup.children(held, "resource")
        }

    def _walk(self, element: Element, around: tuple[int, ...]) -> None:
        if len(around) > DEEPEST:
            self._say(
                element,
                say("Items stand in one another at most {deepest} deep.", deepest=DEEPEST),
            )
            return
        for item in markup.children(element, "item"):
            key = markup.attribute(item, "identifier")
            title = markup.words(markup.child(item, "title")) or key
            if self._is_shown(item) and markup.attribute(item, "identifierref"):
                self._unit(item, title, around)
            if markup.child(item, "item") is None:
                continue
            if is_hidden(item) or not self._has_shown(item):
                # Only the item itself is hidden, not what is in it (SCORM 2004 CAM, 3.4.1.9).
                self._walk(item, around)
            else:
                here = len(self.blocks)
                self.blocks.append(Block(id=key, title=title, blocks=around))
                self._walk(item, (*around, here))

    def _is_shown(self, item: Element) -> bool:
        return not is_hidden(item) or self.is_all_shown

    def _has_shown(self, item: Element) -> bool:
        return (
            any(self.shown[below] for below in markup.children(item, "item")) or self.is_all_shown
        )

    def _unit(self, item: Element, title: str, around: tuple[int, ...]) -> None:
        key = markup.attribute(item, "identifierref")
        if key not in self.resources:
            self._say(
                item,
                say("There is no resource '{key}'.", key=key[:80]),
            )
            return
        limits: dict[str, Any] = self.limits.of(item)
        needs_score = self.kind is CourseKind.SCORM_2004 and limits["mastery_score"] is not None
        self.units.append(
            Unit(
                id=markup.attribute(item, "identifier"),
                title=title,
                url=self._url(item, *self.resources[key]),
                blocks=around,
                move_on=MoveOn.PASSED if needs_score else MoveOn.COMPLETED_OR_PASSED,
                data=_data(item),
                **limits,
            )
        )

    def _url(self, item: Element, resource: Element, base: str) -> str:
        href = resource.get("href", "").strip()
        if not href:
            self._say(resource, say("The resource has no href: there is nothing to launch."))
            return ""
        url = self.listed.at(urljoin(base, href.replace("\\", "/")))
        path = file_of(url)
        if "://" in url or not is_inside(path):
            self._say(
                resource,
                say("'{href}' is not a path in the package.", href=href[:120]),
            )
        elif path not in self.files:
            self._say(
                resource,
                say("The package has no file '{path}'.", path=path[:120]),
            )
        return _with_parameters(url, item.get("parameters", "").strip())

    def _say(self, element: Element, sentence: Said) -> None:
        self.problems.append(Problem(self.file, element.sourceline or 0, sentence))


def _data(item: Element) -> str:
    for kind in ("datafromlms", "dataFromLMS"):
        if (child := markup.child(item, kind)) is not None:
            return "".join(child.itertext())
    return ""


def _with_parameters(url: str, parameters: str) -> str:
    """The address with an item's parameters appended (SCORM 2004 CAM, 3.4.1.4)."""
    parameters = parameters.lstrip("?&")
    if not parameters:
        return url
    if parameters.startswith("#"):
        return url if "#" in url else url + parameters
    return f"{url}{'&' if '?' in url else '?'}{parameters}"
