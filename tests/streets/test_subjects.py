"""A street is laid out by subject: each has its own views, addresses, templates and tests."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import trimtab

PACKAGE = Path(trimtab.__file__).parent
WORKBENCH = PACKAGE / "workbench"
TEMPLATES = WORKBENCH / "templates" / "workbench"
SUBJECTS = sorted(path.parent.name for path in WORKBENCH.glob("*/urls.py"))
# What several subjects show.
SHARED_TEMPLATES = {"plan_changes.html"}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))


def test_the_subjects_are_those_that_one_looks_for() -> None:
    assert SUBJECTS == ["content", "people", "records", "results", "running", "strategy"]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_imports_no_other_one(subject: str) -> None:
    others = tuple(f"trimtab.workbench.{other}." for other in SUBJECTS if other != subject)
    crossing = [
        f"{path}: {name}"
        for path in sorted((WORKBENCH / subject).rglob("*.py"))
        for name in imported(path)
        if f"{name}.".startswith(others)
    ]
    assert not crossing


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_has_templates_and_tests_of_its_own(subject: str) -> None:
    assert list((TEMPLATES / subject).glob("*.html"))
    assert list((Path(__file__).parent / subject).glob("test_*.py"))


def test_every_template_belongs_to_a_subject() -> None:
    assert {path.name for path in TEMPLATES.glob("*.html")} == SHARED_TEMPLATES
    assert {path.name for path in TEMPLATES.iterdir() if path.is_dir()} == set(SUBJECTS)


@pytest.mark.parametrize("street", ["workbench", "portal", "learner"])
def test_no_street_reads_a_form_by_hand(street: str) -> None:
    """Whole numbers, days and options are read by trimtab.web.forms, which knows their bounds."""
    by_hand = [
        str(path)
        for path in sorted((PACKAGE / street).rglob("*.py"))
        if "int(request." in path.read_text() or "UUID(request." in path.read_text()
    ]
    assert not by_hand
