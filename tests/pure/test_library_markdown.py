"""What authors write is shown faithfully and safely."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.kernel.errors import Refusal
from trimtab.library.domain.aids import key_of, read_document, resolve_link
from trimtab.library.domain.markdown import render

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
    assert [section.slug for section in found.sections] == ["returns", "no-receipt", "deep--deeper", "no-receipt-1"]
    assert found.sections[2].path == ("Returns", "No receipt", "Deep & deeper")
    assert "<table>" in found.sections[1].html and "&lt;b&gt;" in found.sections[1].html


def test_links_between_documents_are_kept() -> None:
    keys = {"Other_Document.md": key_of("Other_Document.md")}
    found = render(SOURCE, resolve=lambda target: resolve_link(target, keys))
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


def test_a_head_is_read_and_a_faulty_one_refused() -> None:
    found = read_document("---\ntitle: T\nkind: checklist\nverified_on: 2026-01-02\n---\n# X\n")
    assert found.head.title == "T" and found.markdown == "# X\n"
    with pytest.raises(Refusal) as refused:
        read_document("---\nkind: poem\n---\n")
    assert refused.value.field == "kind"


def test_the_text_of_a_section_keeps_words_and_punctuation_together() -> None:
    (section,) = render("# A\n\nPress **HOLD**, then `OK`. Wait.\n\n- one\n- two").sections
    assert section.text == "Press HOLD, then OK. Wait. one two"


def test_a_box_to_tick_has_its_words_as_a_label_even_without_a_script() -> None:
    (section,) = render("# A\n\n- [ ] Check the seal\n- [x] Close it").sections
    assert section.html.count("<label>") == 2 and "Check the seal" in section.html
