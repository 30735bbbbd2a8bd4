"""The shape of the source: small files, small functions, no clock where none belongs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import SOURCE, parsed, walked

ROOMS = sorted(
    {
        *(door.parent.name for door in SOURCE.glob("*/api.py")),
        *(door.parent.parent.name for door in SOURCE.glob("*/api/__init__.py")),
    }
)
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 50
PURE = ("kernel", "science", "xapi", "pictures", "papers", *(f"{room}/domain" for room in ROOMS))
CLOCK_CALLS = {"now", "today", "utcnow", "uuid4", "uuid1"}


def modules() -> Iterator[Path]:
    return (path for path in parsed() if "migrations" not in path.parts)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in walked(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = [
        f"{path}: {count}"
        for path in modules()
        if (count := len(path.read_text().splitlines())) > MOST_LINES_OF_A_FILE
    ]
    assert not long


def test_no_function_is_longer_than_fifty_lines() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path in modules()
        for node in functions(path)
        if (node.end_lineno or node.lineno) - node.lineno + 1 > MOST_LINES_OF_A_FUNCTION
    ]
    assert not long


def test_the_pure_floor_reads_no_clock_and_throws_no_dice() -> None:
    calls = [
        f"{path}:{node.lineno} {node.func.attr}()"
        for part in PURE
        for path in parsed()
        if SOURCE / part in path.parents
        for node in walked(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCK_CALLS
        and not node.args
    ]
    assert not calls


def test_nothing_is_saved_by_a_signal_or_a_save_override() -> None:
    offenders = [
        f"{path}:{node.lineno}"
        for path in modules()
        for node in functions(path)
        if node.name == "save"
    ] + [
        str(path)
        for path in modules()
        if "django.dispatch" in path.read_text() or "django.db.models.signals" in path.read_text()
    ]
    assert not offenders


def test_settings_are_read_in_config_alone() -> None:
    offenders = [
        str(path)
        for path in modules()
        if path.relative_to(SOURCE).parts[0] not in {"config", "console"}
        and ("django.conf import settings" in path.read_text() or "os.environ" in path.read_text())
    ]
    assert not offenders
