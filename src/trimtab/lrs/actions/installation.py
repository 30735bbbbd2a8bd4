"""What the composition root says once, at start."""

from __future__ import annotations

from trimtab.lrs.domain.installation import Installation
from trimtab.lrs.queries.installation import app


def settle(installation: Installation) -> None:
    """Says which installation this store belongs to."""
    app().installation = installation
