"""Whom the database server lets in: one role that owns one database and has no right over the
server, by a password of this installation.

Nobody comes in as the server's superuser: what needs one is said to the server alone, in
single-user mode, before it starts (PostgreSQL, postgres, 'Options for Single-User Mode'). Folders
that were made before there was a role are changed over in the same way.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path

from trimtab.config.keeping.programs import CHECK_SUFFIX
from trimtab.console import private
from trimtab.console.private import User
from trimtab.console.problems import MachineTrouble

ROLE = DATABASE = "trimtab"
# Where a backup is restored to see whether it is good: the role may make no database of its own.
_CHECK = f"{DATABASE}{CHECK_SUFFIX}"
_VERSION = "2"
_ADMISSION = f"""\
# Written by Trimtab: its own role by its password, over the private socket,
# and nobody else; not the superuser either.
local all {ROLE} scram-sha-256
"""
Say = Callable[[str, Iterable[str]], str]


def password(data: Path) -> str:
    """The role's password, made on the first start; the owner of the folder alone can read it."""
    path = data / "database-password"
    if not path.exists():
        private.write(path, secrets.token_urlsafe(32))
    return path.read_text().strip()


def settle(
    data: Path, folder: Path, user: User, *, is_new: bool, creates_databases: bool, say: Say
) -> None:
    """Makes the role and its database as they should be, once; `say` hands lines to a server in
    single-user mode, each a command, and returns what it complained of. Raises Trouble."""
    kept, mark = password(data), folder / "trimtab-role"
    wanted = f"{_VERSION} {hashlib.sha256(kept.encode()).hexdigest()[:16]} {creates_databases}"
    if mark.exists() and mark.read_text().strip() == wanted:
        return
    _told(say("postgres", _role(kept, creates_databases=creates_databases)))
    if not is_new:
        _told(say(DATABASE, [_OWN_EVERYTHING]))
    private.write(folder / "pg_hba.conf", _ADMISSION, user)
    private.write(mark, wanted, user)


def _role(kept: str, *, creates_databases: bool) -> list[str]:
    databases = "CREATEDB" if creates_databases else "NOCREATEDB"
    rights = f"LOGIN NOSUPERUSER {databases} NOCREATEROLE NOREPLICATION NOBYPASSRLS"
    return [
        (
            f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN "
            f"CREATE ROLE {ROLE}; END IF; END $$"
        ),
        f"ALTER ROLE {ROLE} {rights} PASSWORD '{kept}'",
        *_database(DATABASE),
        *([] if creates_databases else _database(_CHECK)),
    ]


def _database(name: str) -> list[str]:
    return [
        f"CREATE DATABASE {name}",
        f"ALTER DATABASE {name} OWNER TO {ROLE}",
        f"REVOKE ALL ON DATABASE {name} FROM PUBLIC",
    ]


# What a superuser made before there was a role; members of extensions stay theirs, parts of other
# things go with these.
_MEMBER = (
    "EXISTS (SELECT FROM pg_depend d WHERE d.objid = thing.oid "
    "AND d.classid = '{}'::regclass AND d.deptype = 'e')"
)
_OURS = (
    "{}namespace IN (SELECT oid FROM pg_namespace "
    "WHERE nspname !~ '^pg_' AND nspname <> 'information_schema')"
)
_OWN_EVERYTHING = " ".join(
    f"""
    DO $$ DECLARE said text; BEGIN
        FOR said IN
            SELECT format('ALTER TABLE %s OWNER TO {ROLE}', thing.oid::regclass)
            FROM pg_class thing
            WHERE {_OURS.format("rel")} AND NOT {_MEMBER.format("pg_class")}
                AND thing.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
                AND NOT EXISTS (
                    SELECT FROM pg_depend d
                    WHERE d.objid = thing.oid AND d.classid = 'pg_class'::regclass
                        AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
                        AND thing.relkind = 'S'
                )
            UNION ALL
            SELECT format('ALTER ROUTINE %s OWNER TO {ROLE}', thing.oid::regprocedure)
            FROM pg_proc thing
            WHERE {_OURS.format("pro")} AND NOT {_MEMBER.format("pg_proc")}
            UNION ALL
            SELECT format('ALTER TYPE %s OWNER TO {ROLE}', thing.oid::regtype)
            FROM pg_type thing
            WHERE {_OURS.format("typ")} AND NOT {_MEMBER.format("pg_type")}
                AND (
                    thing.typtype IN ('e', 'd', 'r')
                    OR thing.typtype = 'c' AND EXISTS (
                        SELECT FROM pg_class c
                        WHERE c.oid = thing.typrelid AND c.relkind = 'c'
                    )
                )
        LOOP EXECUTE said; END LOOP;
    END $$
    """.split()  # noqa: S608  constants
)


def _told(complaints: str) -> None:
    wrong = [
        line
        for line in complaints.splitlines()
        if any(word in line for word in ("ERROR:", "FATAL:", "PANIC:"))
        and "already exists" not in line
    ]
    if wrong:
        raise MachineTrouble(
            f"The rights in the database could not be set: {wrong[0].split('  ')[-1][:300]}"
        )
