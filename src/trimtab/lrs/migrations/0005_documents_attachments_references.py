from django.db import migrations, models


# What statements that are stored already refer to, over at most eight others (lrs/actions/beside.py).
FILL = (
    """
    INSERT INTO lrs_reference (source, target, steps, stored, authority, voided)
    SELECT id, (raw->'object'->>'id')::uuid, 1, stored, authority, voided FROM lrs_statement
    WHERE raw->'object'->>'objectType' = 'StatementRef';
"""
    + 3
    * """
    INSERT INTO lrs_reference (source, target, steps, stored, authority, voided)
    SELECT DISTINCT ON (one.source, other.target)
        one.source, other.target, one.steps + other.steps, one.stored, one.authority, one.voided
    FROM lrs_reference one JOIN lrs_reference other ON other.source = one.target
    WHERE one.steps + other.steps <= 8
    ORDER BY one.source, other.target, one.steps + other.steps
    ON CONFLICT DO NOTHING;
"""
)


class Migration(migrations.Migration):
    dependencies = [
        ("lrs", "0004_statements_say_what_they_void"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("data", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="AttachmentUse",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "statement",
                        "sha2",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("statement", models.UUIDField()),
                ("sha2", models.CharField(max_length=128)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["digest"], name="attachment_use_digest")],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("activity", models.TextField()),
                ("agent", models.TextField()),
                ("registration", models.UUIDField(null=True)),
                ("name_key", models.TextField()),
                ("name", models.TextField()),
                ("about", models.TextField()),
                ("data", models.BinaryField()),
                ("media_type", models.TextField()),
                ("updated", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("agent", ""), _negated=True),
                        fields=["agent"],
                        name="document_agent",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "activity", "agent", "registration", "name_key"),
                        name="document_place",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reference",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "source",
                        "target",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("source", models.UUIDField()),
                ("target", models.UUIDField()),
                ("steps", models.PositiveSmallIntegerField()),
                ("stored", models.DateTimeField()),
                ("authority", models.CharField(max_length=80)),
                ("voided", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["target"], name="reference_target"),
                    models.Index(fields=["stored", "source"], name="reference_stored"),
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
