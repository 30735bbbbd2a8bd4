"""How long the database may keep somebody waiting."""

from __future__ import annotations

from typing import Any

CONNECT_SECONDS = 4
# A server that vanished (a cable, a host) is noticed after about half a minute; libpq's names, in
# seconds and milliseconds.
_LINE = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}


def bound(database: dict[str, Any]) -> None:
    """Gives a database of the settings what ends every wait for its server; what its address says
    itself is kept."""
    database["OPTIONS"] = {
        "connect_timeout": CONNECT_SECONDS,
        **_LINE,
        **database.get("OPTIONS", {}),
    }


def hurry(database: dict[str, Any], seconds: int) -> None:
    """Lets no statement of a web process take longer. Call it before the first connection;
    migrations and jobs may take their time."""
    options = database.setdefault("OPTIONS", {})
    options["options"] = f"{options.get('options', '')} -c statement_timeout={seconds}s".strip()
