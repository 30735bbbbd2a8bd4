import django.db.models.deletion
import trimtab.said_field
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_setting_up"),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownHead",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("columns", models.JSONField()),
                ("kept_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ListProgress",
            fields=[
                ("people_list", models.UUIDField(primary_key=True, serialize=False)),
                ("done", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="PeopleList",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("chosen", "chosen"),
                            ("looking", "looking"),
                            ("looked", "looked"),
                            ("taking", "taking"),
                            ("taken", "taken"),
                            ("returning", "returning"),
                            ("returned", "returned"),
                        ],
                        max_length=10,
                    ),
                ),
                ("content", models.BinaryField()),
                ("head", models.JSONField()),
                ("columns", models.JSONField()),
                ("system", models.CharField(blank=True, max_length=20)),
                ("total", models.PositiveIntegerField()),
                ("counts", models.JSONField(default=dict)),
                ("dangers", models.JSONField(default=list)),
                ("units", models.JSONField(default=list)),
                ("agreed", models.JSONField(default=list)),
                ("problem", trimtab.said_field.SaidField(blank=True)),
                ("taken_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PeopleListRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("line", models.PositiveIntegerField()),
                (
                    "fate",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("changed", "changed"),
                            ("unchanged", "unchanged"),
                            ("left-out", "left-out"),
                        ],
                        max_length=10,
                    ),
                ),
                ("address", models.CharField(max_length=254)),
                ("name", models.CharField(max_length=200)),
                ("person", models.UUIDField(db_index=True, null=True)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("why", trimtab.said_field.SaidField(blank=True)),
                (
                    "returned",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("put-back", "put-back"),
                            ("removed", "removed"),
                            ("shut-out", "shut-out"),
                            ("kept", "kept"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "people_list",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="people.peoplelist",
                    ),
                ),
            ],
        ),
        migrations.DeleteModel(
            name="PendingImport",
        ),
        migrations.AddIndex(
            model_name="peoplelistrow",
            index=models.Index(fields=["people_list", "fate", "line"], name="list_row_by_fate"),
        ),
        migrations.AddIndex(
            model_name="peoplelistrow",
            index=models.Index(fields=["people_list", "line"], name="list_row_by_line"),
        ),
    ]
