"""What every page is told, with what the street `home` cannot know of itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from trimtab.config import headers, languages
from trimtab.home.shell import context


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of the shell around every page."""
    is_draft = get_language() in languages.DRAFTS
    return {
        **context.shell(request, theme_cookie=headers.THEME),
        "is_draft_language": is_draft,
        # By their own names: Django's tag would translate them.
        "languages_offered": settings.LANGUAGES,
    }
