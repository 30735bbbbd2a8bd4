"""Job aids that are here: which there are, and taking them out of search."""

from __future__ import annotations

import click

from trimtab.console import environment


@click.group("aids")
def aids_command() -> None:
    """List job aids with their collections, retire them, or publish them again."""


@aids_command.command("list")
@click.option("--collection", help="Of one collection alone.")
@click.option(
    "--missing", is_flag=True, help="Those alone whose document is no longer in its folder."
)
def listing(collection: str | None, missing: bool) -> None:
    """Each job aid on a line: its key, state, collection and document."""
    with environment.database():
        from trimtab.library import api as library

        for row in library.aids():
            if collection in (None, row.collection) and (row.missing_since or not missing):
                click.echo(f"{row.key}\t{row.state}\t{row.collection}\t{row.document}")


@aids_command.command("retire")
@click.argument("keys", nargs=-1, required=True)
def retire(keys: tuple[str, ...]) -> None:
    """Take the job aids with these KEYS out of search; their versions stay."""
    with environment.database():
        from trimtab.library import api as library
        from trimtab.search import api as search

        for key in keys:
            library.retire_aid(key=key, announce=search.publish)
            click.echo(f"{key}: retired")


@aids_command.command("publish")
@click.argument("keys", nargs=-1, required=True)
def publish(keys: tuple[str, ...]) -> None:
    """Show retired job aids again."""
    with environment.database():
        from trimtab.library import api as library
        from trimtab.search import api as search

        for key in keys:
            library.publish_aid(key=key, announce=search.publish)
            click.echo(f"{key}: published")
