"""Five ready strategies of contrasting organisations, to begin from and to learn from; each is a
file beside this one.

The organisations and everybody in them are made up. Their documents are written in English, as an
organisation writes its own; what the product says of them is said in the reader's language. What a draft that begins from one must replace
is said in domain/examples.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from trimtab.kernel.errors import NotFound
from trimtab.kernel.said import Said, say
from trimtab.strategy.domain.codec import Loaded, load_yaml
from trimtab.strategy.domain.document import Strategy


@dataclass(frozen=True, slots=True)
class Ready:
    """A ready strategy: its name in addresses and on the command line, what kind of organisation,
    what makes it different, and the language of its document.
    """

    name: str
    kind: Said
    differs: Said
    language: str = "en"

    @property
    def text(self) -> str:
        """The document as YAML, with the comments of those who wrote it."""
        return (
            resources.files(__package__).joinpath(f"{self.name}.yaml").read_text(encoding="utf-8")
        )

    @property
    def loaded(self) -> Loaded:
        """The document with its lines."""
        return _loaded(self)

    @property
    def document(self) -> Strategy:
        """The document."""
        return _loaded(self).document


@cache
def _loaded(one: Ready) -> Loaded:
    return load_yaml(one.text)


READY = (
    Ready(
        "retail",
        say("Retail, hourly staff, own phones"),
        say(
            "The phone belongs to the person: nothing is installed, nothing comes after 18:00, "
            "and there is a way without one."
        ),
    ),
    Ready(
        "manufacturer",
        say("German manufacturer, works council, shared kiosks"),
        say(
            "Nothing shows a person, the start waits for the works council, and the kiosk "
            "forgets who stood there."
        ),
    ),
    Ready(
        "hospital",
        say("Hospital, provided phones"),
        say(
            "The ward phone is the hospital's own, an error can kill, a law asks for proof, and "
            "wards are compared with wards."
        ),
    ),
    Ready(
        "consultancy",
        say("Consultancy, laptops"),
        say(
            "Everything changes too fast to be learnt: there is no practice at all, only help "
            "beside the work, and pay for sharing."
        ),
    ),
    Ready(
        "aid",
        say("Aid organisation, offline"),
        say(
            "There is no signal for weeks: all of it lives on the device or on paper, help comes "
            "by radio, and little is kept for long."
        ),
    ),
)


def ready(name: str) -> Ready:
    """One ready strategy. Raises NotFound."""
    for one in READY:
        if one.name == name:
            return one
    names = ", ".join(one.name for one in READY)
    raise NotFound(
        "strategy.ready",
        say("There is no ready strategy '{name}'. There are: {names}.", name=name, names=names),
        "name",
    )
