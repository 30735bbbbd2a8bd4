"""A paper in the language of its reader: every text of the tree is worded, and stays plain text.

Renderers take what this gives: they escape texts and know no language. Pictures are drawn by
whoever writes the paper, who knows the language, too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from trimtab.kernel.said import Language, worded
from trimtab.papers.blocks import (
    Block,
    Fact,
    Facts,
    Figure,
    Heading,
    Items,
    Letterhead,
    Paper,
    Paragraph,
    Table,
)


def in_language(paper: Paper, language: Language) -> Paper:
    """The same paper with its sentences in a language; what somebody wrote stays as it is."""
    return replace(
        paper,
        title=worded(paper.title, language),
        subtitle=worded(paper.subtitle, language),
        blocks=tuple(_block(block, language) for block in paper.blocks),
        events=tuple(
            replace(event, title=worded(event.title, language), says=worded(event.says, language))
            for event in paper.events
        ),
    )


def head_in_language(head: Letterhead, language: Language) -> Letterhead:
    """The same letterhead with its sentences in a language."""
    return replace(head, foot=worded(head.foot, language), pressing=worded(head.pressing, language))


def _block(block: Block, language: Language) -> Block:
    def in_words(*texts: str) -> tuple[str, ...]:
        return tuple(worded(text, language) for text in texts)

    match block:
        case Heading(text):
            return replace(block, text=worded(text, language))
        case Paragraph(text):
            return replace(block, text=worded(text, language))
        case Items(items):
            return Items(in_words(*items))
        case Facts(facts):
            return Facts(tuple(Fact(*in_words(fact.name, fact.says)) for fact in facts))
        case Table(caption, head, rows):
            return replace(
                block,
                caption=worded(caption, language),
                head=in_words(*head),
                rows=tuple(in_words(*row) for row in rows),
            )
        case Figure(caption, description):
            caption, description = in_words(caption, description)
            return replace(block, caption=caption, description=description)
        case _:
            assert_never(block)
