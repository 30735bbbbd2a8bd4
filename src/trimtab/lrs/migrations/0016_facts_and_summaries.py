from django.db import migrations, models

PROFILE = "https://w3id.org/trimtab/profile/extensions"
# What aggregations read: one row for each statement that is not voided, its values typed. Where a client's value does not
# fit the type, nothing is known; nothing fails.
FACTS = f"""
    CREATE VIEW lrs_fact AS
    SELECT
        id, stored, timestamp, actor_key AS actor, verb, object_id AS object, registration, authority,
        date_trunc('week', timestamp AT TIME ZONE 'UTC')::date AS week,
        raw #>> '{{context,extensions,{PROFILE}/programme}}' AS programme,
        raw #>> '{{context,extensions,{PROFILE}/arm}}' AS arm,
        CASE WHEN jsonb_typeof(raw #> '{{result,success}}') = 'boolean' THEN (raw #> '{{result,success}}')::boolean END AS success,
        CASE WHEN jsonb_typeof(raw #> '{{result,score,scaled}}') = 'number'
             THEN (raw #> '{{result,score,scaled}}')::float8 END AS score,
        CASE WHEN raw #>> '{{result,duration}}' ~ '^P(\\d{{1,5}}D)?(T(\\d{{1,5}}H)?(\\d{{1,6}}M)?(\\d{{1,8}}(\\.\\d{{1,6}})?S)?)?$'
              AND raw #>> '{{result,duration}}' ~ '\\d[DHMS]$'
             THEN extract(epoch FROM (raw #>> '{{result,duration}}')::interval)::float8 END AS seconds,
        raw::text AS statement
    FROM lrs_statement
    WHERE NOT voided
"""  # noqa: S608  constants


class Migration(migrations.Migration):
    dependencies = [("lrs", "0015_statements_by_month")]

    operations = [
        migrations.RunSQL(FACTS, "DROP VIEW lrs_fact"),
        migrations.CreateModel(
            "Summary",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("week", models.DateField()),
                ("verb", models.TextField()),
                ("programme", models.TextField()),
                ("arm", models.TextField()),
                ("statements", models.BigIntegerField()),
                ("actors", models.BigIntegerField()),
                ("judged", models.BigIntegerField()),
                ("succeeded", models.BigIntegerField()),
                ("scored", models.BigIntegerField()),
                ("score_mean", models.FloatField(null=True)),
                ("score_m2", models.FloatField(null=True)),
                ("timed", models.BigIntegerField()),
                ("seconds_mean", models.FloatField(null=True)),
                ("seconds_m2", models.FloatField(null=True)),
            ],
            options={"indexes": [models.Index(fields=["week", "verb"], name="summary_week")]},
        ),
    ]
