import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.fields.json
import django.db.models.functions.text
import trimtab.said_field
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_lists_of_people"),
    ]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="PersonAttribute",
            fields=[
                ("key", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("label", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "text"),
                            ("number", "number"),
                            ("date", "date"),
                            ("yes-no", "yes-no"),
                            ("choice", "choice"),
                        ],
                        max_length=8,
                    ),
                ),
                ("options", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(max_length=800)),
            ],
        ),
        migrations.CreateModel(
            name="UnitMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_day", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("problem", trimtab.said_field.SaidField(blank=True)),
            ],
        ),
        migrations.RemoveIndex(
            model_name="person",
            name="person_name",
        ),
        migrations.AddField(
            model_name="peoplelist",
            name="change",
            field=models.JSONField(null=True),
        ),
        migrations.AddIndex(
            model_name="identity",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("subject"), name="gin_trgm_ops"
                ),
                name="identity_subject_parts",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["name", "id"], name="person_in_order"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("name"), name="gin_trgm_ops"
                ),
                name="person_name_parts",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper(
                        django.db.models.fields.json.KeyTextTransform(
                            "employee-number", "attributes"
                        )
                    ),
                    name="gin_trgm_ops",
                ),
                name="person_number_parts",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(
                    models.Q(("password", ""), ("password__startswith", "!"), _connector="OR"),
                    ("is_active", True),
                ),
                fields=["name", "id"],
                name="person_outside",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["created_at", "id"], name="person_by_age"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("email__endswith", "@erased.invalid")),
                fields=["id"],
                name="person_erased",
            ),
        ),
        migrations.AddField(
            model_name="savedfilter",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="saved_filters",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="unitmove",
            name="parent",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="people.unit",
            ),
        ),
        migrations.AddField(
            model_name="unitmove",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="people.unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.UniqueConstraint(
                fields=("person", "name"), name="filter_is_saved_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="unitmove",
            constraint=models.UniqueConstraint(
                condition=models.Q(("done_at", None)),
                fields=("unit",),
                name="one_move_to_come_a_unit",
            ),
        ),
    ]
