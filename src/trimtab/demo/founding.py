"""How Green Basket begins: units, people, sign-ins, items, aids, and the first revision of its
strategy.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from uuid import UUID

import msgspec

from trimtab.demo import content, population
from trimtab.demo.accounts import ACCOUNTS, DOMAIN
from trimtab.demo.calendar import ZONE, Calendar
from trimtab.demo.memory import Mind
from trimtab.demo.population import Shop, Worker
from trimtab.journeys import adoption
from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.search import api as search
from trimtab.strategy import api as strategy

NAME = "Green Basket"
COMES_LATER = frozenset({"aids-new-till", "you-said-we-did"})
WRITTEN_LATER = frozenset({"opened-deli-products.md", "too-ill-to-work-with-food.md"})
DAYS_BEFORE = 7


@dataclass(frozen=True, slots=True)
class FoundedOrganisation:
    """Green Basket once it is founded: who works there, what they truly remember, and its shops by
    code.
    """

    calendar: Calendar
    seed: int
    crowd: dict[UUID, Worker]
    minds: dict[str, Mind]
    shops: dict[str, Shop]

    def dice(self, what: str) -> random.Random:
        """Dice of their own for each part of the simulation, so that one part does not disturb
        another.
        """
        return random.Random(f"{self.seed} {what}")  # noqa: S311

    def who(self, mailbox: str) -> people.PersonRow:
        """A person by the part of the address before the @."""
        found = people.person_by_email(f"{mailbox}@{DOMAIN}")
        if found is None:
            raise LookupError(mailbox)
        return found


def found(calendar: Calendar, seed: int) -> FoundedOrganisation:
    """Founds Green Basket a week before the operation starts; returns what the simulator knows
    about it.
    """
    then = calendar.at(-DAYS_BEFORE, 9 * 60)
    people.create_organisation(name=NAME, time_zone=ZONE, language="en", simulated=True, now=then)
    people.match_units(_units(), now=then)
    document = strategy.load_yaml(content.strategy_text(calendar.shift)).document
    crowd = _crowd(seed)
    people.match_people(
        [_spec(one, person_id, seed, document) for person_id, one in crowd.items()], now=then
    )
    minds = {
        worker.email: Mind(worker.ability, random.Random(f"{seed} mind {worker.email}"))  # noqa: S311
        for worker in crowd.values()
    }
    return FoundedOrganisation(
        calendar, seed, crowd, minds, {shop.code: shop for shop in population.shops(seed)}
    )


def open_accounts(organisation: FoundedOrganisation) -> None:
    """Gives each account its password."""
    then = organisation.calendar.at(-DAYS_BEFORE, 9 * 60)
    for account in ACCOUNTS:
        person_id = organisation.who(account.email.partition("@")[0]).id
        people.set_password(person_id=person_id, password=account.password, now=then)


def write_content(organisation: FoundedOrganisation) -> None:
    """The author imports items and aids, all but those that people will have asked for."""
    then, author = organisation.calendar.at(-DAYS_BEFORE, 10 * 60), organisation.who("author").id
    for text in content.item_files().values():
        faultless(
            library.import_items(text=text, form=library.ItemFormat.YAML, by=author, now=then)
        )
    files = content.aid_files(organisation.calendar.shift)
    first = {name: text for name, text in files.items() if name not in WRITTEN_LATER}
    faultless(library.import_aids(files=first, announce=search.publish, by=author, now=then))


def faultless(report: library.ContentImport) -> None:
    """Stops the load when content of ours is wrong."""
    if report.problems:
        raise ValueError("; ".join(map(str, report.problems)))


def adopt_first(organisation: FoundedOrganisation) -> None:
    """The strategist writes the first revision, the second one adopts it, and it runs from the
    first Monday on.
    """
    calendar = organisation.calendar
    document = strategy.load_yaml(content.strategy_text(calendar.shift)).document
    first = msgspec.structs.replace(
        document,
        actions=tuple(action for action in document.actions if action.id not in COMES_LATER),
    )
    draft = strategy.save_draft(
        document=first,
        by=organisation.who("strategist").id,
        because="First strategy",
        now=calendar.at(-4, 15 * 60),
    )
    adoption.adopt(
        number=draft.number, by=organisation.who("decider"), now=calendar.at(-3, 11 * 60)
    )


def _units() -> list[people.UnitSpec]:
    return [
        people.UnitSpec(population.ROOT, NAME, "organisation"),
        people.UnitSpec(population.OFFICE, "Head office", "office", population.ROOT),
        *(
            people.UnitSpec(code, name, "region", population.ROOT)
            for code, name in population.REGIONS
        ),
        *(
            people.UnitSpec(code, name, "shop", region)
            for code, name, region, _ in population.SHOPS
        ),
    ]


def _crowd(seed: int) -> dict[UUID, Worker]:
    return {worker.given("id", seed): worker for worker in population.workers(seed)}


def _spec(
    worker: Worker, person_id: UUID, seed: int, document: strategy.Strategy
) -> people.PersonSpec:
    return people.PersonSpec(
        email=worker.email,
        name=worker.name,
        unit=worker.shop,
        roles=tuple(people.Role(role) for role in worker.roles),
        time_zone=ZONE,
        attributes={"job": worker.job},
        id=person_id,
        pseudonym=_pseudonym(worker, seed, document),
    )


def _pseudonym(worker: Worker, seed: int, document: strategy.Strategy) -> UUID:
    """The pseudonym decides the lot.

    The shown learner's is drawn again until the lot says practice everywhere.
    """
    shown = next(account.email for account in ACCOUNTS if account.role == "learner")
    drawn = worker.given("pseudonym", seed)
    dice = random.Random(f"{seed} {shown}")  # noqa: S311
    compared = [
        (action.id, action.expects.holdout) for action in document.actions if action.expects
    ]
    while worker.email == shown and any(
        practice.assign(key, drawn, holdout) is not practice.Arm.PRACTICE
        for key, holdout in compared
    ):
        drawn = UUID(int=dice.getrandbits(128), version=4)
    return drawn
