"""How large the house is and how dense its lines are, in figures that compare two checkouts.

python -m bench.measures [--of PATH] [--beside PATH]

Only source is read, nothing is imported: a checkout of any age can be measured, and none need run.
"""

from __future__ import annotations

import argparse
import ast
import io
import tokenize
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

HERE = Path(__file__).parents[1]
PRODUCT, TESTS = Path("src/trimtab"), Path("tests")
LONG_LINE = 100
VAGUE_NAME = "one"
DOORS = ("api", "values")
# Comments that speak to a tool say nothing to a reader.
TOLD_TO_TOOLS = ("noqa", "type:", "fmt:", "isort:", "pragma", "!")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """A file of Python, read and parsed."""

    path: Path
    text: str
    tree: ast.Module

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    @cached_property
    def functions(self) -> list[Function]:
        return [node for node in self.nodes if isinstance(node, Function)]


@dataclass(frozen=True)
class Density:
    """The figures of one tree of source."""

    files: int
    lines: int
    statements: int
    carrying_statements: int
    carried_nodes: int
    long_lines: int
    kept_from_formatting: int
    comments: int
    functions: int
    vague_functions: int


@dataclass(frozen=True)
class Door:
    """What a room hands out, and how many of these names the product outside of it uses."""

    room: str
    names: int
    used: int


@dataclass(frozen=True)
class Measures:
    """Everything that is measured of one checkout."""

    product: Density
    tests: Density
    doors: tuple[Door, ...]
    test_functions: int
    assertions: int


def sources(folder: Path) -> list[Source]:
    """Every file of Python below a folder but migrations, which nobody writes by hand."""
    paths = [path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    return [Source(path, text, ast.parse(text)) for path, text in zip(paths, texts, strict=True)]


def density(files: Iterable[Source]) -> Density:
    """The figures of these files together."""
    read = list(files)
    lines = [line for file in read for line in file.lines]
    functions = [function for file in read for function in file.functions]
    carried = [node for function in functions for node in carried_by(function)]
    return Density(
        files=len(read),
        lines=len(lines),
        statements=sum(isinstance(node, ast.stmt) for file in read for node in file.nodes),
        carrying_statements=sum(isinstance(node, ast.stmt) for node in carried),
        carried_nodes=len(carried),
        long_lines=sum(len(line) > LONG_LINE for line in lines),
        kept_from_formatting=sum("fmt: skip" in line for line in lines),
        comments=sum(len(list(comments(file))) for file in read),
        functions=len(functions),
        vague_functions=sum(says_one(function) for function in functions),
    )


def carried_by(function: Function) -> Iterator[ast.AST]:
    """What the body of a function is made of, but its docstring. Imports of a module and fields
    of a class, light as they are, would hide how much the other lines carry."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    for statement in body:
        yield from ast.walk(statement)


def comments(file: Source) -> Iterator[str]:
    """The comments that are meant for a reader."""
    for token in tokenize.generate_tokens(io.StringIO(file.text).readline):
        if token.type == tokenize.COMMENT:
            words = token.string.removeprefix("#").strip()
            if not words.startswith(TOLD_TO_TOOLS):
                yield words


def says_one(function: Function) -> bool:
    """Whether anything in a function is called 'one': a parameter, a variable, a loop's."""
    return any(
        (isinstance(node, ast.Name) and node.id == VAGUE_NAME)
        or (isinstance(node, ast.arg) and node.arg == VAGUE_NAME)
        for node in ast.walk(function)
    )


def doors(files: Iterable[Source], root: Path) -> tuple[Door, ...]:
    """The doors of all rooms: a room is a folder that has an `api`."""
    read = list(files)
    modules = {file.path.relative_to(root).as_posix(): file for file in read}
    used = {name for file in read for name in taken_from_doors(file, root)}
    found = []
    for room in sorted(path.parent.name for path in root.glob("*/api.py")):
        of_room = [modules.get(f"{room}/{door}.py") for door in DOORS]
        names = {name for module in of_room if module for name in exported(module.tree)}
        names_in_use = sum((room, name) in used for name in names)
        found.append(Door(room, len(names), names_in_use))
    return tuple(found)


def exported(tree: ast.Module) -> set[str]:
    """The names of `__all__`."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def taken_from_doors(file: Source, root: Path) -> Iterator[tuple[str, str]]:
    """Room and name of what a module takes from doors of rooms that it does not lie in: by name,
    or as an attribute of the door."""
    home = file.path.relative_to(root).parts[0]
    room_by_alias: dict[str, str] = {}
    for node in file.nodes:
        if not isinstance(node, ast.ImportFrom):
            continue
        match (node.module or "").split("."):
            case ["trimtab", room] if room != home:
                doors_of_room = [alias for alias in node.names if alias.name in DOORS]
                room_by_alias |= {alias.asname or alias.name: room for alias in doors_of_room}
            case ["trimtab", room, door] if room != home and door in DOORS:
                yield from ((room, alias.name) for alias in node.names)
    for node in file.nodes:
        match node:
            case ast.Attribute(value=ast.Name(id=alias), attr=name) if alias in room_by_alias:
                yield room_by_alias[alias], name


def is_test(function: Function) -> bool:
    return function.name.startswith("test_")


def is_assertion(node: ast.AST) -> bool:
    """An `assert`, or a call of `pytest.raises`."""
    if isinstance(node, ast.Assert):
        return True
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    return isinstance(called, ast.Attribute) and ast.unparse(called) == "pytest.raises"


def measure(checkout: Path) -> Measures:
    """All figures of a checkout. Raises OSError, SyntaxError where its source cannot be read."""
    product, tests = sources(checkout / PRODUCT), sources(checkout / TESTS)
    functions = [function for file in tests for function in file.functions]
    return Measures(
        product=density(product),
        tests=density(tests),
        doors=doors(product, checkout / PRODUCT),
        test_functions=sum(map(is_test, functions)),
        assertions=sum(is_assertion(node) for file in tests for node in file.nodes),
    )


Row = tuple[str, Callable[[Measures], str]]


def rows_of(part: str, choose: Callable[[Measures], Density]) -> list[Row]:
    """The lines of the table about one tree."""

    def row(name: str, say: Callable[[Density], str]) -> Row:
        return f"{part}: {name}", lambda measures: say(choose(measures))

    return [
        row("files", lambda tree: f"{tree.files:,}"),
        row("lines", lambda tree: f"{tree.lines:,}"),
        row("statements", lambda tree: f"{tree.statements:,}"),
        row(
            "nodes a statement", lambda tree: f"{tree.carried_nodes / tree.carrying_statements:.1f}"
        ),
        row(f"lines over {LONG_LINE}", lambda tree: share(tree.long_lines, tree.lines)),
        row("fmt: skip", lambda tree: f"{tree.kept_from_formatting:,}"),
        row(
            f"functions with '{VAGUE_NAME}'",
            lambda tree: share(tree.vague_functions, tree.functions),
        ),
        row("comments a line", lambda tree: share(tree.comments, tree.lines)),
    ]


def share(part: int, whole: int) -> str:
    """'8.0 % (3,204)'; a whole of nothing has no share."""
    return f"{100 * part / whole:.1f} % ({part:,})" if whole else "none"


def rows_of_doors(checkouts: Iterable[Measures]) -> list[Row]:
    """A line for each room that any of the checkouts has, and one for all of them."""
    rooms = sorted({door.room for measures in checkouts for door in measures.doors})

    def row(room: str) -> Row:
        return f"door: {room}", lambda measures: said_of_doors(
            [door for door in measures.doors if door.room == room]
        )

    every = ("doors: all", lambda measures: said_of_doors(measures.doors))
    return [*(row(room) for room in rooms), every]


def said_of_doors(of_rooms: Iterable[Door]) -> str:
    """'130 names, 99 used'; no door is a dash."""
    doors_of_rooms = list(of_rooms)
    if not doors_of_rooms:
        return "–"
    names = sum(door.names for door in doors_of_rooms)
    used = sum(door.used for door in doors_of_rooms)
    return f"{names} names, {used} used"


def table(checkouts: dict[str, Measures]) -> str:
    """A line a measure, a column a checkout."""
    rows = [
        *rows_of("product", lambda measures: measures.product),
        *rows_of("tests", lambda measures: measures.tests),
        ("tests: functions", lambda measures: f"{measures.test_functions:,}"),
        ("tests: assertions", lambda measures: f"{measures.assertions:,}"),
        *rows_of_doors(checkouts.values()),
    ]
    cells = [["", *checkouts]]
    cells += [[name, *(say(measures) for measures in checkouts.values())] for name, say in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = []
    for first, *others in cells:
        columns = [first.ljust(widths[0])]
        columns += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        lines.append("  ".join(columns).rstrip())
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--of", type=Path, default=HERE, help="the checkout that is measured")
    parser.add_argument("--beside", type=Path, help="another one, in a column of its own")
    told = parser.parse_args()
    columns = {"measured": measure(told.of)}
    if told.beside:
        columns = {str(told.of): columns["measured"], str(told.beside): measure(told.beside)}
    print(table(columns))


if __name__ == "__main__":
    main()
