"""The languages that pages are offered in."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import to_locale

SOURCE = "en-gb"
PSEUDO = "en-xa"
_CATALOGUES = {"de": "Deutsch", "ar": "العربية"}
# Made by a machine and not read by anybody who speaks it: pages in it say so.
DRAFTS = frozenset({"ar"})


def offered(locales: Path, *, pseudo: bool) -> list[tuple[str, str]]:
    """Codes of languages with their own names; those of which `locales` holds a compiled catalogue.

    A language is offered once it is translated (docs/decisions/0043): half a page in one language
    and its dates in another help nobody. The pseudo-language, which finds what cannot be
    translated, is for development.
    """
    known = {**_CATALOGUES, **({PSEUDO: "Pseudo"} if pseudo else {})}
    return [
        (SOURCE, "English"),
        *(
            (code, name)
            for code, name in known.items()
            if (locales / to_locale(code) / "LC_MESSAGES" / "django.mo").exists()
        ),
    ]
