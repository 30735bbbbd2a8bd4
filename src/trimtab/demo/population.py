"""Who works at Green Basket: three offices, twelve shops of different size, four hundred people
with hidden traits.

What is hidden here (ability, diligence, habit) is known to the simulator alone; the platform only
sees what people do.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from uuid import UUID

from trimtab.demo import names
from trimtab.demo.accounts import ACCOUNTS, DOMAIN
from trimtab.demo.calendar import ZONE

SHOPS = (
    ("alder-bridge", "Alder Bridge", "north", 52),
    ("birchmoor", "Birchmoor", "north", 46),
    ("castle-quay", "Castle Quay", "south", 42),
    ("dunvale", "Dunvale", "south", 38),
    ("eastmere", "Eastmere", "north", 36),
    ("fennick", "Fennick", "south", 34),
    ("glenhaven", "Glenhaven", "north", 32),
    ("harrow-cross", "Harrow Cross", "south", 30),
    ("inchford", "Inchford", "north", 28),
    ("kilmarsh", "Kilmarsh", "south", 24),
    ("larkfield", "Larkfield", "north", 20),
    ("millbrook", "Millbrook", "south", 18),
)
REGIONS = (("north", "Region North"), ("south", "Region South"))
ROOT = "green-basket"
OFFICE = "head-office"
SHARES = (("fresh-counter", 0.42), ("stock", 0.31), ("cashier", 0.27))
MANY = 30  # from this size on a shop has three supervisors


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop and what is true about it: how well things run there, and how many tills it opens in
    the evening.
    """

    code: str
    name: str
    region: str
    size: int
    order: float
    late_lists: float
    tills: float


@dataclass(frozen=True, slots=True)
class Worker:
    """A person and the hidden traits that the simulator acts on.

    `ability` is standard normal; `diligence` is the chance to open Today on a working day (0 for
    who never does); `habit` moves the chiller check whatever the person knows, `eye` the number of
    wrong labels; `reads` is the chance to read a message.
    """

    email: str
    name: str
    job: str
    shop: str
    roles: tuple[str, ...]
    ability: float
    diligence: float
    habit: float
    eye: float
    reads: float
    days_off: tuple[int, int]

    def given(self, what: str, seed: int) -> UUID:
        """The id or pseudonym this person gets, so that a load with the same seed draws the same
        lots.
        """
        return UUID(int=random.Random(f"{seed} {what} {self.email}").getrandbits(128), version=4)  # noqa: S311


def shops(seed: int) -> list[Shop]:
    """The twelve shops with their truths."""
    dice = random.Random(f"{seed} shops")  # noqa: S311
    return [
        Shop(
            code,
            name,
            region,
            size,
            dice.gauss(0, 4),
            max(0.0, dice.gauss(1, 0.35)),
            dice.uniform(1.6, 3.0),
        )
        for code, name, region, size in SHOPS
    ]


def workers(seed: int) -> list[Worker]:
    """Everybody in the shops (400), then the head office."""
    dice = random.Random(f"{seed} people")  # noqa: S311
    taken: set[str] = set()
    crowd = [_worker(dice, taken, job, shop) for shop, _, _, size in SHOPS for job in _jobs(size)]
    crowd = _with_accounts(crowd)
    return crowd + [
        _office(dice, name, email, role, job) for name, email, role, job in _office_people()
    ]


def _jobs(size: int) -> list[str]:
    leaders = ["manager"] + ["supervisor"] * (3 if size >= MANY else 2)
    rest = size - len(leaders)
    counts = [(job, round(rest * share)) for job, share in SHARES[:2]]
    counts.append((SHARES[2][0], rest - sum(count for _, count in counts)))
    return leaders + [job for job, count in counts for _ in range(count)]


def _worker(dice: random.Random, taken: set[str], job: str, shop: str) -> Worker:
    name = names.draw(dice, taken)
    roles = ("learner", "manager") if job == "manager" else ("learner",)
    never = dice.random() < 0.1
    diligence = dice.betavariate(2.2, 3.0)
    return Worker(
        email=f"{names.mailbox(name)}@{DOMAIN}",
        name=name,
        job=job,
        shop=shop,
        roles=roles,
        ability=dice.gauss(0, 1),
        diligence=0.0 if never else 0.12 + 0.7 * diligence,
        habit=dice.gauss(0, 14),
        eye=dice.gauss(0, 1.3),
        reads=0.15 if never else dice.betavariate(4, 2),
        days_off=_days_off(dice),
    )


def _days_off(dice: random.Random) -> tuple[int, int]:
    first = dice.randrange(7)
    return first, (first + 1) % 7


def _with_accounts(crowd: list[Worker]) -> list[Worker]:
    """Gives the learner's and the manager's sign-in to a stock worker and the manager of the first
    shop.
    """
    by_role = {account.role: account for account in reversed(ACCOUNTS)}
    learner, manager = by_role["learner"], by_role["manager"]
    for account, job in ((learner, "stock"), (manager, "manager")):
        place = next(
            number
            for number, worker in enumerate(crowd)
            if worker.shop == SHOPS[0][0] and worker.job == job
        )
        crowd[place] = _renamed(crowd[place], account.name, account.email)
    return crowd


def _renamed(worker: Worker, name: str, email: str) -> Worker:
    return Worker(
        email=email,
        name=name,
        job=worker.job,
        shop=worker.shop,
        roles=worker.roles,
        ability=worker.ability,
        diligence=0.7,
        habit=worker.habit,
        eye=worker.eye,
        reads=0.9,
        days_off=(5, 6),
    )


def _office_people() -> list[tuple[str, str, str, str]]:
    staff = [
        (account.name, account.email, account.role, "office")
        for account in ACCOUNTS
        if account.role not in ("learner", "manager")
    ]
    return [
        *staff,
        ("Ines Falk", f"hr@{DOMAIN}", "stakeholder", "office"),
        ("Peter Vance", f"it@{DOMAIN}", "stakeholder", "office"),
        ("Rosa Amadi", f"committee@{DOMAIN}", "stakeholder", "office"),
        ("Karl Brandt", f"prices@{DOMAIN}", "author", "office"),
    ]


def _office(dice: random.Random, name: str, email: str, role: str, job: str) -> Worker:
    return Worker(
        email=email,
        name=name,
        job=job,
        shop=OFFICE,
        roles=tuple(dict.fromkeys(("learner", role))),
        ability=0.0,
        diligence=0.0,
        habit=0.0,
        eye=0.0,
        reads=dice.random(),
        days_off=(5, 6),
    )


def time_zone() -> str:
    """Where all of them live."""
    return ZONE
