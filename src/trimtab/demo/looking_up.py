"""How the people of the demonstration look things up: what comes up at work, what they open, and
whether it helped.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from trimtab.demo import needs
from trimtab.demo.calendar import Calendar
from trimtab.demo.needs import SimulatedNeed
from trimtab.demo.population import Worker
from trimtab.search import api as search
from trimtab.support import api as support

OPENS, SHIFT = 7 * 60, 13 * 60
A_DAY = 0.09  # chance that something comes up for a person on a working day and is looked up
LEARNT_OF_IT = {"cashier": 4, "supervisor": 4}  # week in which the desks were shown how
BEFORE = 0.3
LOOKS_AT = 5
HELPS, SAYS, WRONG = 0.92, 0.6, 0.005


@dataclass(slots=True)
class LookingUp:
    """Everything that lookups need; `crowd` by person id."""

    calendar: Calendar
    crowd: Mapping[UUID, Worker]
    needs: list[SimulatedNeed]
    dice: random.Random
    _needed: dict[UUID, SimulatedNeed] = field(default_factory=dict)

    def days(self, numbers: Iterable[int]) -> int:
        """Lets people look up what comes up on some days; returns the number of lookups."""
        asked = [lookup for number in numbers for lookup in self._asked(number)]
        at = {lookup.lookup_id: lookup.at for lookup in asked}
        receipts = support.look_up_many(asked, limit=LOOKS_AT)
        outcomes = (self._outcome(receipt) for receipt in receipts)
        settled = [
            support.LookupOutcome(
                key,
                hit.aid_key,
                hit.slug,
                solved,
                at[key] + timedelta(seconds=self.dice.randrange(20, 240)),
            )
            for key, hit, solved in filter(None, outcomes)
        ]
        support.settle_many(settled)
        return len(receipts)

    def _asked(self, number: int) -> list[support.LookupRequest]:
        found = []
        for person_id, worker in self.crowd.items():
            known = 1.0 if number // 7 >= LEARNT_OF_IT.get(worker.job, 0) else BEFORE
            if number % 7 in worker.days_off or self.dice.random() > A_DAY * known:
                continue
            drawn = needs.draw(self.needs, worker.job, self.dice)
            if drawn:
                lookup_id = UUID(int=self.dice.getrandbits(128), version=4)
                self._needed[lookup_id] = drawn[0]
                at = self.calendar.at(number, OPENS + self.dice.randrange(SHIFT))
                found.append(support.LookupRequest(lookup_id, person_id, drawn[1], at))
        return found

    def _outcome(
        self, receipt: support.LookupReceipt
    ) -> tuple[UUID, search.Hit, support.Solved | None] | None:
        """What a person opens: the aid that holds the answer if it is shown, else perhaps the
        first; and what they say then.
        """
        need = self._needed.pop(receipt.lookup_id)
        right = next((hit for hit in receipt.hits if hit.aid_key == need.aid), None)
        opened = right or (receipt.hits[0] if receipt.hits and self.dice.random() < 0.6 else None)
        if opened is None:
            return None
        if self.dice.random() > SAYS:
            return receipt.lookup_id, opened, None
        if right and self.dice.random() < WRONG:
            return receipt.lookup_id, opened, support.Solved.WRONG
        helped = right is not None and self.dice.random() < HELPS
        return receipt.lookup_id, opened, support.Solved.YES if helped else support.Solved.NO
