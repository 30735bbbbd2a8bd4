"""What Green Basket's people wrote: items, job aids, searches and the strategy, read from the
package, with dates moved to now.
"""

from __future__ import annotations

import datetime as dt
import re
from importlib.resources import files
from importlib.resources.abc import Traversable

from trimtab.demo.needs import SimulatedNeed
from trimtab.kernel import plain_yaml

_DATE = re.compile(r"\b(20\d\d-\d\d-\d\d)\b")


def folder() -> Traversable:
    """The folder `content` of the package."""
    return files("trimtab.demo") / "content"


def moved(text: str, shift: dt.timedelta) -> str:
    """`text` with every date moved by `shift`."""
    return _DATE.sub(lambda found: (dt.date.fromisoformat(found[1]) + shift).isoformat(), text)


def item_files() -> dict[str, str]:
    """The practice items: YAML by file name."""
    return _texts("items", ".yaml")


def aid_files(shift: dt.timedelta) -> dict[str, str]:
    """The job aids: Markdown by file name."""
    return {name: moved(text, shift) for name, text in _texts("aids", ".md").items()}


def strategy_text(shift: dt.timedelta) -> str:
    """The adopted strategy as YAML."""
    return moved((folder() / "strategy.yaml").read_text(encoding="utf-8"), shift)


def needs() -> list[SimulatedNeed]:
    """What people look up at work."""
    _, rows = plain_yaml.read((folder() / "needs.yaml").read_text(encoding="utf-8"))
    return [
        SimulatedNeed(row["aid"], tuple(row["jobs"]), float(row["often"]), tuple(row["asks"]))
        for row in rows
    ]


def _texts(name: str, ending: str) -> dict[str, str]:
    found = sorted((folder() / name).iterdir(), key=lambda entry: entry.name)
    return {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in found
        if entry.name.endswith(ending)
    }
