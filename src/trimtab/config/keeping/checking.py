"""Is a backup good? It is restored into a scratch database of the same server, every table is
compared with what stood in it at the moment of the backup, and the scratch is gone again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from trimtab.config.keeping import archive, comparing
from trimtab.config.keeping.programs import CHECK_SUFFIX, Parameters
from trimtab.config.keeping.reaching import connected
from trimtab.kernel.errors import MachineTrouble
from trimtab.kernel.said import as_written, say

_NAMED = 3
_LOCK = 7_240_313
_MARK = "Backups of Trimtab are restored here to check them; whatever lies here is deleted."
_HOLDS = """
    SELECT shobj_description(d.oid, 'pg_database'),
        (SELECT count(*) FROM pg_class c WHERE c.relnamespace = to_regnamespace('public'))
    FROM pg_database d WHERE d.datname = current_database()
"""


class NoScratch(MachineTrouble):
    """This role may make no database, and there is none for the purpose: nothing was checked."""


def check(source: Path, connection: Parameters, passphrase: str = "") -> archive.Manifest:
    """Restores the very file that was written, and compares. Returns what it says of itself; raises
    NoScratch where there is nowhere to restore it, Trouble where it is not good."""
    with tempfile.TemporaryDirectory(prefix=".trimtab-check-", dir=source.parent) as folder:
        dump = Path(folder) / archive.DUMP
        made = archive.take_dump(source, dump, passphrase)
        with _scratch(connection) as scratch:
            archive.fill(dump, scratch)
            compare(made, scratch)
    return made


def compare(made: archive.Manifest, connection: Parameters) -> None:
    """Raises Trouble when a database differs from what a backup says stood in it."""
    if not made.contents:
        return
    with connected(connection) as reader:
        wrong = comparing.differences(made.contents, comparing.contents(reader))
    if wrong:
        raise MachineTrouble(
            say(
                "What came back differs from what was there, in {count} of {all} tables ({names}).",
                count=len(wrong),
                all=len(made.contents),
                names=as_written(", ".join(wrong[:_NAMED])),
            )
        )


@contextmanager
def _scratch(connection: Parameters) -> Iterator[Parameters]:
    """An empty database of the same server, for one check at a time: made and dropped, or where
    there is one already, emptied before and after. Raises NoScratch."""
    name = f"{connection['dbname']}{CHECK_SUFFIX}"
    scratch = {**connection, "dbname": name}
    with connected(connection) as owner:
        owner.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        is_ours = _made(owner, name)
        _empty(scratch)
        try:
            yield scratch
        finally:
            if is_ours:
                _drop(owner, name)
            else:
                _empty(scratch)


def _made(owner: psycopg.Connection[Any], name: str) -> bool:
    """Whether it could be made; not where there is one, or this role may make none."""
    try:
        owner.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.DuplicateDatabase):
        return False
    return True


def _drop(owner: psycopg.Connection[Any], name: str) -> None:
    """Drops it; one that somebody looks at just now is emptied by the next check. It is not forced:
    that would want the right to end the server's own vacuum, which dropping ends anyway."""
    with suppress(psycopg.errors.ObjectInUse):
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def _empty(scratch: Parameters) -> None:
    """Empties it, and marks it as being for this. Raises NoScratch where it cannot be reached, is
    somebody else's, or holds what no check has put there."""
    name = as_written(str(scratch["dbname"]))
    try:
        with connected(scratch) as holder:
            mark, tables = holder.execute(_HOLDS).fetchone() or ("", 0)
            if tables and mark != _MARK:
                raise NoScratch(
                    say("It was not checked: the database {name} holds something else.", name=name)
                )
            holder.execute(
                sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), _MARK)
            )
            holder.execute("DROP SCHEMA IF EXISTS public CASCADE")
            holder.execute("CREATE SCHEMA public")
    except (psycopg.OperationalError, psycopg.errors.InsufficientPrivilege) as error:
        raise NoScratch(
            say(
                "It was not checked: this role may make no database, and it owns none that is "
                "named {name}.",
                name=name,
            )
        ) from error
