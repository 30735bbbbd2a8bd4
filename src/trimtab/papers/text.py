"""Text before it is escaped for a form."""

from __future__ import annotations

import re

# What XML, and so DOCX and SVG, cannot hold: control characters, lone surrogates, two noncharacters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"[\s\x85]+")


def tidy(text: str) -> str:
    """One line without control characters; runs of white space become one space."""
    return _SPACES.sub(" ", _UNPRINTABLE.sub("", text)).strip()


def shortened(text: str, most: int) -> str:
    """At most `most` characters, cut at a word, with an ellipsis where something was cut."""
    line = tidy(text)
    if len(line) <= most:
        return line
    return f"{line[: most - 1].rsplit(' ', 1)[0].rstrip(' .,;:')}…"


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text: what empty lines part."""
    return tuple(one for part in re.split(r"\n\s*\n", text) if (one := tidy(part)))
