"""Text that comes in from outside: what no table can hold is refused, what nobody can see is taken out."""

from __future__ import annotations

import re

from trimtab.kernel.errors import Refusal

# PostgreSQL holds every text but these; a lone surrogate is half a character, which only JSON can smuggle in.
_UNFIT = re.compile("[\x00\ud800-\udfff]")
# Control characters but tab and line breaks: nobody types them, pasting from a document brings some along.
_UNSEEN = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
_BREAKS = re.compile("[\x0b\x0c]")


class UnfitText(Refusal):
    """A text holds a character that cannot be kept."""

    status = 400


def is_fit(text: str) -> bool:
    """Whether a text can be kept: no NUL, and no half of a character."""
    return not _UNFIT.search(text)


def is_plain(text: str) -> bool:
    """Whether a text is fit and holds no other control character than tab and line breaks."""
    return not (_UNFIT.search(text) or _UNSEEN.search(text) or _BREAKS.search(text))


def seen(text: str) -> str:
    """A text without the control characters that pasting brings along; a form feed or vertical tab is a line break."""
    return _UNSEEN.sub("", _BREAKS.sub("\n", text))


def fit(text: str) -> str:
    """A text without what cannot be kept, for where nobody can be asked to write it again."""
    return _UNFIT.sub("", text)


NOT_UTF8 = "The file is not UTF-8 text. In a spreadsheet choose 'CSV UTF-8' when you save it, in an editor the encoding UTF-8."
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def decoded(content: bytes) -> str:
    """The text of a file with line ends as \\n: UTF-8, or UTF-16 that says so by its first bytes. Raises UnicodeDecodeError."""
    text = content.decode("utf-16" if content.startswith(_WIDE) else "utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n")
