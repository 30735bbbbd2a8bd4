"""Looking at statements as people do: which verbs there are, who is named, and
everything newer than what was seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from trimtab.lrs.domain.keys import agent_key
from trimtab.lrs.queries.installation import home, installation
from trimtab.xapi.agents import identified, with_agents
from trimtab.xapi.profile import people_page

MASKED = "urn:trimtab:masked"
# One probe of the index for each verb there is, instead of one look at each statement.
_VERBS = """
    WITH RECURSIVE found AS (
        (SELECT min(verb) AS verb FROM lrs_statement)
        UNION ALL
        SELECT (SELECT min(verb) FROM lrs_statement WHERE verb > found.verb)
        FROM found WHERE found.verb IS NOT NULL
    )
    SELECT verb FROM found WHERE verb IS NOT NULL LIMIT %s
"""


def verbs(most: int = 200) -> list[str]:
    """The verbs of the statements stored, in order."""
    with connection.cursor() as cursor:
        cursor.execute(_VERBS, [most])
        return [verb for (verb,) in cursor.fetchall()]


def own_pseudonym(agent: Mapping[str, Any]) -> UUID | None:
    """The pseudonym, when an agent is one of our own people; else None."""
    account = agent.get("account", {})
    if account.get("homePage") != people_page(home()):
        return None
    try:
        return UUID(account["name"])
    except ValueError:
        return None


def without_names(statement: Mapping[str, Any]) -> dict[str, Any]:
    """The statement with nobody named: our own people under their
    pseudonym, everybody else under a mask."""
    return with_agents(statement, _masked)


def _masked(agent: Mapping[str, Any]) -> Mapping[str, Any]:
    account = agent.get("account", {})
    if account.get("homePage") in (people_page(home()), home()):
        return {key: value for key, value in agent.items() if key != "name"}
    return identified(
        agent,
        {"account": {"homePage": MASKED, "name": installation().mask(agent_key(agent, home()))}},
    )
