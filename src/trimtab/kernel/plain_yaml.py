"""YAML as people write it, read within bounds: plain data with the line of every part.

Only true and false are truth values and only digits are whole numbers: who writes `no` or `1:30`
means these words. Files come from anybody who may upload one, so there are no references (a few
lines of them can fill a memory), no tags, no names that stand twice, and bounds on length, depth
and number. libyaml does the reading where PyYAML was built with it: five times as fast.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.resolver import Resolver
from yaml.scanner import Scanner

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import figure, say

MOST_CHARACTERS = 2_000_000
MOST_DEPTH = 50
MOST_NODES = 200_000
_TRUTH, _WHOLE = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:int"
_OWN = ((_TRUTH, "^(?:true|false)$", "tf"), (_WHOLE, "^[-+]?[0-9]+$", "-+0123456789"))


class InvalidYaml(Refusal):
    """The text is not YAML, or more than is read here; `line` counts from 1."""

    def __init__(self, sentence: str, *, line: int) -> None:
        super().__init__("yaml", sentence, f"line {line}")
        self.line = line


class _Plain(Composer, SafeConstructor, Resolver):
    """Makes nodes, then data, of the events of a parser.

    libyaml's own composer could not be bounded: it recurses in C.
    """

    def __init__(self) -> None:
        Composer.__init__(self)
        SafeConstructor.__init__(self)
        Resolver.__init__(self)
        self.depth = self.nodes = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[attr-defined]  # the parser's
        line: int = event.start_mark.line + 1
        alias = isinstance(event, yaml.AliasEvent)
        if alias:
            raise InvalidYaml(say("References (*name) are not used here."), line=line)
        if event.tag not in (None, "!"):
            raise InvalidYaml(say("Tags (!name) are not used here."), line=line)
        if self.depth == MOST_DEPTH:
            raise InvalidYaml(
                say(
                    "There are more than {most} levels within each other.",
                    most=MOST_DEPTH,
                ),
                line=line,
            )
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise InvalidYaml(
                say(
                    "The document has more than {most} names and values.",
                    most=figure(MOST_NODES, ","),
                ),
                line=line,
            )
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        node = super().compose_mapping_node(anchor)
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise InvalidYaml(
                        say("'{name}' stands twice.", name=key.value),
                        line=key.start_mark.line + 1,
                    )
                seen.add(key.value)
        return node

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep=deep)
        except ValueError as error:  # a 31st of February, a number of five thousand digits
            raise InvalidYaml(
                say("This value cannot be read."), line=node.start_mark.line + 1
            ) from error


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in (_TRUTH, _WHOLE)]
    for first, resolvers in Resolver.yaml_implicit_resolvers.items()
}
_Plain.add_constructor(_WHOLE, lambda _, node: int(node.value))  # 012 is twelve


class Dumper(yaml.SafeDumper):
    """Writes what is read here and by others alike: a text that either would take for something
    else stands in quotes, and what stands twice is written twice, since references are not read.
    """

    def ignore_aliases(self, data: Any) -> bool:
        return True


for _tag, _pattern, _firsts in _OWN:
    for _kind in (_Plain, Dumper):
        _kind.add_implicit_resolver(_tag, re.compile(_pattern), list(_firsts))


class PythonLoader(_Plain, Reader, Scanner, Parser):
    """Reads without libyaml."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        _Plain.__init__(self)


def _quickest() -> type[Any]:
    if not yaml.__with_libyaml__:
        return PythonLoader
    from yaml._yaml import CParser

    class QuickLoader(_Plain, CParser):
        """Reads what libyaml's parser says."""

        def __init__(self, text: str) -> None:
            CParser.__init__(self, text)
            _Plain.__init__(self)

    return QuickLoader


QUICKEST = _quickest()


def read(text: str, loader: type[Any] = QUICKEST) -> tuple[yaml.Node | None, Any]:
    """The nodes of a text, which know their lines (from 0), and its data; None and None of an empty
    text.

    Raises InvalidYaml with the line.
    """
    if len(text) > MOST_CHARACTERS:
        raise InvalidYaml(
            say(
                "The document has more than {most} characters.",
                most=figure(MOST_CHARACTERS, ","),
            ),
            line=1,
        )
    try:
        reading = loader(text)
        try:
            root = reading.get_single_node()
            return root, reading.construct_document(root) if root else None
        finally:
            reading.dispose()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        last = len(text.rstrip().splitlines()) or 1  # what is never closed is missed below the end
        raise InvalidYaml(
            say("This is not valid YAML: {problem}.", problem=str(error.problem)),
            line=min(line, last),
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        raise InvalidYaml(say("This is not valid YAML."), line=1) from error
