"""A group of commands that loads a command when it is called: no command waits for the imports of
another."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click


class LazyGroup(click.Group):
    """Finds commands by name. `modules` says in which module of `package` each is: the command
    'check' is there as `check_command`."""

    def __init__(
        self, *arguments: Any, package: str, modules: Mapping[str, str], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self._package, self._modules = package, modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in their order."""
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; None when there is none."""
        if cmd_name not in self._modules:
            return None
        module = importlib.import_module(f"{self._package}.{self._modules[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command
