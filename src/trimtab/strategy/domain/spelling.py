"""Words that a document writes freely: grains, classes of data and kinds of decisions.

What the product knows of them has a name in every language; any other stays as somebody wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping

from trimtab.kernel.said import Said, as_written, capital, say_in

GRAINS: Mapping[str, Said] = {
    "person": say_in("whom a figure is about", "person"),
    "unit": say_in("whom a figure is about", "unit"),
    "audience": say_in("whom a figure is about", "audience"),
    "organisation": say_in("whom a figure is about", "organisation"),
    "aid": say_in("whom a figure is about", "aid"),
    "item": say_in("whom a figure is about", "item"),
}
DATA: Mapping[str, Said] = {
    "practice": say_in("data that are granted", "practice"),
    "measures": say_in("data that are granted", "measures"),
    "results": say_in("data that are granted", "results"),
    "lookups": say_in("data that are granted", "lookups"),
    "items": say_in("data that are granted", "items"),
    "records": say_in("data that are granted", "records"),
}
DECISIONS: Mapping[str, Said] = {
    "content": say_in("a kind of decision", "content"),
    "schedule": say_in("a kind of decision", "schedule"),
    "data": say_in("a kind of decision", "data"),
    "privacy": say_in("a kind of decision", "privacy"),
    "money": say_in("a kind of decision", "money"),
    "stop": say_in("a kind of decision", "stop"),
    "strategy": say_in("a kind of decision", "strategy"),
}


def grain_called(name: str) -> Said:
    """What data are told for each of."""
    return GRAINS.get(name) or as_written(name)


def data_called(name: str) -> Said:
    """What a class of data is called."""
    return DATA.get(name) or as_written(name)


def decision_called(name: str) -> Said:
    """What a kind of decision is called."""
    return DECISIONS.get(name) or as_written(name)


def spelled(name: Said) -> Said:
    """Such a word at the head of a sentence, without hyphens where it is somebody's own."""
    return capital(name) if name.message else as_written(name.replace("-", " ").capitalize())
