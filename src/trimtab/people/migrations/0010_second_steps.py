"""Which roles ask for a second step at sign-in, and links that sign somebody in."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0009_connections")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="SecondStepRule",
            fields=[
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("learner", "learner"),
                            ("manager", "manager"),
                            ("author", "author"),
                            ("strategist", "strategist"),
                            ("steward", "steward"),
                            ("administrator", "administrator"),
                            ("stakeholder", "stakeholder"),
                        ],
                        max_length=20,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.AlterField(
            model_name="accesslink",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("invitation", "invitation"),
                    ("reset", "reset"),
                    ("sign-in", "sign-in"),
                ],
                max_length=12,
            ),
        ),
    ]
