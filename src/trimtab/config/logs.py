"""What is written down of a running installation, and where: the program's output (warnings) and
errors.log in the data folder (errors)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from trimtab import errors


def settings(data: Path) -> dict[str, Any]:
    """The logging of every process. Django's own lines about requests are left out: they hold
    addresses, and with these the tokens of links; `failing` writes errors down without them."""
    both = ["output", "file"]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"()": "trimtab.errors.Formatter"}},
        "handlers": {
            "output": {"class": "logging.StreamHandler", "level": "WARNING", "formatter": "plain"},
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
