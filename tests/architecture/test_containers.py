"""What the containers share and whom they run as. No engine is needed: the files themselves are read."""

from __future__ import annotations

from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]


def test_web_and_worker_share_a_volume_that_outlives_them() -> None:
    composed = yaml.safe_load((ROOT / "compose.yaml").read_text())
    shared = {name: composed["services"][name]["volumes"] for name in ("web", "worker", "migrate")}
    assert set(map(str, shared.values())) == {"['data:/data']"} and "data" in composed["volumes"]
    assert "ENV TRIMTAB_DATA=/data" in (ROOT / "Dockerfile").read_text().splitlines()


def test_no_container_of_ours_is_root_or_can_become_it() -> None:
    lines = [line.strip() for line in (ROOT / "Dockerfile").read_text().splitlines()]
    [user] = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert user.split(":")[0].isdigit() and int(user.split(":")[0]) > 0
    last_root_step = max(number for number, line in enumerate(lines) if line.startswith("RUN "))
    assert lines.index(
        f"USER {user}"
    ) > last_root_step and "chown trimtab:trimtab /data" in " ".join(lines)
    for name, service in yaml.safe_load((ROOT / "compose.yaml").read_text())["services"].items():
        if name != "database":
            assert service["cap_drop"] == ["ALL"] and service["security_opt"] == [
                "no-new-privileges:true"
            ]
            assert "user" not in service and not service.get("privileged")
