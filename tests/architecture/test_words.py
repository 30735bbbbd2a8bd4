"""One word, one meaning: what the glossary says, the names of the source keep."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

from tests.architecture.source import SOURCE, parsed, walked

ROOT = Path(__file__).parents[2]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text()
# Django's own words: each app has them, and each means the same.
FRAMEWORK = {"Migration", "Meta", "Command"}
# Words that several rooms still use for things of their own. It may become shorter.
STILL_SHARED = set(
    """
    Account Act Answer AnswerForm Attempt Audience Campaign Cell ChangeForm Chart Choice
    Collection Context Course Document Every Evidence Field Figure File FindForm Form Format
    Gone Grain Grant Ground Group Invited Known Level Limits LinkRow Listed Measure
    MemoryState Need ObjectionForm Operation Option Organisation Part PasswordForm Past
    Picture Plan Policy Posted Programme Question Ready Reason Remembered Resource
    ResourceLike Result Right Section Session Setting Sitting Source Step Table Taken
    Trouble Turn Unit Verb VerdictRow Version Way
    """.split()
)


def defined() -> dict[str, list[str]]:
    """Public classes of the product, by name: the modules that define one."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in parsed():
        for node in walked(path):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(str(path.relative_to(SOURCE)))
    return places


def test_a_class_has_a_name_of_its_own() -> None:
    shared = {name for name, places in defined().items() if len(places) > 1} - FRAMEWORK
    assert sorted(shared - STILL_SHARED) == [], "this word is taken: say what the thing is"
    assert sorted(STILL_SHARED - shared) == [], "this word has one meaning now: take it out here"


def terms() -> list[str]:
    """The words that the glossary explains, as they stand there in bold."""
    return [term.lower() for term in re.findall(r"\*\*(.+?)\*\*", GLOSSARY)]


def test_no_term_is_explained_twice() -> None:
    known = terms()
    assert sorted({term for term in known if known.count(term) > 1}) == []


def test_each_term_is_used_by_the_product() -> None:
    texts = [path.read_text() for path in SOURCE.rglob("*") if path.suffix in {".py", ".html"}]
    written = re.sub(r"[\s_-]+", " ", " ".join(texts)).lower()
    joined = written.replace(" ", "")
    unused = [term for term in terms() if re.sub(r"[\s-]+", "", term) not in joined]
    assert unused == []
