import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0002_verdicts_are_append_only")]

    operations = [
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("csv", "csv"),
                            ("excel", "excel"),
                            ("database", "database"),
                            ("feed", "feed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("wanted", models.JSONField()),
                ("columns", models.JSONField()),
                (
                    "every",
                    models.CharField(
                        choices=[("hour", "hour"), ("day", "day"), ("week", "week")], max_length=10
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("name",),
                        name="one_source_a_name",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("good", "good"), ("refused", "refused"), ("failed", "failed")],
                        max_length=10,
                    ),
                ),
                ("sentence", models.TextField(default="")),
                ("added", models.PositiveIntegerField(default=0)),
                ("revised", models.PositiveIntegerField(default=0)),
                ("unchanged", models.PositiveIntegerField(default=0)),
                ("left_out", models.PositiveIntegerField(default=0)),
                ("problems", models.JSONField(default=list)),
                ("oddities", models.JSONField(default=list)),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="evaluation.source",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["source", "-at"], name="run_source_at")]},
        ),
    ]
