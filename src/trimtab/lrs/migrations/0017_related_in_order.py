"""What statements are related to gets a table of its own, in the order of storing, in months as the statements are; the indexes
of actors and objects say the verb."""

import datetime as dt
import re

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PARENT = """
    CREATE TABLE lrs_related (key bigint NOT NULL, stored timestamptz NOT NULL, id uuid NOT NULL) PARTITION BY RANGE (stored)
"""
# The number of a text as domain/keys.py has it. Keys are sorted, as the index grows fastest so.
FILL = """
    INSERT INTO {part} (key, stored, id)
    SELECT DISTINCT ('x' || substr(md5(convert_to(text, 'UTF8')), 1, 16))::bit(64)::bigint AS key, stored, id
    FROM {statements} CROSS JOIN unnest(related) AS text ORDER BY key, stored, id
"""
GUARD = """
    CREATE FUNCTION lrs_related_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND current_setting('trimtab.erasing', true) = 'on' THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'what a statement is related to is kept as long as the statement' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER lrs_related_is_kept BEFORE UPDATE OR DELETE ON lrs_related
        FOR EACH ROW EXECUTE FUNCTION lrs_related_is_kept();
"""


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Makes the months that statements have, and fills them."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE inhparent = 'lrs_statement'::regclass"
        )
        for name in sorted(name for [name] in cursor.fetchall()):
            year, month = map(int, re.findall(r"\d+", name))
            first = dt.date(year, month, 1)
            later = (first + dt.timedelta(days=31)).replace(day=1)
            part = name.replace("statement", "related")
            cursor.execute(
                f"CREATE TABLE {part} PARTITION OF lrs_related FOR VALUES FROM ('{first} 00:00:00+00') TO ('{later} 00:00:00+00')"
            )
            cursor.execute(FILL.format(part=part, statements=name))
        cursor.execute(
            "ALTER TABLE lrs_related ADD CONSTRAINT lrs_related_pkey PRIMARY KEY (key, stored, id)"
        )


class Migration(migrations.Migration):
    dependencies = [("lrs", "0016_facts_and_summaries")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(PARENT, "DROP TABLE lrs_related")],
            state_operations=[
                migrations.CreateModel(
                    "Related",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "key",
                                "stored",
                                "id",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("key", models.BigIntegerField()),
                        ("stored", models.DateTimeField()),
                        ("id", models.UUIDField()),
                    ],
                )
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL(GUARD, "DROP FUNCTION lrs_related_is_kept CASCADE"),
        migrations.RemoveIndex("statement", "statement_related"),
        migrations.RemoveIndex("statement", "statement_actor"),
        migrations.RemoveIndex("statement", "statement_object"),
        migrations.AddIndex(
            "statement",
            models.Index(fields=["actor_key", "stored", "verb"], name="statement_actor"),
        ),
        migrations.AddIndex(
            "statement",
            models.Index(fields=["object_id", "stored", "verb"], name="statement_object"),
        ),
    ]
