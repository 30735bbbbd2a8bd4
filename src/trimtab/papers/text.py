"""Text before it is escaped for a form."""

from __future__ import annotations

import re

# What XML, and so DOCX and SVG, cannot hold: control characters, lone surrogates, two
# noncharacters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LONG = re.compile(r"\S{17,}")
_JOINT = re.compile(r"[@./_:,;=&?+-](?=\S)|[^\s@./_:,;=&?+-]{20}(?=\S)")
_SPACES = re.compile(r"[\s\x85]+")


def tidy(text: str) -> str:
    """One line without control characters; runs of white space become one space."""
    return _SPACES.sub(" ", _UNPRINTABLE.sub("", text)).strip()


def shortened(text: str, most: int) -> str:
    """At most `most` characters: whole sentences where they fill half of the room, else cut at a
    word with an ellipsis.
    """
    line = tidy(text)
    if len(line) <= most:
        return line
    kept = line[: most - 1]
    sentences = max(kept.rfind(end) for end in (". ", "! ", "? "))
    if sentences >= most // 2:
        return kept[: sentences + 1]
    return f"{kept.rsplit(' ', 1)[0].rstrip(' .,;:')}…"


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text: what empty lines part."""
    return tuple(one for part in re.split(r"\n\s*\n", text) if (one := tidy(part)))


def breakable(text: str) -> str:
    """The text with places where words longer than a narrow column may break (zero-width spaces),
    such as e-mail addresses.
    """
    return _LONG.sub(lambda found: _JOINT.sub("\\g<0>\u200b", found[0]), text)
