"""Text from outside: what no table can hold is refused, what nobody can see is taken out.

What is compared is made alike first: without accents, without markup.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from trimtab.kernel.errors import Refusal

# PostgreSQL holds every text but these; a lone surrogate is half a character, which only JSON can
# smuggle in.
_UNFIT = re.compile("[\x00\ud800-\udfff]")
# Control characters but tab and line breaks: nobody types them, pasting from a document brings some
# along.
_UNSEEN = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
_BREAKS = re.compile("[\x0b\x0c]")

_INLINE = re.compile(
    r"</?(?:a|abbr|b|code|del|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|u|var)\b[^>]*>"
)
_MARKUP = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")


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
    """A text without the control characters that pasting brings along; a form feed or vertical tab
    is a line break.
    """
    return _UNSEEN.sub("", _BREAKS.sub("\n", text))


def fit(text: str) -> str:
    """A text without what cannot be kept, for where nobody can be asked to write it again."""
    return _UNFIT.sub("", text)


def without_accents(text: str) -> str:
    """A text without the accents of its letters; joined letters ('ﬁ') are taken apart."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def without_markup(html: str) -> str:
    """The words of some HTML. Where an element is no part of a line, a blank stands for its tag."""
    return _SPACE.sub(" ", unescape(_MARKUP.sub(" ", _INLINE.sub("", html)))).strip()


NOT_UTF8 = (
    "The file is not UTF-8 text. In a spreadsheet choose 'CSV UTF-8' when you save it, "
    "in an editor the encoding UTF-8."
)
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def decoded(content: bytes) -> str:
    """The text of a file with line ends as \\n: UTF-8, or UTF-16 that says so by its first bytes.

    Raises UnicodeDecodeError.
    """
    text = content.decode("utf-16" if content.startswith(_WIDE) else "utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n")
