"""Reading XML that strangers wrote: no entities, no network, bounded size
and depth; every fault has its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from trimtab.courses.domain.faults import BadPackage
from trimtab.courses.domain.structure import Problem
from trimtab.kernel.said import figure, say

MOST_BYTES = 8 * 1024 * 1024
MOST_ELEMENTS = 100_000
_PIECE = 64 * 1024
_SPACES = re.compile(r"\s+")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*[>\[]")
Element = Any


def parse(data: bytes, file: str) -> Element:
    """The root of a document. Raises BadPackage, with the line of the fault."""
    if len(data) > MOST_BYTES:
        raise BadPackage(
            [
                Problem(
                    file,
                    0,
                    say("The file is larger than {size} MiB.", size=MOST_BYTES // 2**20),
                )
            ]
        )
    parser = etree.XMLPullParser(
        events=("start",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = _fed(parser, data, file)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 0
        raise BadPackage(
            [
                Problem(
                    file,
                    line,
                    say("This is not XML: {error}.", error=_said(error)),
                )
            ]
        ) from error
    if _declares(root, data):
        raise BadPackage(
            [
                Problem(
                    file,
                    1,
                    say("The document type (DOCTYPE) declares things of its own: take it out."),
                )
            ]
        )
    return root


def _declares(root: Element, data: bytes) -> bool:
    """Whether a document type declares anything in the file itself, such as entities. One that
    only names itself is harmless: what it names is not read."""
    info = root.getroottree().docinfo
    if not info.doctype:
        return False
    text = data.decode(info.encoding or "utf-8", errors="replace")
    return any(doctype.endswith("[") for doctype in _DOCTYPE.findall(text)) or not _DOCTYPE.search(
        text
    )


def _fed(parser: Any, data: bytes, file: str) -> Element:
    """Feeds a parser piece by piece: too many elements are seen before they fill the memory."""
    count = 0
    for start in range(0, len(data), _PIECE):
        parser.feed(data[start : start + _PIECE])
        count += sum(1 for _ in parser.read_events())
        if count > MOST_ELEMENTS:
            raise BadPackage(
                [
                    Problem(
                        file,
                        0,
                        say(
                            "The file has more than {elements} elements.",
                            elements=figure(MOST_ELEMENTS, ","),
                        ),
                    )
                ]
            )
    return parser.close()


def _said(error: Exception) -> str:
    return str(error).split(", line")[0].split(" (<string>")[0].rstrip(".")[:200]


def name(element: Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def namespace(element: Element) -> str:
    """The namespace of an element."""
    return etree.QName(element).namespace or "" if isinstance(element.tag, str) else ""


def words(element: Element | None) -> str:
    """The text of an element, with single spaces; '' when there is no such element."""
    return _SPACES.sub(" ", "".join(element.itertext())).strip() if element is not None else ""


def children(element: Element, wanted: str) -> Iterator[Element]:
    """The children with a name, whatever their namespace."""
    return (child for child in element if name(child) == wanted)


def child(element: Element, wanted: str) -> Element | None:
    """The first child with a name."""
    return next(children(element, wanted), None)


def attribute(element: Element | None, wanted: str) -> str:
    """An attribute whose blanks at both ends do not count, as with XML's own
    ID and IDREF; '' when there is none."""
    return "" if element is None else str(element.get(wanted, "")).strip()


def attributes(element: Element) -> Mapping[str, str]:
    """The attributes by name, whatever their namespace."""
    return {etree.QName(key).localname: value.strip() for key, value in element.attrib.items()}
