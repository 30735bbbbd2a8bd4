"""A course as its own program plays it, by the standard alone (cmi5, sections 8 to 10)."""

from __future__ import annotations

import datetime as dt
import json
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx

from tests.living.visitor import Visitor

INITIALIZED = "http://adlnet.gov/expapi/verbs/initialized"
ABANDONED = "https://w3id.org/xapi/adl/verbs/abandoned"


def begin_and_leave(visitor: Visitor, package: str, now: dt.datetime) -> None:
    """Launches the first unit of a package at `now`, says 'initialized', and is never heard of
    again."""
    page = visitor.open(f"/courses/{package}")
    launched = visitor.client.post(
        f"/courses/{package}/units/0/launch",
        headers={"Accept": "application/json", "Referer": page.address},
        data={"csrfmiddlewaretoken": visitor.client.cookies["csrftoken"]},
    )
    assert launched.status_code == 200, launched.text[:400]
    asked = {
        name: values[0] for name, values in parse_qs(urlsplit(launched.json()["url"]).query).items()
    }
    token = httpx.post(asked["fetch"]).json()["auth-token"]
    headers = {"Authorization": f"Basic {token}", "X-Experience-API-Version": "1.0.3"}
    about = {
        "activityId": asked["activityId"],
        "agent": asked["actor"],
        "registration": asked["registration"],
    }
    endpoint = asked["endpoint"].rstrip("/")
    state = httpx.get(
        f"{endpoint}/activities/state",
        params={**about, "stateId": "LMS.LaunchData"},
        headers=headers,
    )
    httpx.get(
        f"{endpoint}/agents/profile",
        params={"agent": asked["actor"], "profileId": "cmi5LearnerPreferences"},
        headers=headers,
    )
    context = state.json()["contextTemplate"]
    context["registration"] = asked["registration"]
    context.setdefault("contextActivities", {})["category"] = [
        {"id": "https://w3id.org/xapi/cmi5/context/categories/cmi5"}
    ]
    statement = {
        "id": str(uuid4()),
        "timestamp": now.astimezone(dt.UTC).isoformat(),
        "actor": json.loads(asked["actor"]),
        "verb": {"id": INITIALIZED},
        "object": {"id": asked["activityId"]},
        "context": context,
    }
    said = httpx.post(f"{endpoint}/statements", json=statement, headers=headers)
    assert said.status_code == 200, said.text
