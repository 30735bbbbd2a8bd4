"""Every statement of the demonstration follows the published profile and says under which revision it came about."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from typing import Any

import pytest

from tests.xapi_profile import faults
from trimtab.lrs import api as lrs
from trimtab.strategy import api as strategy
from trimtab.xapi import profile
from trimtab.xapi.profile import Verb
from trimtab.xapi.statement import check_statement

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PROFILE: dict[str, Any] = json.loads(profile.document())


def test_every_statement_follows_the_profile(demonstration: dt.datetime) -> None:
    found: Counter[str] = Counter()
    verbs: Counter[str] = Counter()
    for row in lrs.export(None, None):
        statement = json.loads(row.statement)
        check_statement(statement)
        found.update(faults(statement, PROFILE))
        verbs[row.verb] += 1
    assert not found and sum(verbs.values()) > 10_000
    made = {Verb.ANSWERED, Verb.SEARCHED, Verb.OPENED, Verb.RESOLVED, Verb.RECEIVED, Verb.ADOPTED}
    assert set(verbs) == {verb.value for verb in made}


def test_practice_says_its_programme_its_arm_and_its_revision(demonstration: dt.datetime) -> None:
    newest = max(number for _at, number in strategy.adoptions())
    seen: Counter[tuple[Any, ...]] = Counter()
    for one in lrs.statements(lrs.Filters(verb=Verb.ANSWERED.value, limit=2000)):
        given = one["context"]["extensions"]
        assert 1 <= given[profile.REVISION] <= newest
        seen[given.get(profile.PROGRAMME), given.get(profile.ARM)] += 1
    assert len({programme for programme, _arm in seen if programme}) >= 2
    assert {arm for _programme, arm in seen if arm} == {"practice"}
