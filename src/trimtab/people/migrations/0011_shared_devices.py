"""Devices that several people use, the PINs that work there, and on which of them a session is."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0010_second_steps")]
    operations = [
        migrations.CreateModel(
            name="Pin",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="pin",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("secret", models.CharField(max_length=128)),
                ("set_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SharedDevice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("idle_minutes", models.PositiveSmallIntegerField()),
                ("code_digest", models.CharField(max_length=64, null=True, unique=True)),
                ("code_expires_at", models.DateTimeField(null=True)),
                ("key_digest", models.CharField(max_length=64, null=True, unique=True)),
                ("made_at", models.DateTimeField()),
                ("browser", models.CharField(blank=True, max_length=40)),
                ("enrolled_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.unit",
                    ),
                ),
            ],
        ),
        migrations.AddField("session", "by_pin", models.BooleanField(default=False)),
        migrations.AddField(
            "session",
            "shared_device",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                to="people.shareddevice",
            ),
        ),
    ]
