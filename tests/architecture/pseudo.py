"""A language that nobody speaks: every sentence in brackets, with accents, and longer by a third.

Whoever sees a page in it sees at a glance what is not translatable (plain letters), what was put
together from pieces (brackets within a sentence), and what does not fit where a longer language
will stand.
"""

from __future__ import annotations

import re

PSEUDO = "en-xa"
BEGIN, END = "⟦", "⟧"
_ACCENTS = str.maketrans("AEIOUYaeiouycnsCNS", "ÅÉÎÖÛÝåéîöûýçñšÇÑŠ")
# Places, markup and entities stay as they are: a program reads them.
_KEPT = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}|<[^>]*>|&#?\w+;")
_FILLER = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def pseudo(message: str) -> str:
    """A message in the pseudo-language. White space around it stays outside of the brackets."""
    body = message.strip()
    if not body:
        return message
    before, after = message[: message.index(body)], message[message.index(body) + len(body) :]
    return f"{before}{BEGIN}{_accented(body)}{_longer(body)}{END}{after}"


def _accented(text: str) -> str:
    pieces, at = [], 0
    for kept in _KEPT.finditer(text):
        pieces += [text[at : kept.start()].translate(_ACCENTS), kept[0]]
        at = kept.end()
    return "".join([*pieces, text[at:].translate(_ACCENTS)])


def _longer(text: str) -> str:
    """Filler words of a third of the text's letters."""
    wanted = len(_KEPT.sub("", text)) / 3
    words: list[str] = []
    while len(" ".join(words)) < wanted:
        words.append(_FILLER[len(words) % len(_FILLER)])
    return f" {' '.join(words)}" if words else ""
