"""An agent within an activity gets its own numbers, and the index of actors says the object: nothing else of the agent is read."""

from django.db import migrations, models

# The numbers of pairs as domain/keys.py has them; sorted, as the index grows fastest so.
FILL = """
    INSERT INTO lrs_related (key, stored, id)
    SELECT DISTINCT ('x' || substr(md5(convert_to(actor_key || chr(10) || text, 'UTF8')), 1, 16))::bit(64)::bigint AS key, stored, id
    FROM lrs_statement CROSS JOIN unnest(related) AS text WHERE starts_with(text, 'o ') ORDER BY key, stored, id
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("lrs", "0032_lenient_credentials")]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RemoveIndex("statement", "statement_actor"),
        migrations.AddIndex(
            "statement",
            models.Index(
                fields=["actor_key", "stored", "verb", "voided", "object_id"],
                name="statement_actor",
            ),
        ),
    ]
