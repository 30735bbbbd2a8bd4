import django.db.models.deletion
from django.db import migrations, models

# Whoever has a result has tried once, as far as is known.
FORWARD = """
    INSERT INTO courses_attempt (standing_id, number, session, began_at, completed, passed, score, raw)
    SELECT id, 1, NULL, started_at, completed_at IS NOT NULL,
        CASE WHEN passed_at IS NOT NULL THEN true WHEN failed_at IS NOT NULL THEN false END, score, '{}'
    FROM courses_unitstanding
    WHERE completed_at IS NOT NULL OR passed_at IS NOT NULL OR failed_at IS NOT NULL OR score IS NOT NULL
"""
GRADINGS = ("highest", "first", "last", "average")


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_packages_and_sessions")]
    operations = [
        migrations.AddField(
            "package",
            "grading",
            models.CharField(
                choices=[(rule, rule) for rule in GRADINGS],
                db_default="highest",
                default="highest",
                max_length=10,
            ),
        ),
        migrations.AddField(
            "unitstanding", "answered", models.JSONField(db_default={}, default=dict)
        ),
        migrations.CreateModel(
            "Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("session", models.UUIDField(null=True)),
                ("began_at", models.DateTimeField()),
                ("completed", models.BooleanField(default=False)),
                ("passed", models.BooleanField(null=True)),
                ("score", models.FloatField(null=True)),
                ("raw", models.JSONField(default=dict)),
                (
                    "standing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="courses.unitstanding",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("standing", "number"), name="attempts_are_counted"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("score", None),
                            models.Q(("score__gte", -1), ("score__lte", 1)),
                            _connector="OR",
                        ),
                        name="attempt_score_from_minus_one_to_one",
                    ),
                ]
            },
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
