"""The organisation's name, time zone and colour, as they stand on its papers."""

from __future__ import annotations

from zoneinfo import available_timezones

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import figure, say
from trimtab.pictures import contrast, is_colour, readable

PAPER = "#f5f8fb"
LEAST = 4.5


def check_name(name: str) -> str:
    """The name without white space around it. Raises Refusal unless it has 1 to 200 characters."""
    found = " ".join(name.split())
    if not 0 < len(found) <= 200:
        raise Refusal(
            "people.organisation-name", say("A name of 1 to 200 characters is needed."), "name"
        )
    return found


def check_time_zone(name: str) -> None:
    """Raises Refusal unless there is such a time zone."""
    if name not in available_timezones():
        raise Refusal(
            "people.time-zone",
            say("'{name}' is not a time zone such as Europe/Berlin.", name=name),
            "time_zone",
        )


def check_colour(colour: str) -> str:
    """The colour as #rrggbb in small letters; the hash may be missing.

    Raises Refusal when it is no colour, or when text in it could not be read on paper (contrast
    under 4.5 to 1, WCAG 2.2, 1.4.3): then the sentence names the nearest shade that can.
    """
    found = f"#{colour.strip().removeprefix('#').lower()}"
    if not is_colour(found):
        sentence = say("Write the colour as # and six digits from 0 to f, such as #1b3a5b.")
        raise Refusal("people.no-colour", sentence, "colour")
    reached = contrast(found, PAPER)
    if reached < LEAST:
        sentence = say(
            "Text in {colour} has a contrast of {reached} to 1 on paper, and {least} is needed to "
            "read it. The nearest shade that can be read is {nearest}.",
            colour=found,
            reached=figure(reached, ".1f"),
            least=figure(LEAST),
            nearest=readable(found, PAPER),
        )
        raise Refusal("people.pale-colour", sentence, "colour")
    return found
