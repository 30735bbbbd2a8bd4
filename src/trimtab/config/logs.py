"""What is written down of a running installation, and where: the program's output (warnings) and
errors.log in the data folder (errors)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from trimtab import errors


def settings(data: Path, *, as_json: bool = False) -> dict[str, Any]:
    """The logging of every process; `as_json` says how its output is written, the file stays as it
    is. Django's own lines about requests are left out: they hold
    addresses, and with these the tokens of links; `failing` writes errors down without them."""
    both, output = ["output", "file"], "json" if as_json else "plain"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {"()": "trimtab.errors.Formatter"},
            "json": {"()": "trimtab.config.log_lines.JsonFormatter"},
        },
        "handlers": {
            "output": {"class": "logging.StreamHandler", "level": "WARNING", "formatter": output},
            "file": {
                "()": "trimtab.errors.Log",
                "path": data / errors.FILE,
                "level": "ERROR",
                "formatter": "plain",
            },
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": both, "level": "WARNING"},
        "loggers": {
            "django": {"handlers": both, "level": "WARNING", "propagate": False},
            "django.request": {"handlers": ["nowhere"], "propagate": False},
            "django.security": {"handlers": ["nowhere"], "propagate": False},
            "uvicorn": {"handlers": both, "level": "ERROR", "propagate": False},
        },
    }
