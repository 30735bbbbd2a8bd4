"""The settings of the environment that go into a backup."""

from __future__ import annotations

from collections.abc import Mapping

_FIRST = "TRIMTAB_"
# The place and the address of this very machine, what is in the backup already, and what opens it.
_LEFT_OUT = frozenset(
    {
        "TRIMTAB_DATA",
        "TRIMTAB_PORT",
        "TRIMTAB_SECRET_KEY",
        "TRIMTAB_SECRET_KEY_FILE",
        "TRIMTAB_BACKUP_PASSPHRASE",
        "TRIMTAB_BACKUP_PASSPHRASE_FILE",
        "TRIMTAB_BACKUP_FOLDER",
    }
)


def settings(environment: Mapping[str, str]) -> dict[str, str]:
    """Those of Trimtab's own settings that a restoration may need, by name. Where one is read from
    a file, it is the file's name."""
    return {
        name: value
        for name, value in environment.items()
        if name.startswith(_FIRST) and name not in _LEFT_OUT
    }
