"""Requests made from the OpenAPI description, valid and not, never bring the record store to a 500.

TRIMTAB_FUZZ_EXAMPLES says how many of each kind are tried.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Err

from tests.streets.xapi_server import Server, running

DESCRIPTION = Path(__file__).parents[2] / "docs" / "openapi-xapi.yaml"
SCHEMA = schemathesis.openapi.from_path(DESCRIPTION)
OPERATIONS = {
    found.label: found
    for result in SCHEMA.get_all_operations()
    if not isinstance(result, Err) and (found := result.ok())
}
EXAMPLES = int(os.environ.get("TRIMTAB_FUZZ_EXAMPLES", "20"))
# About a request without parameters nothing can be wrong.
KINDS = [
    (label, mode)
    for label, operation in OPERATIONS.items()
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or operation.query or operation.headers or operation.body
]
pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module")
def server(django_db_setup: None, django_db_blocker: Any) -> Iterator[Server]:
    with django_db_blocker.unblock(), running() as found:
        yield found


@pytest.mark.parametrize(("label", "mode"), KINDS)
def test_no_request_brings_a_500(server: Server, label: str, mode: GenerationMode) -> None:
    requests = OPERATIONS[label].as_strategy(generation_mode=mode)

    @given(requests)
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    def hold(case: Case[Any]) -> None:
        response = case.call(base_url=f"{server.address}/xapi", auth=server.key)
        case.validate_response(response, checks=[not_a_server_error])

    hold()
