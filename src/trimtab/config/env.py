"""The one place that reads the environment. Every variable is documented in
docs/operate/settings.md."""

from __future__ import annotations

import os
from pathlib import Path

import environ

env = environ.FileAwareEnv()

DATA: Path = Path(env.str("TRIMTAB_DATA", default="./data")).expanduser().resolve()
PORT: int = env.int("TRIMTAB_PORT", default=8000)
WEB_PROCESSES: int = env.int("TRIMTAB_WEB_PROCESSES", default=min(os.cpu_count() or 1, 4))
DATABASE_URL: str = env.str("DATABASE_URL", default="")
SECRET_KEY: str = env.str("TRIMTAB_SECRET_KEY", default="")
SECRET_KEYS_BEFORE: list[str] = env.list("TRIMTAB_SECRET_KEYS_BEFORE", default=[])
DEBUG: bool = env.bool("TRIMTAB_DEBUG", default=False)
BASE_URL: str = env.str("TRIMTAB_BASE_URL", default=f"http://localhost:{PORT}")
CONTENT_URL: str = env.str("TRIMTAB_CONTENT_URL", default="")
ALLOWED_HOSTS: list[str] = env.list(
    "TRIMTAB_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"]
)
TRUSTED_PROXIES: list[str] = env.list("TRIMTAB_TRUSTED_PROXIES", default=[])
MOST_CONNECTIONS: int = env.int("TRIMTAB_MOST_CONNECTIONS", default=4000)
MOST_OF_AN_ADDRESS: int = env.int("TRIMTAB_MOST_CONNECTIONS_OF_AN_ADDRESS", default=256)
REQUEST_SECONDS: float = env.float("TRIMTAB_REQUEST_SECONDS", default=20.0)
STATEMENT_SECONDS: int = env.int("TRIMTAB_STATEMENT_SECONDS", default=60)
DISK_RESERVE: int = env.int("TRIMTAB_DISK_RESERVE_MB", default=500) * 1024 * 1024
BACKUP_NIGHTLY: bool = env.bool("TRIMTAB_BACKUP_NIGHTLY", default=True)
BACKUP_FOLDER: Path = (
    Path(env.str("TRIMTAB_BACKUP_FOLDER", default=str(DATA / "backups"))).expanduser().resolve()
)
BACKUP_DAYS: int = env.int("TRIMTAB_BACKUP_DAYS", default=7)
BACKUP_WEEKS: int = env.int("TRIMTAB_BACKUP_WEEKS", default=4)
BACKUP_PASSPHRASE: str = env.str("TRIMTAB_BACKUP_PASSPHRASE", default="")
METRICS_TOKEN: str = env.str("TRIMTAB_METRICS_TOKEN", default="")
TRACES_URL: str = env.str("TRIMTAB_TRACES_URL", default="")
LOG_FORMAT: str = env.str("TRIMTAB_LOG_FORMAT", default="lines")
REHEARSAL: bool = env.bool("TRIMTAB_REHEARSAL", default=False)
SOURCES: Path = (
    Path(env.str("TRIMTAB_SOURCES", default=str(DATA / "sources"))).expanduser().resolve()
)
CONNECTIONS: dict[str, str] = env.dict("TRIMTAB_CONNECTIONS", default={})
EMAIL_URL: str = env.str("TRIMTAB_EMAIL_URL", default="")
EMAIL_FROM: str = env.str("TRIMTAB_EMAIL_FROM", default="Trimtab <trimtab@localhost>")
OUTGOING_NETWORKS: list[str] = env.list("TRIMTAB_OUTGOING_NETWORKS", default=[])
SESSION_IDLE_MINUTES: int = env.int("TRIMTAB_SESSION_IDLE_MINUTES", default=60)
SESSION_HOURS: int = env.int("TRIMTAB_SESSION_HOURS", default=12)
SESSION_OWN_IDLE_DAYS: int = env.int("TRIMTAB_SESSION_OWN_IDLE_DAYS", default=14)
SESSION_OWN_DAYS: int = env.int("TRIMTAB_SESSION_OWN_DAYS", default=30)
