from django.db import migrations, models

# What was voided before this stays so: whoever it was, they may void what anybody brings ('').
FORWARD = """
    ALTER TABLE lrs_voiding ADD COLUMN authority varchar(80) NOT NULL DEFAULT '';
    ALTER TABLE lrs_voiding DROP CONSTRAINT lrs_voiding_pkey;
    ALTER TABLE lrs_voiding ADD CONSTRAINT lrs_voiding_pkey PRIMARY KEY (target, authority);
"""
BACK = """
    ALTER TABLE lrs_voiding DROP CONSTRAINT lrs_voiding_pkey;
    ALTER TABLE lrs_voiding DROP COLUMN authority;
    ALTER TABLE lrs_voiding ADD CONSTRAINT lrs_voiding_pkey PRIMARY KEY (target);
"""


class Migration(migrations.Migration):
    dependencies = [("lrs", "0030_answers_are_not_kept")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(FORWARD, BACK)],
            state_operations=[
                migrations.DeleteModel("Voiding"),
                migrations.CreateModel(
                    "Voiding",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "target",
                                "authority",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("target", models.UUIDField()),
                        ("authority", models.CharField(db_default="", default="", max_length=80)),
                        ("stored", models.DateTimeField()),
                    ],
                ),
            ],
        )
    ]
