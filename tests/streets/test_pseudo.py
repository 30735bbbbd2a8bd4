"""The pages in the pseudo-language: what stands there in plain letters is what no translator was
ever shown.

Left out is what somebody wrote: everything that stands in a table of the database, in a ready
strategy or below `translate="no"`; citations; numbers, days and addresses. The test prints what it
found, page by page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client, override_settings

from tests.architecture.messages import write_pseudo
from tests.architecture.pseudo import BEGIN, END, PSEUDO
from tests.cast import Cast
from tests.streets.addresses import Address, addresses, people_of
from tests.streets.staged import stage
from trimtab.config.policies import POLICIES, Circle, may
from trimtab.strategy.domain.catalogue import QUESTIONS
from trimtab.strategy.domain.coherence import CHECKS
from trimtab.strategy.domain.ready import READY
from trimtab.strategy.domain.rules import RULES

SPOKEN = ("alt", "title", "placeholder", "aria-label", "aria-description", "aria-roledescription")
SILENT = {"script", "style", "svg", "code", "pre", "time", "kbd", "template"}
EMPTY = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
OURS = {"trimtab", "xapi", "scorm", "cmi5", "json", "csv", "yaml", "ctrl-k", "pdf", "ltem", "utc"}
DAYS = re.compile(
    r"(?i)\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:january|february|march|april|may|june|july|august"
    r"|september|october|november|december|jan|feb|aug|sept|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)\.?|noon|midnight"
    r"|[ap]\.m\.)\b"
)
# What stands in the data: addresses, codes of rules and questions, names of fields and files.
CODED = re.compile(
    r"\S+@\S+|https?://\S+|/\S+|\b[A-Z]+-?[A-Z]?\d+\w*\b|\b\w+[_./-]\w[\w./-]*\b|\w*\d\w*"
)
WORD = re.compile(r"[^\W\d_]{2,}")
# What an author's text has and its page has not: gaps to fill, and the signs of Markdown.
MARKUP = re.compile(r"\{\{.+?\}\}|[*`|]")
# A sentence of ours that is stored as its parts: nobody else wrote it.
OUR_OWN = re.compile(r'"(?:message|plural)": "(?:[^"\\]|\\.)*"')
# Django's own, which it translates itself into the languages that it knows.
FRAMEWORK = re.compile("Your password ")
# The style guide is for developers; these addresses give no pages of ours.
LEFT_OUT = {"style"}


class Readable(HTMLParser):
    """The texts of a page that somebody reads or hears, but for what is marked as not to be
    translated.
    """

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.spoken: list[str] = []
        self._around: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        silent = tag in SILENT or given.get("translate") == "no" or self._is_silent()
        if not silent:
            self.spoken += [given[name] or "" for name in SPOKEN if given.get(name)]
            if tag == "input" and given.get("type") in ("submit", "button"):
                self.spoken.append(given.get("value") or "")
        if tag not in EMPTY:
            self._around.append(silent)

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY and self._around:
            self._around.pop()

    def handle_data(self, data: str) -> None:
        if not self._is_silent():
            self.texts.append(data)

    def _is_silent(self) -> bool:
        return bool(self._around) and self._around[-1]


def outside(text: str) -> str:
    """What of a text stands outside of all brackets; a sentence may go through several elements of
    a page.
    """
    kept, depth = [], 0
    for letter in text:
        depth += (letter == BEGIN) - (letter == END)
        kept.append("\n" if letter in (BEGIN, END) else letter if depth == 0 else "")
    return "".join(kept)


def plain(text: str) -> Iterator[str]:
    """The words that nobody could translate, piece by piece."""
    for piece in re.split(r"[\n·:;,()|“”„•…→]|\. | – | — ", outside(text)):
        bare = " ".join(_uncoded(piece).split()).strip(" .!?'\"")
        if any(word.lower() not in OURS for word in WORD.findall(bare)) and not FRAMEWORK.match(
            bare
        ):
            yield bare


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("⟦Šåîd⟧", []),
        ("⟦Šåîd ⟦îñšîdé⟧ ågåîñ⟧", []),
        ("Plain words: ⟦Šåîd⟧", ["Plain words"]),
        ("7 September 2026, 10:30 a.m.", []),
        ("R-P9, sasha@corner.example, practise-prices", []),
    ],
)
def test_the_check_sees_plain_letters_and_nothing_else(text: str, found: list[str]) -> None:
    assert list(plain(text)) == found


@pytest.fixture(scope="module")
def cast(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Cast]:
    folder = tmp_path_factory.mktemp("pseudo")
    write_pseudo(folder)
    with (
        django_db_blocker.unblock(),
        stage(folder) as found,
        override_settings(
            LANGUAGES=[*settings.LANGUAGES, (PSEUDO, "Pseudo")],
            LOCALE_PATHS=[folder, *settings.LOCALE_PATHS],
        ),
    ):
        yield found


def written() -> str:
    """Everything that people wrote, and the sources that are cited, as one text in small letters."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = "
            "'public' "
            "AND data_type IN ('text', 'character varying', 'jsonb', 'ARRAY')"
        )
        columns = cursor.fetchall()
        texts = []
        for table, column in columns:
            cursor.execute(f'SELECT DISTINCT "{column}"::text FROM "{table}"')
            texts += [value for (value,) in cursor.fetchall() if value]
        cursor.execute("SELECT document::text FROM strategy_revision")
        documents = [document for (document,) in cursor.fetchall()]
    documents += [ready.text for ready in READY]
    documents += [question.source for question in QUESTIONS]
    documents += [rule.source for rule in RULES] + [check.source for check in CHECKS]
    # What is shown of these may have numbers and days, which the check does not read.
    texts = [OUR_OWN.sub(" ", text) for text in (*texts, *documents)]
    return f"{_as_read(texts)}\n{_as_read(map(_uncoded, texts))}"


def _as_read(texts: Iterable[str]) -> str:
    """Texts as one in small letters, as they stand on a page."""
    read = "\n".join(texts).replace("\\n", " ").replace('\\"', '"')
    return " ".join(read.lower().split())


def _uncoded(text: str) -> str:
    """A text without what stands in the data, and so without numbers and days."""
    return DAYS.sub(" ", CODED.sub(" ", MARKUP.sub(" ", text)))


def pages(cast: Cast) -> Iterator[tuple[str, str]]:
    """The name and the markup of every page, as the first of the cast who may see it."""
    everybody = people_of(cast)
    for address in addresses(cast):
        who = _reader(address, everybody)
        if who is None or address.name in LEFT_OUT:
            continue
        client = Client(raise_request_exception=False)
        if who[1]:
            client.force_login(get_user_model().objects.get(id=who[1].id))
        answer = client.get(address.path, headers={"accept-language": PSEUDO})
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            yield address.name, answer.content.decode()


def _reader(address: Address, everybody: dict[str, Any]) -> tuple[str, Any] | None:
    whom = POLICIES[address.name].whom("GET")
    if whom is None or whom is Circle.KEY:
        return None
    if whom is Circle.OWN:
        return address.owner, everybody.get(address.owner)
    return next(((who, person) for who, person in everybody.items() if may(person, whom)), None)


def test_pages_say_nothing_that_no_translator_sees(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    looked_at = list(pages(cast))
    # Looking at them filled some addresses with things of their own.
    known = written()
    left: dict[str, list[str]] = defaultdict(list)
    seen = 0
    for name, markup in looked_at:
        seen += 1
        reader = Readable()
        reader.feed(markup)
        read = "\n".join(reader.texts), *reader.spoken
        left[name] = [each for text in read for each in plain(text) if each.lower() not in known]
    found = {name: sorted(set(texts)) for name, texts in left.items() if texts}
    with capsys.disabled():
        print(f"\n{seen} pages, {len(found)} say something that cannot be translated yet")
        print(
            "".join(
                f"{name} {len(texts)}\n" + "".join(f"    {text}\n" for text in texts)
                for name, texts in sorted(found.items())
            )
        )
    assert seen > 60
    assert found == {}
