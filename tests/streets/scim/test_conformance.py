"""scim2-tester, whole, against a served installation."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from scim2_tester import Status, check_server

from tests.streets.scim.scene import NetworkClient, directory

FINE = {Status.SUCCESS, Status.COMPLIANT, Status.ACCEPTABLE}


def test_scim2_tester_passes_whole(
    tmp_path: Path,
    django_db_setup: None,
    django_db_blocker: Any,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with django_db_blocker.unblock(), directory(tmp_path) as served, served.client() as client:
        results = check_server(NetworkClient(client))
    counts = Counter(result.status.name for result in results)
    told = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    others = [result for result in results if result.status not in FINE]
    with capsys.disabled():
        print(f"\nscim2-tester: {len(results)} checks: {told}")
        for result in others:
            print(
                f"  {result.status.name} {result.title} ({result.resource_type}): {result.reason}"
            )
    assert others == []
    assert {result.resource_type for result in results} >= {"User", "Group"}
    assert len(results) > 60
