import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# In the transaction that stores statements, a row for each target that wants them: no statement is missed, whatever its time of
# storing says. Within one request the order is that in which things happened. Without targets it costs one look at a tiny table.
FORWARD = """
    CREATE FUNCTION lrs_statement_is_sent_on() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM lrs_target WHERE ended_at IS NULL) THEN
            INSERT INTO lrs_delivery (target_id, statement, stored, attempts, problem)
            SELECT target.id, fresh.id, fresh.stored, 0, ''
            FROM fresh JOIN lrs_target target ON target.ended_at IS NULL
                AND (target.verbs = '{}' OR fresh.verb = ANY (target.verbs))
                AND (target.activities = '{}' OR fresh.object_id = ANY (target.activities)
                     OR fresh.related && ARRAY(SELECT 'o ' || one FROM unnest(target.activities) one))
            ORDER BY fresh.timestamp, fresh.stored, fresh.id;
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER lrs_statement_is_sent_on AFTER INSERT ON lrs_statement
        REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION lrs_statement_is_sent_on();
"""
REVERSE = """
    DROP TRIGGER lrs_statement_is_sent_on ON lrs_statement;
    DROP FUNCTION lrs_statement_is_sent_on();
"""
Texts = django.contrib.postgres.fields.ArrayField


class Migration(migrations.Migration):
    dependencies = [("lrs", "0010_credentials_rotate")]

    operations = [
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("lrs", "lrs"), ("webhook", "webhook")], max_length=10
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("address", models.CharField(max_length=500)),
                ("user", models.CharField(blank=True, max_length=200)),
                ("secret", models.TextField()),
                ("verbs", Texts(base_field=models.TextField(), default=list, size=None)),
                ("activities", Texts(base_field=models.TextField(), default=list, size=None)),
                ("created_at", models.DateTimeField()),
                ("paused_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("resume_at", models.DateTimeField(null=True)),
                ("problem", models.TextField(default="")),
                ("last_at", models.DateTimeField(null=True)),
                ("delivered", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("name",),
                        name="one_target_a_name",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("statement", models.UUIDField()),
                ("stored", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("dead_at", models.DateTimeField(null=True)),
                ("problem", models.TextField(default="")),
                (
                    "target",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="lrs.target",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("dead_at", None)),
                        fields=["target", "id"],
                        name="delivery_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("dead_at__isnull", False)),
                        fields=["target", "id"],
                        name="delivery_dead",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, REVERSE),
    ]
