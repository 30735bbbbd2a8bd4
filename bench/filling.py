"""Filling the record store with many statements as they would have come in over two years: skewed
people, items and courses.

The rows are made by the database itself, month by month, and are what the store would have made of
the same statements (a test holds the keys against the store's own).
"""

from __future__ import annotations

import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg

from trimtab.lrs.domain.keys import NUMBER_IN_SQL, TEXTS_IN_SQL
from trimtab.lrs.domain.statements.months import Month

MONTHS = 24
TOGETHER = 50
# A statement's JSON, and the columns that the store takes from it. Everything random is drawn once
# for each row.
_ROWS = """
    INSERT INTO {table} (id, stored, timestamp, actor_key, verb, object_id, registration, authority, voided, raw, related, voids)
    SELECT
        id, stored, stored, 'account https://bench.example/people|p' || person, verb, 'https://bench.example/items/' || item,
        registration, %(authority)s::text, voided,
        jsonb_strip_nulls(jsonb_build_object(
            'id', id, 'stored', stored, 'timestamp', stored, 'version', '1.0.0',
            'actor', jsonb_build_object('objectType', 'Agent', 'account',
                jsonb_build_object('homePage', 'https://bench.example/people', 'name', 'p' || person)),
            'verb', jsonb_build_object('id', verb, 'display', jsonb_build_object('en', 'did')),
            'object', jsonb_build_object('objectType', 'Activity', 'id', 'https://bench.example/items/' || item, 'definition',
                jsonb_build_object('name', jsonb_build_object('en', 'Which shelf does it stand on?'),
                                   'type', 'http://adlnet.gov/expapi/activities/cmi.interaction')),
            'result', jsonb_build_object('success', success, 'score', jsonb_build_object('scaled', score), 'duration', 'PT12.5S'),
            'context', jsonb_build_object('platform', 'bench', 'registration', registration,
                'instructor', CASE WHEN coached THEN jsonb_build_object('mbox', 'mailto:coach' || coach || '@bench.example') END,
                'contextActivities', CASE WHEN in_course THEN jsonb_build_object('grouping', jsonb_build_array(
                    jsonb_build_object('id', 'https://bench.example/courses/' || course))) END,
                'extensions', jsonb_build_object('https://w3id.org/trimtab/profile/extensions/programme', 'food',
                    'https://w3id.org/trimtab/profile/extensions/arm', CASE WHEN person %% 2 = 0 THEN 'treatment' ELSE 'control' END)),
            'authority', jsonb_build_object('objectType', 'Agent', 'account',
                jsonb_build_object('homePage', 'http://localhost:8000', 'name', %(authority)s::text))
        )),
        CASE WHEN coached AND in_course THEN ARRAY['a mbox mailto:coach' || coach || '@bench.example', 'o https://bench.example/courses/' || course]
             WHEN coached THEN ARRAY['a mbox mailto:coach' || coach || '@bench.example']
             WHEN in_course THEN ARRAY['o https://bench.example/courses/' || course] END,
        NULL
    FROM (
        SELECT gen_random_uuid() AS id, %(first)s::timestamptz + (number / {together}) * %(step)s::interval AS stored,
               person, item, course, person %% 40 AS coach, random() < 0.1 AS coached, random() < 0.5 AS in_course,
               CASE WHEN luck < 0.6 THEN 'http://adlnet.gov/expapi/verbs/answered' WHEN luck < 0.85 THEN 'http://adlnet.gov/expapi/verbs/experienced'
                    WHEN luck < 0.98 THEN 'http://adlnet.gov/expapi/verbs/completed' WHEN luck < 0.999 THEN 'http://adlnet.gov/expapi/verbs/passed'
                    ELSE 'http://adlnet.gov/expapi/verbs/mastered' END AS verb,
               CASE WHEN person %% 5 < 2 THEN md5(person || '-' || course)::uuid END AS registration,
               random() < 0.001 AS voided, random() < 0.7 AS success, round(random()::numeric, 2) AS score
        FROM (
            SELECT number, floor(power(random(), 2) * {people})::int AS person, floor(power(random(), 2) * 5000)::int AS item,
                   floor(power(random(), 2) * 200)::int AS course, random() AS luck
            FROM generate_series(0, {count} - 1) AS number
        ) drawn
    ) made
"""

_RELATED = (
    f"INSERT INTO {{part}} (key, stored, id) SELECT {NUMBER_IN_SQL}, stored, id"
    f" FROM {{statements}} CROSS JOIN LATERAL "
    f"{TEXTS_IN_SQL.format(actor='actor_key', related='related')}"
)


def fill(address: str, statements: int, *, now: dt.datetime, authority: str) -> float:
    """Fills the store with so many statements over the last MONTHS months; returns the seconds that
    it took."""
    start = time.perf_counter()
    months = [Month.of(now).later(-number) for number in range(MONTHS)]
    with ThreadPoolExecutor(2) as pool:
        for done in pool.map(
            lambda month: _month(address, month, statements, now, authority), months
        ):
            print(f"  filled {done}", flush=True)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET maintenance_work_mem = '512MB'")
        connection.execute("DROP INDEX statementid_stored")
        connection.execute("ALTER TABLE lrs_statementid DROP CONSTRAINT lrs_statementid_pkey")
        connection.execute(
            "INSERT INTO lrs_statementid (id, stored) SELECT id, stored FROM lrs_statement"
        )
        connection.execute("ALTER TABLE lrs_statementid ADD PRIMARY KEY (id)")
        connection.execute("CREATE INDEX statementid_stored ON lrs_statementid USING brin (stored)")
        connection.execute("VACUUM (ANALYZE) lrs_statement")
        connection.execute("VACUUM (ANALYZE) lrs_related")
        connection.execute("VACUUM (ANALYZE) lrs_statementid")
    return time.perf_counter() - start


def _month(address: str, month: Month, statements: int, now: dt.datetime, authority: str) -> str:
    count = -(-statements // MONTHS)
    first, end = (
        dt.datetime.fromisoformat(month.first),
        min(dt.datetime.fromisoformat(month.end), now),
    )
    step = (end - first) / (count // TOGETHER + 1)
    with psycopg.connect(address) as connection:
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET maintenance_work_mem = '512MB'")
        for whole, part in month.tables.items():
            connection.execute(f"DROP TABLE IF EXISTS {part}")
            connection.execute(f"CREATE TABLE {part} (LIKE {whole} INCLUDING DEFAULTS)")
        rows = _ROWS.format(
            table=month.table, together=TOGETHER, count=count, people=max(statements // 500, 100)
        )
        connection.execute(rows, {"authority": authority, "first": first, "step": step})
        connection.execute(_RELATED.format(part=month.related, statements=month.table))
        bounds = f"FROM ('{month.first}') TO ('{month.end}')"
        for whole, part in month.tables.items():
            connection.execute(f"ALTER TABLE {whole} ATTACH PARTITION {part} FOR VALUES {bounds}")
    return str(month)
