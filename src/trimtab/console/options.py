"""Options that several commands share."""

from __future__ import annotations

import click

WHO_SAID_WHAT = click.option(
    "--who-said-what",
    is_flag=True,
    help=(
        "With the names and words of those who were asked, and how stakeholders stand; otherwise "
        "how many and who they are."
    ),
)
