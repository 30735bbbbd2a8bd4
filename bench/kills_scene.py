"""The organisation that bench/kills.py works on: `python -m bench.kills_scene LEARNERS READERS
CAMPAIGNS`, in the data folder of TRIMTAB_DATA.

It writes as JSON what the clients need: accounts, and a key to the record store.
"""

from __future__ import annotations

import datetime as dt
import json
import sys

from trimtab.console import environment

PASSWORD = "kill-it-again-and-again"
ITEMS = "".join(
    f"- {{key: label-{n}, kind: flashcard, front: Q{n}, back: A{n}, tags: [labels]}}\n"
    for n in range(300)
)
STRATEGY = """
trimtab: 1
organisation: Corner Stores
title: Right labels
audiences:
- {{id: hangers, name: Everyone who hangs labels, rule: {{attributes: {{job: [hanger]}}}}, headcount: 60, setting: desk, pay: salaried, device: provided}}
challenges:
- {{id: labels, title: Labels are wrong, audiences: [hangers], task: Hang labels, observed: 6 of 100 labels are wrong, causes: [forget],
   evidence: [{{kind: data, says: 6 of 100}}], measure: wrong-labels}}
policy:
  statement: They practise, and we look after eight weeks.
  choices:
  - {{id: practise, says: Practise the steps, challenge: labels, approach: spaced-learning}}
  will_not: [No course]
  limits: {{minutes_per_week: 60, messages_per_week: 60, quiet_from: '03:00:00', quiet_until: '03:00:00', min_cell: 8}}
actions:
- {{id: practise-labels, title: Practise labels, kind: practice, challenge: labels, choice: practise, audience: hangers, owner: ada@corner.example,
   starts: {day}, due: {later}, content: [labels], minutes_per_week: 60,
   expects: {{measure: wrong-labels, design: before-after, at_least: 1.0, by: {later}, response: switch-to-work, assumption: They forget., decides: content}}}}
{messages}
measures:
- {{id: wrong-labels, name: Wrong labels, unit: per 100, direction: lower, owner: ada@corner.example, baseline: 6.0, target: 4.0}}
questions:
- {{id: q, asks: 'Does it help?', decision: Go on or stop, measure: wrong-labels, decides: content}}
rights:
- {{decision: content, approver: stakeholder}}
"""
MESSAGE = """- {{id: note-{n}, title: Note {n}, kind: message, challenge: labels, choice: practise, audience: hangers, owner: ada@corner.example,
   channel: email, sender: Ada, subject: Note {n}, text: What matters today., starts: {day}, due: {later}}}
"""


def build(learners: int, readers: int, campaigns: int) -> dict[str, object]:
    """Makes everything through the rooms' doors."""
    from trimtab import clock
    from trimtab.journeys import adoption
    from trimtab.library import api as library
    from trimtab.lrs import api as lrs
    from trimtab.people import api as people
    from trimtab.people.api import Role
    from trimtab.practice import api as practice
    from trimtab.strategy import api as strategy

    now = clock.now()
    people.create_organisation(
        name="Corner Stores", time_zone="UTC", language="en", simulated=True, now=now
    )
    ada = people.add_person(
        email="ada@corner.example",
        name="Ada",
        roles=[Role.ADMINISTRATOR, Role.STRATEGIST],
        now=now,
        password=PASSWORD,
    )
    for number in range(learners):
        people.add_person(
            email=f"learner{number}@corner.example",
            name=f"Learner {number}",
            roles=[Role.LEARNER],
            now=now,
            password=PASSWORD,
            attributes={"job": "hanger"},
        )
    rows = "".join(f"reader{n}@corner.example,Reader {n},learner,hanger\n" for n in range(readers))
    people.import_people(csv_text="email,name,roles,attribute:job\n" + rows, by=None, now=now)
    library.import_items(text=ITEMS, form=library.ItemFormat.YAML, by=None, now=now)
    day, later = now.date(), now.date() + dt.timedelta(weeks=8)
    notes = "".join(
        MESSAGE.format(n=n, day=day + dt.timedelta(days=n), later=later + dt.timedelta(days=n))
        for n in range(campaigns)
    )
    text = STRATEGY.format(day=day, later=later, messages=notes)
    draft = strategy.save_draft(
        document=strategy.load_yaml(text).document, by=ada, because="first", now=now
    )
    adoption.adopt(number=draft.number, by=None, now=now)
    practice.refresh_enrolments(now=now)
    return {
        "administrator": "ada@corner.example",
        "learners": [f"learner{number}@corner.example" for number in range(learners)],
        "password": PASSWORD,
        "key": lrs.add_credential(name="bench", scopes=[lrs.Scope.ALL], now=now),
    }


def main() -> None:
    with environment.database():
        print(json.dumps(build(*map(int, sys.argv[1:4]))))


if __name__ == "__main__":
    main()
