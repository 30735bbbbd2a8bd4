"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

WHO_SAID_WHAT = click.option(
    "--who-said-what",
    is_flag=True,
    help=(
        "With the names and words of those who were asked, and how stakeholders stand; otherwise "
        "how many and who they are."
    ),
)


def as_json_option(says: str) -> Callable[[Command], Command]:
    """The option --json, which the command takes as `as_json`; `says` is its help."""
    return click.option("--json", "as_json", is_flag=True, help=says)
