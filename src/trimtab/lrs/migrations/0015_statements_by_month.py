"""One table becomes a partition for each month of `stored`, with a registry that keeps ids unique over all of them.

Columns, indexes and triggers of the table as it stands are carried over, whatever they are.
"""

import datetime as dt
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# The registry's index on ids takes the place of the first, and the partitions' primary key that of the second.
GONE = {"lrs_statement_pkey", "statement_stored", "statement_voids"}

GUARD = """
    CREATE FUNCTION lrs_statementid_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND current_setting('trimtab.retention', true) = 'on' THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'the id of a statement is kept as long as the statement' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER lrs_statementid_is_kept BEFORE UPDATE OR DELETE ON lrs_statementid
        FOR EACH ROW EXECUTE FUNCTION lrs_statementid_is_kept();
    CREATE TRIGGER lrs_voiding_is_kept BEFORE UPDATE OR DELETE ON lrs_voiding
        FOR EACH ROW EXECUTE FUNCTION lrs_statementid_is_kept();
"""
FILL = """
    INSERT INTO lrs_statementid (id, stored) SELECT id, stored FROM lrs_statement ORDER BY stored;
    INSERT INTO lrs_voiding (target, stored) SELECT voids, min(stored) FROM lrs_statement WHERE voids IS NOT NULL GROUP BY voids;
"""


def to_months(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Makes the partitioned table beside the old one, moves the rows, and gives it the old one's name."""
    with schema_editor.connection.cursor() as cursor:
        indexes = _rows(
            cursor,
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = 'lrs_statement'",
        )
        triggers = _rows(
            cursor,
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = 'lrs_statement'::regclass AND NOT tgisinternal",
        )
        months = _rows(
            cursor,
            "SELECT DISTINCT date_trunc('month', stored AT TIME ZONE 'UTC')::date FROM lrs_statement",
        )
        cursor.execute("ALTER TABLE lrs_statement RENAME TO lrs_statement_whole")
        cursor.execute(
            "CREATE TABLE lrs_statement (LIKE lrs_statement_whole INCLUDING DEFAULTS) PARTITION BY RANGE (stored)"
        )
        for first in sorted(
            {dt.datetime.now(dt.UTC).date().replace(day=1), *(day for (day,) in months)}
        ):
            later = (first + dt.timedelta(days=31)).replace(day=1)
            cursor.execute(
                f"CREATE TABLE lrs_statement_{first:%Y_%m} PARTITION OF lrs_statement "
                f"FOR VALUES FROM ('{first} 00:00:00+00') TO ('{later} 00:00:00+00')"
            )
        cursor.execute("INSERT INTO lrs_statement SELECT * FROM lrs_statement_whole")
        cursor.execute("DROP TABLE lrs_statement_whole")
        cursor.execute(
            "ALTER TABLE lrs_statement ADD CONSTRAINT lrs_statement_pkey PRIMARY KEY (stored, id)"
        )
        for name, definition in [*indexes, *triggers]:
            if name not in GONE:
                cursor.execute(definition)


def _rows(cursor: Any, query: str) -> list[tuple[Any, ...]]:
    cursor.execute(query)
    return list(cursor.fetchall())


class Migration(migrations.Migration):
    dependencies = [("lrs", "0012_people_can_be_erased")]

    operations = [
        migrations.CreateModel(
            "StatementId",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("stored", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            "Voiding",
            fields=[
                ("target", models.UUIDField(primary_key=True, serialize=False)),
                ("stored", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(
            "CREATE INDEX statementid_stored ON lrs_statementid USING brin (stored)",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
        # What waits on a constraint of the old table must be settled before the table goes.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunPython(to_months),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveIndex("statement", "statement_stored"),
                migrations.RemoveIndex("statement", "statement_voids"),
            ]
        ),
    ]
