"""A door is as wide as it is used: what it names exists, and somebody of the product outside asks for it."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.source import SOURCE, parsed, walked


def door_of(path: Path) -> Path:
    """The door that a file is: itself, or the package that it begins."""
    return path.parent if path.name == "__init__.py" else path


DOORS = sorted(
    path
    for door in ("api", "values")
    for path in (*SOURCE.glob(f"*/{door}.py"), *SOURCE.glob(f"*/{door}/__init__.py"))
    if door_of(path).parent.joinpath("api.py").exists()
    or door_of(path).parent.joinpath("api").is_dir()
)


def files_of(door: Path) -> list[Path]:
    """The files of a door: one, or a file a subject where the room has many."""
    return sorted(door.parent.glob("[!_]*.py")) if door.name == "__init__.py" else [door]


def exported(door: Path) -> list[str]:
    """The names of a door's `__all__`; none without one."""
    return [
        str(name)
        for path in files_of(door)
        for node in parsed()[path].body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
        for name in ast.literal_eval(node.value)
    ]


def name_of(door: Path) -> str:
    """A door as others import it: 'people.api'."""
    return ".".join(door_of(door).relative_to(SOURCE).with_suffix("").parts)


@cache
def used() -> dict[str, set[str]]:
    """Names that code outside a room asks of each door, by the door's module."""
    asked: dict[str, set[str]] = defaultdict(set)
    for path in parsed():
        room = path.relative_to(SOURCE).parts[0]
        for module, names in _asked(walked(path)).items():
            if module.split(".")[1] != room:
                asked[module] |= names
    return asked


def _asked(nodes: Sequence[ast.AST]) -> dict[str, set[str]]:
    """What one file asks of doors: imported by name, or as an attribute of the door imported whole."""
    asked: dict[str, set[str]] = defaultdict(set)
    whole: dict[str, str] = {}
    for node in nodes:
        module = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
        if not isinstance(node, ast.ImportFrom) or not module.startswith("trimtab."):
            continue
        for alias in node.names:
            if module.endswith((".api", ".values")):
                asked[module].add(alias.name)
            elif alias.name in ("api", "values"):
                whole[alias.asname or alias.name] = f"{module}.{alias.name}"
    for node in nodes:
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in whole:
                asked[whole[name]].add(attribute)
    return asked


@pytest.mark.parametrize("door", DOORS, ids=name_of)
def test_a_door_names_what_others_may_say_and_each_name_exists(door: Path) -> None:
    names = exported(door)
    assert names, f"{door} has no __all__"
    known = {
        name for path in files_of(door) for node in parsed()[path].body for name in _names(node)
    }
    assert set(names) <= known


def _names(node: ast.stmt) -> list[str]:
    match node:
        case ast.ImportFrom(names=names) | ast.Import(names=names):
            return [(alias.asname or alias.name).split(".")[0] for alias in names]
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


@pytest.mark.parametrize("door", DOORS, ids=name_of)
def test_a_door_is_no_wider_than_it_is_used(door: Path) -> None:
    asked = used()[f"trimtab.{name_of(door)}"]
    assert sorted(set(exported(door)) - asked) == []
