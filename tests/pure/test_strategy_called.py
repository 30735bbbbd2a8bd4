"""Options of the document are called something in every language, and papers say it."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.pure.paper_examples import HEAD
from tests.pure.strategy_edits import DEMO
from trimtab.kernel.said import Between, Said, as_written, say
from trimtab.papers.blocks import Figure, Heading, Paper, Paragraph
from trimtab.papers.markdown import markdown
from trimtab.papers.wording import head_in_language, in_language
from trimtab.strategy.domain.called import WORDS, called
from trimtab.strategy.domain.citing import reason_without_names
from trimtab.strategy.domain.papers import KINDS, Known, PaperKind, write
from trimtab.strategy.domain.spelling import DATA, data_called, decision_called, grain_called


class Marking:
    """A language that puts every source text into brackets."""

    def message(self, said: Said) -> str:
        return f"<{said.plural or said.message}>"

    def figure(self, digits: str) -> str:
        return digits.replace(",", "\u202f")

    def day(self, day: dt.date) -> str:
        return day.isoformat()

    def short_day(self, day: dt.date) -> str:
        return day.isoformat()

    def between(self, mark: Between) -> str:
        return mark.value

    def within(self, text: str) -> str:
        return text


MARKING = Marking()


def test_every_option_is_called_by_its_own_word() -> None:
    for options, names in WORDS.items():
        assert {option.value: str(called(option)) for option in options} == names
        assert all(name.context and name == option for option, name in names.items())


def test_what_the_product_does_not_know_stays_as_somebody_wrote_it() -> None:
    assert data_called("practice") is DATA["practice"]
    for name in (data_called("shift rota"), decision_called("rota"), grain_called("crew")):
        assert not name.message


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_paper_is_worded_in_a_language_and_the_document_stays(kind: PaperKind) -> None:
    english = write(kind.name, DEMO, Known())
    paper = in_language(write(kind.name, DEMO, Known(language=MARKING)), MARKING)
    for before, after in zip(english.blocks, paper.blocks, strict=True):
        if isinstance(before, Heading) and isinstance(after, Heading):
            is_ours = isinstance(before.text, Said) and bool(before.text.message)
            assert after.text.startswith("<") is is_ours
        if isinstance(after, Figure):
            assert "&lt;Power&gt;" in after.picture.wide
    # The renderers know no language: what they get is plain text.
    assert not any(isinstance(block.text, Said) for block in paper.blocks if hasattr(block, "text"))


def test_the_letterhead_is_worded_with_its_paper() -> None:
    paper = Paper("x", say("Title"), "", (Paragraph(say("Nobody alone.")), Paragraph("Sasha")))
    head = head_in_language(HEAD, MARKING)
    assert "\\<Nobody alone.\\>" in markdown(in_language(paper, MARKING), head)
    assert markdown(paper, HEAD) == markdown(in_language(paper, MARKING), head).replace(
        "\\<", ""
    ).replace("\\>", "")


def test_names_in_reasons_of_old_go_and_reasons_of_today_keep_their_parts() -> None:
    old = as_written("Settled Q-C4, asked of Sasha and Bo. They agree.")
    assert reason_without_names(old) == "Settled Q-C4."
    today = say("Settled {code}, asked of {count} people.", code="Q-C4", count=2)
    assert reason_without_names(today) is today
