"""Names that nobody in particular bears, drawn by lot."""

from __future__ import annotations

import random
import unicodedata

FIRST = (
    "Aisling Amara Anton Aoife Arjun Beata Bilal Bridget Callum Carla Chidi Ciara Daiva Dara Denis "
    "Edith Eilis Emeka "
    "Esther Farah Fergus Fiona Gabriel Grace Gintaras Hana Hugo Ida Imran Iris Ivo Jana Jarek "
    "Joana Kasia Kofi Lars "
    "Leila Lorcan Luca Maeve Malik Marta Milan Nadia Niall Olga Oscar Paula Priya Rafal Roisin "
    "Samir Sinead Sofia "
    "Tadeo Teresa Umar Vera Wendel Yara Zofia"
)
LAST = (
    "Abara Adair Bannon Barlow Bielak Brophy Calder Carrick Cosgrave Dalca Darcy Devane Doran "
    "Eberle Ennis Fallow "
    "Farrow Finch Garrity Gorski Hale Hanlon Hartig Idowu Ivers Jankowski Joyce Kaur Keane "
    "Kelleher Kovac Lanigan "
    "Larkin Lowry Madden Marsh Mulcahy Nagle Novak Nwosu Ormond Osei Padden Petrov Quirke Rahman "
    "Redmond Rossi "
    "Scully Sheeran Silva Stokes Tanner Tierney Ustinov Varga Vaughan Walsh Weir Wren Yeates Zeller"
)


def draw(dice: random.Random, taken: set[str]) -> str:
    """A full name that is not in `taken` yet, and adds it."""
    while (name := f"{dice.choice(FIRST.split())} {dice.choice(LAST.split())}") in taken:
        pass
    taken.add(name)
    return name


def mailbox(name: str) -> str:
    """The part of an e-mail address before the @, in plain letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.lower().replace(" ", ".")
