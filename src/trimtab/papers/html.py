"""A paper as HTML: an article for a page of ours, or a page of its own that needs nothing else."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib import resources
from typing import assert_never

from trimtab.papers.blocks import (
    Block,
    Facts,
    Figure,
    Heading,
    Items,
    Letterhead,
    Paper,
    Paragraph,
    Table,
)
from trimtab.papers.text import tidy
from trimtab.pictures import readable

NIGHT = "#11202e"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def article(paper: Paper, head: Letterhead) -> str:
    """The paper as an <article class="paper">; colours come from the stylesheet and from
    --brand.
    """
    pressing = f'<p class="paper-notice">{plain(head.pressing)}</p>' if head.pressing else ""
    body = "".join(_block(block) for block in paper.blocks)
    return (
        f'<article class="paper" {_language(head.language)}><header class="paper-head">'
        f'<p class="paper-whose">{plain(head.organisation)}</p><h1>{plain(paper.title)}</h1>'
        f'<p class="paper-lead">{plain(paper.subtitle)}</p>{pressing}</header>'
        f'{body}<footer class="paper-foot">{plain(head.foot)}</footer></article>'
    )


def page(paper: Paper, head: Letterhead) -> str:
    """The paper as a whole page that can be sent, opened and printed by itself."""
    return (
        f'<!doctype html>\n<html {_language(head.language)}><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{plain(paper.title)} · {plain(head.organisation)}</title>"
        f"<style>{_sheet('page.css')}{style(head)}</style></head>"
        f"<body>{article(paper, head)}</body></html>\n"
    )


def style(head: Letterhead) -> str:
    """What the article needs beside the tokens and parts of our pages, in the organisation's
    colour.
    """
    day, night = readable(head.colour, "#f5f8fb"), readable(head.colour, NIGHT)
    return (
        f":root{{--brand:light-dark({day},{night})}}{_sheet('paper.css')}@media "
        f"print{{:root{{--brand:{day}}}}}"
    )


def _language(tag: str) -> str:
    """The attributes of an element whose text is in a language."""
    direction = ' dir="rtl"' if tag.partition("-")[0].lower() in RIGHT_TO_LEFT else ""
    return f'lang="{plain(tag)}"{direction}'


@cache
def _sheet(name: str) -> str:
    return resources.files("trimtab.papers").joinpath(name).read_text(encoding="utf-8")


def plain(text: str) -> str:
    """Text that HTML takes for nothing but text, within quotes as well."""
    return escape(tidy(text))


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level}>{plain(text)}</h{level}>"
        case Paragraph(text, tone):
            return f'<p class="paper-{tone}">{plain(text)}</p>'
        case Items(items):
            lines = "".join(f"<li>{plain(item)}</li>" for item in items)
            return f'<ul class="paper-items">{lines}</ul>'
        case Facts(facts):
            rows = "".join(
                f"<div><dt>{plain(fact.name)}</dt><dd>{plain(fact.says)}</dd></div>"
                for fact in facts
            )
            return f'<dl class="paper-facts">{rows}</dl>'
        case Table():
            return _table(block)
        case Figure(caption, _, picture):
            return (
                f'<figure class="paper-figure chart"><figcaption>{plain(caption)}</figcaption><div '
                'class="chart-picture">'
                f'<div class="is-narrow">{picture.narrow}</div><div '
                f'class="is-wide">{picture.wide}</div></div></figure>'
            )
        case _:
            assert_never(block)


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{plain(word)}</th>' for word in table.head)
    rows = "".join(
        f'<tr><th scope="row">{plain(first)}</th>'
        + "".join(
            f'<td data-label="{plain(name)}">{plain(cell)}</td>'
            for name, cell in zip(table.head[1:], rest, strict=True)
        )
        + "</tr>"
        for first, *rest in table.rows
    )
    return (
        f'<div class="table-frame"><table class="table"><caption>{plain(table.caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
