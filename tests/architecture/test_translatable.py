"""Every visible sentence of a template is marked for translation, and so is every sentence that a
view hands to one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.base import Lexer, Token, TokenType

from tests.architecture.source import SOURCE as PACKAGE
from tests.architecture.source import parsed, walked

# The page of developers, and attributes without an element.
LEFT_OUT = {"style.html", "field_attributes.html"}
TEMPLATES = [
    path
    for path in sorted(PACKAGE.rglob("templates/**/*.html"))
    if path.name not in LEFT_OUT and path.parent.name != "style"
]
SPOKEN = r"(?:alt|title|placeholder|aria-label|aria-description|aria-roledescription)"
STREETS = ("home", "learner", "workbench", "portal", "config")
SAYS = {"success", "info", "warning", "error"}
OURS = {"trimtab", "xAPI", "Ctrl-K"}


def outside_translation(tokens: list[Token]) -> Iterator[Token]:
    """The tokens that no blocktranslate or comment surrounds."""
    closing = ""
    for token in tokens:
        word = token.contents.split()[0] if token.token_type is TokenType.BLOCK else ""
        if closing:
            closing = "" if word == closing else closing
        elif word in ("blocktranslate", "comment", "verbatim"):
            closing = f"end{word}"
        else:
            yield token


def visible(markup: str) -> str:
    """The words of a piece of markup that somebody reads or hears."""
    markup = re.sub(r"(?s)<(style|script|svg)\b.*?</\1>|<!--.*?-->", " ", markup)
    spoken = " ".join(re.findall(rf'\b{SPOKEN}="([^"]*)"', markup))
    return re.sub(r"(?s)<[^>]*>|&\w+;", " ", markup) + " " + spoken


def unmarked(text: str) -> list[str]:
    """Words of a template that are not marked for translation.

    Variables and tags are taken out first, so that markup stays whole.
    """
    kept = outside_translation(Lexer(text).tokenize())
    markup = "".join(
        token.contents if token.token_type is TokenType.TEXT else "\x00" for token in kept
    )
    return [
        word
        for word in re.findall(r"[^\W\d_]{2,}(?:-[^\W\d_]+)*", visible(markup))
        if word not in OURS
    ]


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) > 50


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>Plain words</p>", ["Plain", "words"]),
        ('<a aria-label="Go back" href="x.html">{{ name }}</a>', ["Go", "back"]),
        ('<p class="muted">{% translate "Said" %} {{ one.title }}</p>', []),
        ("{% blocktranslate %}Said{% endblocktranslate %}", []),
    ],
)
def test_the_check_sees_words_and_nothing_else(text: str, found: list[str]) -> None:
    assert unmarked(text) == found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_template_says_nothing_that_cannot_be_translated(path: Path) -> None:
    assert unmarked(path.read_text()) == []


@pytest.mark.parametrize("street", STREETS)
def test_a_message_after_an_act_is_marked_for_translation(street: str) -> None:
    modules = [path for path in parsed() if PACKAGE / street in path.parents]
    assert modules
    for path in modules:
        for call in walked(path):
            match call:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="messages"), attr=name),
                    args=[_, ast.Constant(), *_],
                ) if name in SAYS:
                    pytest.fail(
                        f"{path.name}:{call.lineno} says a sentence that cannot be translated"
                    )
