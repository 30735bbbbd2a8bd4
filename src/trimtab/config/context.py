"""What every page's shell needs, in at most one query."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context for the shell around every page."""
    return {}
