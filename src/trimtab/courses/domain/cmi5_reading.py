"""From cmi5.xml to a course: the rules of CourseStructure.xsd and
of cmi5, sections 8.1, 13 and 14."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

from trimtab.courses.domain import markup
from trimtab.courses.domain.faults import BadPackage
from trimtab.courses.domain.markup import Element
from trimtab.courses.domain.paths import Listed, file_of, is_inside
from trimtab.courses.domain.structure import (
    Block,
    Course,
    CourseKind,
    LaunchMethod,
    MoveOn,
    Objective,
    Problem,
    Unit,
)
from trimtab.kernel.said import Said, listed, say
from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.values import iri

FILE = "cmi5.xml"
NAMESPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
RESERVED = frozenset({"endpoint", "fetch", "actor", "registration", "activityId"})
DEEPEST = 20
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
# What stands in an element, in order; elements of other namespaces ('*') come last.
_HOLDS = {
    "courseStructure": (
        "course (objectives )?((au|block) )+",
        "course, objectives (optional), then au and block",
    ),
    "course": ("title description ", "title, description"),
    "block": (
        "title description (objectives )?((au|block) )+",
        "title, description, objectives (optional), then au and block",
    ),
    "au": (
        "title description (objectives )?url (launchParameters )?(entitlementKey )?",
        (
            "title, description, objectives (optional), url, launchParameters (optional), "
            "entitlementKey (optional)"
        ),
    ),
    "objectives": ("(objective )+", "one or more objective"),
    "objective": ("(title description |description title )?", "title, description"),
    "title": ("(langstring )+", "one or more langstring"),
    "description": ("(langstring )+", "one or more langstring"),
}
_HAS = {
    "course": {"id"},
    "block": {"id"},
    "au": {"id", "moveOn", "masteryScore", "launchMethod", "activityType"},
    "objective": {"id", "idref"},
    "langstring": {"lang"},
}
Option = TypeVar("Option", MoveOn, LaunchMethod)


def read(data: bytes, *, files: Collection[str] | None, file: str = FILE) -> Course:
    """The course in a cmi5.xml. `files` are the other files of its
    package; None: the document came alone.

    Raises BadPackage with every problem and its line.
    """
    root = markup.parse(data, file)
    reader = _Reader(file, files)
    course = reader.course(root)
    if reader.problems or course is None:
        raise BadPackage(sorted(reader.problems, key=lambda problem: problem.line))
    return course


class _Reader:
    """Walks the document once and gathers what is wrong; ids are held
    to be unique (13.1.2 to 13.1.4)."""

    def __init__(self, file: str, files: Collection[str] | None) -> None:
        self.file, self.files = file, files
        self.listed = Listed(files or ())
        self.problems: list[Problem] = []
        self.blocks: list[Block] = []
        self.units: list[Unit] = []
        self.objectives: dict[str, Objective] = {}
        self._ids: dict[str, set[str]] = {}

    def course(self, root: Element) -> Course | None:
        """The course of a document, or None after a problem that ends the reading."""
        if markup.name(root) != "courseStructure" or markup.namespace(root) != NAMESPACE:
            self._say(
                root,
                say(
                    "The root element is <courseStructure> of the namespace {namespace}.",
                    namespace=NAMESPACE,
                ),
            )
            return None
        if not self._holds(root):
            return None
        top = markup.child(root, "course")
        self._holds(top)
        for objectives in markup.children(root, "objectives"):
            self._define(objectives)
        self._walk(root, ())
        title = markup.child(top, "title")
        return Course(
            kind=CourseKind.CMI5,
            id=self._id(top, "course"),
            title=self._text(top, "title"),
            description=self._text(top, "description"),
            language=_language(title),
            units=tuple(self.units),
            blocks=tuple(self.blocks),
            objectives=tuple(self.objectives.values()),
        )

    def _walk(self, element: Element, around: tuple[int, ...]) -> None:
        if len(around) > DEEPEST:
            self._say(
                element,
                say("Blocks stand in one another at most {deepest} deep.", deepest=DEEPEST),
            )
            return
        for child in element:
            if markup.namespace(child) != NAMESPACE:
                continue
            match markup.name(child):
                case "au":
                    self._unit(child, around)
                case "block":
                    self._block(child, around)

    def _block(self, element: Element, around: tuple[int, ...]) -> None:
        if not self._holds(element):
            return
        here = len(self.blocks)
        self.blocks.append(
            Block(
                id=self._id(element, "block"),
                title=self._text(element, "title"),
                description=self._text(element, "description"),
                objectives=self._references(element),
                blocks=around,
            )
        )
        self._walk(element, (*around, here))

    def _unit(self, element: Element, around: tuple[int, ...]) -> None:
        if not self._holds(element):
            return
        given = dict(element.attrib)
        self.units.append(
            Unit(
                id=self._id(element, "au"),
                title=self._text(element, "title"),
                description=self._text(element, "description"),
                url=self._url(markup.child(element, "url")),
                move_on=self._option(element, given, "moveOn", MoveOn.NOT_APPLICABLE),
                launch_method=self._option(element, given, "launchMethod", LaunchMethod.ANY_WINDOW),
                mastery_score=self._mastery(element, given.get("masteryScore")),
                launch_parameters=_optional(element, "launchParameters"),
                entitlement_key=_optional(element, "entitlementKey"),
                activity_type=given.get("activityType", "").strip(),
                objectives=self._references(element),
                blocks=around,
            )
        )

    def _holds(self, element: Element) -> bool:
        """Whether an element holds what it should, in order, and has no
        attribute that it should not have."""
        kind = markup.name(element)
        pattern, order = _HOLDS[kind]
        names = "".join(f"{self._token(child)} " for child in element)
        fits = re.fullmatch(rf"{pattern}(\* )*", names) is not None
        if not fits:
            there = ", ".join(names.split()) or "nothing"
            self._say(
                element,
                say(
                    "<{kind}> holds {order}, in this order; here stand {there}.",
                    kind=kind,
                    order=order,
                    there=there[:200],
                ),
            )
        for attribute in element.attrib:
            if not attribute.startswith("{") and attribute not in _HAS.get(kind, ()):
                self._say(
                    element,
                    say(
                        "<{kind}> has no attribute '{attribute}'.",
                        kind=kind,
                        attribute=attribute[:60],
                    ),
                )
        return fits

    def _token(self, child: Element) -> str:
        return markup.name(child) if markup.namespace(child) == NAMESPACE else "*"

    def _id(self, element: Element, kind: str) -> str:
        value = str(element.get("id", "")).strip()
        if not value:
            self._say(
                element,
                say("<{element}> needs an id.", element=markup.name(element)),
            )
            return ""
        try:
            iri(value)
        except InvalidStatement:
            self._say(
                element,
                (
                    say(
                        "The id '{value}' is not an IRI with a scheme, such as "
                        "https://example.org/1.",
                        value=value[:80],
                    )
                ),
            )
        if value in self._ids.setdefault(kind, set()):
            self._say(
                element,
                say("The id '{value}' stands twice.", value=value[:80]),
            )
        self._ids[kind].add(value)
        return value

    def _text(self, element: Element, kind: str) -> str:
        """The first language's text of a title or a description."""
        held = markup.child(element, kind)
        if held is None or not self._holds(held):
            return ""
        for wording in markup.children(held, "langstring"):
            if (lang := wording.get("lang")) is not None and not _LANGUAGE.fullmatch(lang.strip()):
                self._say(
                    wording,
                    say("'{lang}' is not a language such as en or de-AT.", lang=lang[:40]),
                )
        return markup.words(markup.child(held, "langstring"))

    def _define(self, element: Element) -> None:
        if not self._holds(element):
            return
        for objective in markup.children(element, "objective"):
            if self._holds(objective) and markup.child(objective, "title") is None:
                self._say(objective, say("<objective> holds title and description."))
            key = self._id(objective, "objective")
            self.objectives[key] = Objective(
                key, self._text(objective, "title"), self._text(objective, "description")
            )

    def _references(self, element: Element) -> tuple[str, ...]:
        held = markup.child(element, "objectives")
        if held is None or not self._holds(held):
            return ()
        keys = []
        for objective in markup.children(held, "objective"):
            self._holds(objective)
            key = str(objective.get("idref", "")).strip()
            if key not in self.objectives:
                self._say(
                    objective,
                    say("There is no objective '{key}'.", key=key[:80]),
                )
            keys.append(key)
        return tuple(keys)

    def _option(
        self, element: Element, given: Mapping[str, str], attribute: str, default: Option
    ) -> Option:
        options = type(default)
        value = given.get(attribute, default.value)
        if value not in set(options):
            self._say(
                element,
                say(
                    "{attribute} is one of {options}, not '{value}'.",
                    attribute=attribute,
                    options=listed(options),
                    value=value[:40],
                ),
            )
            return default
        return options(value)

    def _mastery(self, element: Element, value: str | None) -> float | None:
        if value is None:
            return None
        if not _DECIMAL.fullmatch(value.strip()) or not 0 <= float(value) <= 1:
            self._say(
                element,
                say("masteryScore is a number from 0 to 1, not '{value}'.", value=value[:40]),
            )
            return None
        return float(value)

    def _url(self, element: Element) -> str:
        url = "".join(element.itertext()).strip()
        url = self.listed.at(url) if self.files is not None else url
        if fault := self._url_fault(url):
            self._say(element, fault)
        return url

    def _url_fault(self, url: str) -> Said | None:
        """What is wrong with the address of an AU (8.1, 13.1.4, 14.1, 14.2)."""
        shown = url[:120]
        try:
            parts = urlsplit(url)
        except ValueError:
            return say("'{shown}' is not an address.", shown=shown)
        if not url or any(letter.isspace() or ord(letter) < 32 for letter in url):
            return say(
                "'{shown}' is not an address: it is empty, or has spaces in it.", shown=shown
            )
        if taken := sorted(
            RESERVED & {key for key, _value in parse_qsl(parts.query, keep_blank_values=True)}
        ):
            return say(
                "The address uses the parameter '{taken}', which the launch needs for itself.",
                taken=taken[0],
            )
        if parts.scheme or parts.netloc:
            is_web = parts.scheme in ("http", "https") and bool(parts.netloc)
            if is_web:
                return None
            return say(
                "'{shown}' is neither an https address nor a path in the package.", shown=shown
            )
        if self.files is None:
            return say(
                "'{shown}' is a path, and the document came without a package: give "
                "the whole address.",
                shown=shown,
            )
        path = file_of(url)
        if not is_inside(path):
            return say("'{shown}' leads out of the package.", shown=shown)
        if path in self.files:
            return None
        return say("The package has no file '{path}'.", path=path[:120])

    def _say(self, element: Element, sentence: Said) -> None:
        self.problems.append(Problem(self.file, element.sourceline or 0, sentence))


def _optional(element: Element, kind: str) -> str | None:
    child = markup.child(element, kind)
    return None if child is None else "".join(child.itertext()).strip()


def _language(title: Element | None) -> str:
    first = None if title is None else markup.child(title, "langstring")
    return str(first.get("lang", "und")) if first is not None else "und"
