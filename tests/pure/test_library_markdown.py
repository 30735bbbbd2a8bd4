"""What authors write is shown faithfully and safely."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.library.domain.aids import AidKind, Head, key_of, read_document
from trimtab.library.domain.markdown import render
from trimtab.library.domain.paths import Places, free_key

SOURCE = """# Returns

Hello **you**.

## No receipt

1. Ask for the card
   - really

| a | b |
|---|---|
| 1 | 2 |

```sql
SELECT '<b>';
```

### Deep & deeper

- [x] done

## No receipt

See [the other](Other_Document.md#part) and [the web](https://example.org).
"""


def test_sections_follow_the_headings_with_paths_and_unique_anchors() -> None:
    found = render(SOURCE)
    assert [section.slug for section in found.sections] == [
        "returns",
        "no-receipt",
        "deep--deeper",
        "no-receipt-1",
    ]
    assert found.sections[2].path == ("Returns", "No receipt", "Deep & deeper")
    assert "<table>" in found.sections[1].html and "&lt;b&gt;" in found.sections[1].html


def test_links_between_documents_are_kept() -> None:
    places = Places({"Other_Document.md": key_of("Other_Document.md")}, {})
    found = render(SOURCE, link=lambda target: places.link(target, "Returns.md"))
    assert 'href="/find/aids/other-document#part"' in found.sections[-1].html
    assert 'href="https://example.org"' in found.sections[-1].html


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "<a href='javascript:alert(1)'>x</a>",
        "<iframe src='//evil'></iframe>",
        "<svg><script>alert(1)</script></svg>",
        "<style>*{display:none}</style>",
        "<form action='//evil'><input name=q></form>",
    ],
)
def test_a_script_in_a_document_never_runs(evil: str) -> None:
    html = "".join(section.html for section in render(f"# T\n\n{evil}\n\ntext {evil}\n").sections)
    for trace in ("<script", "onerror", 'href="javascript', "<iframe", "<style", "<form", "<svg"):
        assert trace not in html


@given(st.text())
def test_any_text_is_rendered(text: str) -> None:
    assert render(text).title


def test_a_head_is_read() -> None:
    found = read_document("---\ntitle: T\nkind: checklist\nverified_on: 2026-01-02\n---\n# X\n")
    assert (
        found.head.title == "T"
        and found.head.kind is AidKind.CHECKLIST
        and found.markdown == "# X\n"
    )
    assert found.head.verified_on == dt.date(2026, 1, 2) and not found.remarks


@pytest.mark.parametrize(
    ("head", "field", "kept"),
    [
        ("title: T\nsidebar_label: x", "sidebar_label", Head(title="T")),
        ("title: T\nkind: poem", "kind", Head(title="T")),
        ("title: T\nverified_on: soon", "verified_on", Head(title="T")),
        ("title: T\nreview_every_days: -3", "review_every_days", Head(title="T")),
        ("title: T\ntags: [{a: b}]", "tags", Head(title="T")),
        ("title: '{{ replace }}'\nweight: 3", "weight", Head(title="{{ replace }}")),
        ("title: [\nowner: x", "head", Head()),
        ("verified_on: 2025-02-29", "head", Head()),
    ],
)
def test_a_head_of_another_tool_keeps_nothing_out_and_is_told(
    head: str, field: str, kept: Head
) -> None:
    found = read_document(f"---\n{head}\n---\n# X\n")
    assert (found.head, [one.field for one in found.remarks], found.markdown) == (
        kept,
        [field],
        "# X\n",
    )


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("---\ntitle: 2024\ntags: a b, c\n---\n", Head(title="2024", tags=("a b", "c"))),
        ("---\ntags:\n---\n", Head()),
        ("---\n---\n", Head()),
        ("+++\ntitle = 'T'\ntags = ['a']\n+++\n", Head(title="T", tags=("a",))),
        ("---\nlang: de_AT\n---\n", Head(language="de-AT")),
    ],
)
def test_a_head_is_read_as_it_is_meant(text: str, kept: Head) -> None:
    found = read_document(text)
    assert found.head == kept and not found.remarks and not found.markdown


def test_a_line_at_the_top_of_a_text_is_no_head() -> None:
    text = "---\nA line stood above.\n\n---\n# X\n"
    assert read_document(text).markdown == text and read_document(text).head == Head()


def test_the_text_of_a_section_keeps_words_and_punctuation_together() -> None:
    (section,) = render("# A\n\nPress **HOLD**, then `OK`. Wait.\n\n- one\n- two").sections
    assert section.text == "Press HOLD, then OK. Wait. one two"


def test_a_box_to_tick_has_its_words_as_a_label_even_without_a_script() -> None:
    (section,) = render("# A\n\n- [ ] Check the seal\n- [x] Close it").sections
    assert section.html.count("<label>") == 2 and "Check the seal" in section.html


CONSTRUCTS = """# Press

> [!WARNING]
> Hot surface.

!!! danger "Stop"
    Lock it out first.

:::note
Wear gloves.
:::

::: {.callout-tip title="Sooner"}
Warm it up.
:::

| Item | Price |
| :--- | ---: |
| Bolt | 12.50 |

Bare https://example.org/manual and [down](#own).

<video src="https://films.example/a.mp4"></video>

## Part two {#own}

## Part three {.unnumbered}
"""


def test_notices_of_every_tool_are_shown_as_notices() -> None:
    html = render(CONSTRUCTS).sections[0].html
    for kind, title in (
        ("warning", "Warning"),
        ("caution", "Stop"),
        ("note", "Note"),
        ("tip", "Sooner"),
    ):
        start = html.index(f'<div class="callout callout-{kind}" role="note">')
        assert f'<p class="callout-title">{title}</p>' in html[start : start + 120]
    assert "[!" not in html and "!!!" not in html and ":::" not in html


def test_columns_keep_their_alignment_addresses_are_links_and_a_film_is_named() -> None:
    html = render(CONSTRUCTS).sections[0].html
    assert '<th align="right">Price</th>' in html and '<td align="right">12.50</td>' in html
    assert (
        '<a href="https://example.org/manual"' in html
        and '<a href="https://films.example/a.mp4"' in html
    )


def test_an_authors_id_is_the_anchor_and_no_part_of_the_heading() -> None:
    found = render(CONSTRUCTS).sections
    assert [(one.slug, one.heading) for one in found[1:]] == [
        ("own", "Part two"),
        ("part-three", "Part three"),
    ]
    assert render("## Use {braces} {x}").sections[0].heading == "Use {braces} {x}"


def test_text_from_the_right_says_so_and_other_text_has_nothing_of_it() -> None:
    arabic = render(
        "# السلامة في الورشة\nارتدِ القفازات (النموذج 3).\n\n- بند\n\n- x\n\n| أ |\n|---|\n| ب |"
    )
    assert all(
        f'<{tag} dir="rtl">' in arabic.sections[0].html for tag in ("p", "ul", "table", "td")
    )
    assert '<p dir="ltr">x</p>' in arabic.sections[0].html
    assert arabic.sections[0].slug == "السلامة-في-الورشة"
    assert "dir=" not in "".join(one.html for one in render(SOURCE).sections)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("## Quick start\n\ntext\n\n## Maintenance", "laser cutter"),
        ("Only text.", "laser cutter"),
        ("## Laser\n\n### Start", "Laser"),
        ("## Before\n\n# Laser", "Laser"),
        ("<h1 align=center>The <b>laser</b></h1>\n\n## Start", "The laser"),
    ],
)
def test_a_title_is_the_heading_above_all_others_or_the_files_name(text: str, title: str) -> None:
    assert render(text, name="laser cutter").title == title
    assert render(text, title="Own", name="laser cutter").title == "Own"


PLACES = Places(
    {
        "start.md": "start",
        "sub/second.md": "second",
        "sub/deep/Übersicht.md": "übersicht",
        "docs/index.md": "docs",
        "docs/a/one.mdx": "one",
        "docs/b/two.md": "two",
        "x/same.md": "same",
        "x/Same.md": "same-2",
    },
    {
        "img/valve.png": "/find/pictures/1",
        "docs/b/A.PNG": "/find/pictures/2",
        "static/img/top.svg": "/find/pictures/3",
    },
    "handbook",
)


@pytest.mark.parametrize(
    ("at", "target", "address"),
    [
        ("start.md", "sub/second.md#Step", "/find/aids/second#step"),
        ("sub/second.md", "../start.md", "/find/aids/start"),
        ("start.md", "/sub/second.md", "/find/aids/second"),
        ("start.md", "/handbook/sub/second/", "/find/aids/second"),
        ("start.md", "sub/README.md", None),
        ("start.md", "../second.md", None),
        ("docs/a/one.mdx", "/b/two", "/find/aids/two"),
        ("docs/a/one.mdx", "../b/two.html?x=1#y", "/find/aids/two#y"),
        ("docs/a/one.mdx", "..", "/find/aids/docs"),
        ("docs/b/two.md", "../a/one", "/find/aids/one"),
        ("start.md", "sub/deep/U\u0308bersicht.md#ä", "/find/aids/%C3%BCbersicht#%C3%A4"),
        ("start.md", "x/Same.md", "/find/aids/same-2"),
        ("start.md", "x/SAME.md", None),
    ],
)
def test_a_link_leads_to_the_document_at_its_path_or_nowhere(
    at: str, target: str, address: str | None
) -> None:
    assert PLACES.link(target, at) == address


@pytest.mark.parametrize(
    ("at", "target", "address"),
    [
        ("start.md", "img/valve.png", "/find/pictures/1"),
        ("sub/second.md", "../img/valve.png?raw=true", "/find/pictures/1"),
        ("docs/b/two.md", "a.png", "/find/pictures/2"),
        ("docs/b/two.md", "/img/valve.png", "/find/pictures/1"),
        ("docs/b/two.md", "/img/top.svg", "/find/pictures/3"),
        ("start.md", "../../etc/passwd.png", None),
    ],
)
def test_a_picture_is_the_one_at_its_path(at: str, target: str, address: str | None) -> None:
    assert PLACES.picture(target, at) == address


def test_what_is_here_is_shown_and_what_is_not_is_said_in_words() -> None:
    text = "# A\n\n![Closed](img/valve.png) ![Gone](no.png) ![Web](https://x.example/a.png) "
    text += "<img src='img/valve.png' alt='Raw'> "
    text += "[There](sub/second.md) <a href='sub/second.md'>raw</a> [Nowhere](no.md) "
    text += "[mail](mailto:a@b.example)"
    found = render(
        text,
        link=lambda one: PLACES.link(one, "start.md"),
        picture=lambda one: PLACES.picture(one, "start.md"),
    )
    html = found.sections[0].html
    assert html.count('src="/find/pictures/1"') == 2 and html.count('loading="lazy"') == 2
    assert '<span class="no-picture">Gone</span>' in html and "no.png" not in html
    assert 'class="no-picture" href="https://x.example/a.png"' in html and 'src="https' not in html
    assert (
        html.count('href="/find/aids/second"') == 2
        and "no.md" not in html
        and "mailto:a@b.example" in html
    )
    assert found.dead == ("no.md",) and set(found.not_shown) == {
        "no.png",
        "https://x.example/a.png",
    }


@pytest.mark.parametrize(
    ("document", "key"),
    [
        ("Returns_Cheat_Sheet.md", "returns-cheat-sheet"),
        ("Übersicht.md", "übersicht"),
        ("U\u0308bersicht.MD", "übersicht"),
        ("番茄炒蛋.md", "番茄炒蛋"),
        ("हिन्दी.md", "हिन्दी"),
        ("docs/README.md", "docs"),
        ("manual/about.html.md", "about"),
        ("((.md", "section"),
    ],
)
def test_a_key_is_the_files_name_in_its_own_script(document: str, key: str) -> None:
    assert key_of(document) == key


def test_no_two_documents_get_one_key_and_none_is_too_long() -> None:
    taken: set[str] = set()
    paths = [
        "a/README.md",
        "README.md",
        "b/a/README.md",
        "a.md",
        "c/A.md",
        f"{'long/' * 60}name.md",
        f"{'long/' * 60}name.mdx",
    ]
    for path in paths * 2:
        key = free_key(path, "team", taken)
        assert key not in taken and len(key) <= 120 and "/" not in key
        taken.add(key)
