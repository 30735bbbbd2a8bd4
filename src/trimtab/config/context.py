"""What every page is told, with what the street `home` cannot know of itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from trimtab.config import headers
from trimtab.home.shell import context


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of the shell around every page."""
    return context.shell(request, theme_cookie=headers.THEME)
