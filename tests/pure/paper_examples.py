"""Papers for tests: the demonstration's and an empty one, and text that wants to be markup."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from trimtab.papers.blocks import (
    Fact,
    Facts,
    Heading,
    Items,
    Letterhead,
    Paper,
    PaperTable,
    Paragraph,
    Tone,
)
from trimtab.strategy.domain.document import Policy, Strategy

HEAD = Letterhead(
    "Green Basket",
    dt.datetime(2026, 10, 5, 6, 0, tzinfo=dt.UTC),
    "Revision 2, in force since 5 October 2026",
    time_zone="Europe/Berlin",
)
EMPTY = Strategy(
    organisation="New Shop", title="Not much yet", policy=Policy(statement="We shall see.")
)
HOSTILE = (
    '#image("/etc/passwd")',
    "#panic()",
    "$ x^2 $",
    "= Not a heading",
    "*bold* _it_ `code` ~~gone~~",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[here](javascript:alert(1))",
    "![pixel](https://evil.example/p.png)",
    "| a | b |",
    "---",
    "+ one",
    "1. one",
    "2) two",
    "> said",
    "# loud",
    "&lt;b&gt; &amp;",
    "\\newline \\* \\",
    "\"quoted\" 'single'",
    "{{ 7*7 }}",
    "{% now 'Y' %}",
    "]]>",
    "a\x00b\x07c\ud800d\ufffee",
    "line\nline\r\nline\u2028line",
    "BEGIN:VEVENT\nEND:VEVENT",
    "@label <label>",
    "// comment /* x */",
    "https://example.org/a_b_c",
    "100 % of 5 * 3 = 15",
    "ﷺ ‮drow‬ 👩‍👩‍👧 日本 Łódź",
)
texts = st.sampled_from(HOSTILE) | st.text(
    st.sampled_from("\\`*_[]<>|~&$#!+-=:.)(1aé\n \"'{}@/%") | st.characters(), max_size=40
)


def papers_of(text: str) -> Paper:
    """A paper with the text in every kind of block."""
    return Paper(
        "hostile",
        text,
        text,
        (
            Heading(text),
            Heading(text, 3),
            *(Paragraph(text, tone) for tone in Tone),
            Items((text, text)),
            Facts((Fact(text, text),)),
            PaperTable(text, (text, "Second"), ((text, text), ("x", text)), (2, 3)),
        ),
    )
