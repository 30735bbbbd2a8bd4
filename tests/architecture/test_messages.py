"""The catalogues: every sentence is in them, and what is translated fits its sentence."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.architecture import messages
from tests.architecture.pseudo import pseudo
from tests.architecture.source import parsed, walked

PLACES = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
LANGUAGES = messages.languages()
OFFERED = [language for language in LANGUAGES if messages.path_of(language, "mo").exists()]


@cache
def product() -> Catalog:
    return messages.found()


def keys(catalog: Catalog) -> set[tuple[str, str, str]]:
    return {_key(message) for message in catalog if message.id}


def _key(message: Message) -> tuple[str, str, str]:
    texts = messages.strings(message.id)
    return (message.context or "", texts[0], texts[1] if len(texts) > 1 else "")


def places(text: str) -> set[str]:
    return {old or new for old, new in PLACES.findall(text)}


def misfits(message: Message, forms: int) -> list[str]:
    """What is wrong with a translation: places that are not the source's, forms that are missing.

    A form for one or two of something may leave out the number, since the word says it.
    """
    source, translated = messages.strings(message.id), messages.strings(message.string or "")
    if not any(translated):
        return []
    if len(source) == 1:
        return [] if places(translated[0]) == places(source[0]) else [translated[0]]
    if len(translated) != forms or not all(translated):
        return [f"{len(translated)} forms of {forms}"]
    known = places(source[0]) | places(source[1])
    wrong = [form for form in translated if not places(form) <= known]
    wrong += [form for form in translated if len(known - places(form)) > 1]
    return wrong or ([] if places(translated[-1]) == places(source[1]) else [translated[-1]])


def test_every_sentence_is_in_the_template_of_the_catalogues() -> None:
    with (messages.LOCALE / "django.pot").open("rb") as file:
        kept = keys(read_po(file))
    now = keys(product())
    hint = "run `python -m tests.architecture.messages`"
    assert now - kept == set(), hint
    assert kept - now == set(), hint


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_in_the_catalogue_of_a_language(language: str) -> None:
    missing = keys(product()) - keys(messages.read(language))
    assert missing == set(), "run `python -m tests.architecture.messages`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_places_and_the_forms_of_its_sentence(language: str) -> None:
    catalog = messages.read(language)
    wrong = {
        _key(message): faults
        for message in catalog
        if message.id and (faults := misfits(message, catalog.num_plurals))
    }
    assert wrong == {}


@pytest.mark.parametrize("language", OFFERED)
def test_a_language_that_is_offered_leaves_nothing_in_english(language: str) -> None:
    catalog = messages.read(language)
    left = [_key(each) for each in catalog if each.id and not messages.is_worded(each)]
    assert left == []


@pytest.mark.parametrize("language", OFFERED)
def test_what_is_served_of_a_language_is_what_is_written(language: str) -> None:
    written = messages.compiled(messages.read(language))
    assert messages.path_of(language, "mo").read_bytes() == written, (
        "run `python -m tests.architecture.messages`"
    )


# It looks up what is marked elsewhere.
LOOKS_UP = {messages.PACKAGE / "wording.py"}


@cache
def calls() -> Sequence[tuple[str, str, ast.Call]]:
    """Where the product marks a sentence, by which function, and the call."""
    return [
        (f"{path.relative_to(messages.PACKAGE)}:{call.lineno}", name, call)
        for path in parsed()
        if path not in LOOKS_UP
        for name, call in messages.marking_calls(walked(path))
    ]


def test_what_is_said_is_said_in_constant_texts() -> None:
    """A text that is put together when the product runs is in no catalogue."""
    made = [
        where
        for where, name, call in calls()
        for at in messages.MARKS[name]
        if at is not None and not isinstance(call.args[at], ast.Constant)
    ]
    assert made == []


def test_a_sentence_fills_the_places_that_it_has() -> None:
    """`say("{n} of {all}", n=…)` would show {all} to people. A `pattern` is filled later."""
    wrong = [
        where
        for where, name, call in calls()
        if name.startswith("say") and _filled(name, call) != _open(name, call)
    ]
    assert wrong == []


def _filled(name: str, call: ast.Call) -> set[str]:
    return {each.arg or "" for each in call.keywords} | ({"count"} if name == "say_n" else set())


def _open(name: str, call: ast.Call) -> set[str]:
    texts = [call.args[at] for at in messages.MARKS[name][1:] if at is not None]
    found = {
        place
        for text in texts
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
        for place in places(text.value)
    }
    return found | ({"count"} if name == "say_n" else set())


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('say("A {b}", b=1)', ("", "A {b}", "")),
        ('say_n("one", "many", len(y))', ("", "one", "many")),
        ('say_in("of a door", "Open")', ("of a door", "Open", "")),
        ('_("put " "together")', ("", "put together", "")),
        ('npgettext("c", "one", "many", 3)', ("c", "one", "many")),
    ],
)
def test_python_says(source: str, found: tuple[str, str, str]) -> None:
    head = (
        "from django.utils.translation import gettext as _, npgettext\n"
        "from trimtab.kernel.said import say, say_in, say_n\n"
    )
    assert list(messages.in_python(head + source)) == [found]
    assert list(messages.in_python(source)) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("""{% translate "It's" %}""", ("", "It's", "")),
        ("{% blocktranslate %}A {{ b }}{% endblocktranslate %}", ("", "A %(b)s", "")),
        (
            "{% blocktranslate count n=x %}one{% plural %}{{ n }} many{% endblocktranslate %}",
            ("", "one", "%(n)s many"),
        ),
        ('<a title="{% translate "Open" context "of a door" %}">', ("of a door", "Open", "")),
        ('{% part "row" title=_("Said") %}', ("", "Said", "")),
    ],
)
def test_templates_say(source: str, found: tuple[str, str, str]) -> None:
    assert list(messages.in_template(source)) == [found]


@pytest.mark.parametrize(
    ("source", "translated", "fits"),
    [
        ("A {b}", "Ein {b}", True),
        ("A {b}", "Ein {c}", False),
        ("A %(b)s", "Ein", False),
        ("A", "", True),
        (("%(n)s day", "%(n)s days"), ("ein Tag", "%(n)s Tage"), True),
        (("%(n)s day", "%(n)s days"), ("ein Tag", "Tage"), False),
        (("%(n)s day", "%(n)s days"), ("%(n)s Tag", ""), False),
        (("%(n)s of %(a)s", "%(n)s of %(a)ss"), ("von", "%(n)s von %(a)s"), False),
    ],
)
def test_a_translation_that_does_not_fit_is_seen(
    source: str | tuple[str, str], translated: str | tuple[str, str], fits: bool
) -> None:
    assert (misfits(Message(source, translated), 2) == []) is fits


def test_the_pseudo_language_keeps_what_a_program_reads() -> None:
    assert pseudo("Save <b>%(n)s</b> of {all} ") == "⟦Šåvé <b>%(n)s</b> öf {all} one⟧ "
    assert pseudo(" ") == " "
