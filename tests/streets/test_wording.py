"""Pages word what the pure floor says in the reader's language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings
from django.template import engines
from django.test import override_settings
from django.utils.html import format_html
from django.utils.translation import override

import trimtab
from tests.architecture.messages import compiled
from trimtab.kernel.said import Said, as_written, figure, listed, say, say_in, say_n, within
from trimtab.wording import PATTERNS, dated, words

GERMAN = (
    ("'{title}' names no cause.", "„{title}“ nennt keine Ursache.", None),
    ("{size} by {day}", "bis {day}: {size}", None),
    (
        ("{count} day of {all}", "{count} days of {all}"),
        ("ein Tag von {all}", "{count} Tage von {all}"),
        None,
    ),
    ("Open", "Offen", "of an answer"),
    ("Because {what}", "Weil {what}", None),
    ("A target", "Ein Ziel", None),
    ("j F Y, H:i", "j. F Y, H:i", "a date"),
    ("j F", "j. F", "a date"),
)

PACKAGE = Path(trimtab.__file__).parent
DATE = re.compile(r"""\|(?:date|time):["']([^"']+)["']""")


@pytest.fixture(autouse=True)
def catalogue(tmp_path: Path) -> Iterator[None]:
    """A catalogue of a few sentences."""
    catalog = Catalog(locale="de")
    for source, translated, context in GERMAN:
        catalog.add(source, translated, context=context)
    path = tmp_path / "de" / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(compiled(catalog))
    languages = {**dict(settings.LANGUAGES), "de": "Deutsch"}
    with override_settings(LOCALE_PATHS=[tmp_path], LANGUAGES=list(languages.items())):
        yield


def page(text: str, **values: object) -> str:
    return engines["django"].from_string(text).render(values)


CAUSE = say("'{title}' names no cause.", title="<Prices>")


def test_a_template_words_and_escapes_what_it_shows() -> None:
    text = "<p>{{ finding.says }}</p>"
    assert (
        page(text, finding={"says": CAUSE}) == "<p>&#x27;&lt;Prices&gt;&#x27; names no cause.</p>"
    )
    with override("de"):
        assert page(text, finding={"says": CAUSE}) == "<p>„&lt;Prices&gt;“ nennt keine Ursache.</p>"


def test_a_sentence_within_a_block_or_before_a_filter_is_worded() -> None:
    with override("de"):
        block = "{% blocktranslate with it=says %}So: {{ it }}{% endblocktranslate %}"
        assert page(block, says=CAUSE) == "So: „&lt;Prices&gt;“ nennt keine Ursache."
        assert page("{{ says|worded|upper }}", says=CAUSE).endswith("NENNT KEINE URSACHE.")
        assert page("{{ plain|worded }}", plain="as it is") == "as it is"


def test_without_a_page_the_text_is_english_until_its_words_are_asked_for() -> None:
    with override("de"):
        assert f"{CAUSE}" == "'<Prices>' names no cause."
        assert format_html("{}", CAUSE) == "&#x27;&lt;Prices&gt;&#x27; names no cause."
        assert words(CAUSE) == "„<Prices>“ nennt keine Ursache."


@pytest.mark.parametrize(
    ("said", "german"),
    [
        (say_n("{count} day of {all}", "{count} days of {all}", 1, all=7), "ein Tag von 7"),
        (say_n("{count} day of {all}", "{count} days of {all}", 3, all=7), "3 Tage von 7"),
        (say_in("of an answer", "Open"), "Offen"),
        (say("Open"), "Open"),
        (
            say("{size} by {day}", size=figure(1234.5, ",.1f"), day=dt.date(2026, 3, 1)),
            "bis 1. März 2026: 1.234,5",
        ),
        (say("Because {what}", what=within(say("A target"))), "Weil Ein Ziel"),
        (listed([say("A target"), as_written("Prices")]), "Ein Ziel, Prices"),
    ],
)
def test_german_has_its_own_forms_numbers_and_days(said: Said, german: str) -> None:
    with override("de"):
        assert words(said) == german


def test_english_is_what_a_sentence_was_all_along() -> None:
    said = say("{size} by {day}", size=figure(1234.5, ",.1f"), day=dt.date(2026, 3, 1))
    assert words(said) == said == "1,234.5 by 1 March 2026"


MOMENT = dt.datetime(2026, 3, 1, 9, 5, tzinfo=dt.UTC)


def test_days_stand_as_the_readers_language_writes_them() -> None:
    text = '{{ at|date:"j F Y, H:i" }}; {{ day|date:"j F" }}; {{ none|date:"j F" }}'
    values = {"at": MOMENT, "day": MOMENT.date(), "none": None}
    with override("de"):
        assert page(text, **values) == "1. März 2026, 09:05; 1. März; "
        assert dated(MOMENT.date(), "j F") == "1. März"
    with override("en-gb"):
        assert page(text, **values) == "1 March 2026, 09:05; 1 March; "


def test_templates_write_no_other_patterns() -> None:
    """A pattern that no translator sees would stand in English order everywhere."""
    texts = [path.read_text() for path in PACKAGE.rglob("templates/**/*.*")]
    written = {pattern for text in texts for pattern in DATE.findall(text)}
    assert written - set(PATTERNS) <= {"Y-m-d", "c"}
