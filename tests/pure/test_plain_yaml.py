"""YAML is read within bounds, by libyaml as without it, and whoever wrote it learns the line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from trimtab.kernel.plain_yaml import (
    MOST_CHARACTERS,
    MOST_DEPTH,
    QUICKEST,
    InvalidYaml,
    PythonLoader,
    read,
)
from trimtab.library.domain.aids import read_document
from trimtab.library.domain.item_files import ItemFormat, read_items
from trimtab.strategy.domain.codec import InvalidDocument, load_yaml

OURS = sorted((Path(__file__).parents[2] / "src/trimtab").rglob("*.yaml"))
DEEP, REFERENCES, TAGS = "levels within each other", "References (*name)", "Tags (!name)"
REFUSED = [
    pytest.param("[" * 100_000, 1, DEEP, id="brackets"),
    pytest.param("{a: " * 100_000, 1, DEEP, id="braces"),
    pytest.param("- " * 100_000, 1, DEEP, id="blocks in a line"),
    pytest.param("? " * 100_000, 1, DEEP, id="names that are blocks"),
    pytest.param(
        "".join(" " * level + "a:\n" for level in range(1_900)), MOST_DEPTH, DEEP, id="blocks"
    ),
    pytest.param("[\n" * 100_000, MOST_DEPTH + 1, DEEP, id="brackets in lines"),
    pytest.param("a: &x [1]\nb: *x\n", 2, REFERENCES, id="reference"),
    pytest.param("a: &x {b: 1}\nc:\n  <<: *x\n", 3, REFERENCES, id="merged reference"),
    pytest.param("a: 1\nb: !!int ''\n", 2, TAGS, id="tag"),
    pytest.param("a: 1\nb: !!python/name:os.system x\n", 2, TAGS, id="tag of a language"),
    pytest.param("a: 1\nb: {c: 1, d: 2,\n  c: 3}\n", 3, "'c' stands twice", id="doubled name"),
    pytest.param("a: 1\non: 2026-02-31\n", 2, "cannot be read", id="no such day"),
    pytest.param("a: 1\nb: " + "9" * 6_000, 2, "cannot be read", id="number of many digits"),
    pytest.param("a: 1\nb: [", 2, "not valid YAML", id="never closed"),
    pytest.param("a: b: c\n", 1, "not valid YAML", id="two colons"),
    pytest.param("a: 1\n? [b]\n: c\n", 2, "not valid YAML", id="a list as a name"),
    pytest.param("a\n---\nb\n", 2, "not valid YAML", id="two documents"),
    pytest.param("a: \x00", 1, "not valid YAML", id="a control character"),
    pytest.param("a: \ud800", 1, "not valid YAML", id="half a character"),
    pytest.param("a" * (MOST_CHARACTERS + 1), 1, "characters", id="too long"),
]
loaders = pytest.mark.parametrize("loader", [QUICKEST, PythonLoader], ids=["quickest", "python"])


@loaders
@pytest.mark.parametrize(("text", "line", "says"), REFUSED)
def test_what_is_not_read_is_refused_at_its_line(
    text: str, line: int, says: str, loader: type[Any]
) -> None:
    with pytest.raises(InvalidYaml) as refused:
        read(text, loader)
    assert refused.value.line == line and says in refused.value.sentence


@loaders
def test_what_people_write_means_what_it_says(loader: type[Any]) -> None:
    text = "- no\n- 1:30\n- 0x1F\n- 1_000\n- 012\n- 089\n- +5\n- -5\n- true\n- 1.5\n- ~\n- '7'\n"
    assert read(text, loader)[1] == [
        "no",
        "1:30",
        "0x1F",
        "1_000",
        12,
        89,
        5,
        -5,
        True,
        1.5,
        None,
        "7",
    ]


@loaders
def test_as_many_levels_as_are_allowed_are_read(loader: type[Any]) -> None:
    found = read("[" * MOST_DEPTH + "]" * MOST_DEPTH, loader)[1]
    for _ in range(MOST_DEPTH - 1):
        [found] = found
    assert found == []


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_both_ways_of_reading_say_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    (quick, quickly), (slow, slowly) = read(text), read(text, PythonLoader)
    assert quickly == slowly
    assert _marks(quick) == _marks(slow)


def _marks(node: Any) -> list[tuple[str, int]]:
    """What every node is, and its line."""
    inner = node.value if isinstance(node.value, list) else ()
    parts = [part for one in inner for part in (one if isinstance(one, tuple) else (one,))]
    return [(node.tag, node.start_mark.line), *(mark for part in parts for mark in _marks(part))]


@pytest.mark.parametrize(("text", "line", "says"), REFUSED)
def test_whatever_file_it_stands_in_it_is_refused(text: str, line: int, says: str) -> None:
    with pytest.raises(InvalidDocument) as refused:
        load_yaml(text)
    assert refused.value.line == line and says in refused.value.sentence
    [problem] = read_items(text, ItemFormat.YAML)[1]
    assert problem.where == f"line {line}" and says in problem.sentence


def test_the_head_of_a_job_aid_names_its_line() -> None:
    for head, line in (
        ("title: T\nverified_on: 2026-02-31", 3),
        ("title: [", 2),
        ("tags: &a [x]\nowner: *a", 3),
        ("[" * 100_000, 2),
    ):
        [remark] = read_document(f"---\n{head}\n---\n# X\n").remarks
        assert f"line {line}" in remark.sentence
