"""Indexes in which people are counted, by unit and by role."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0007_directory")]

    operations: ClassVar = [
        migrations.AddIndex(
            "person",
            models.Index(
                fields=["unit", "id"],
                condition=models.Q(("is_active", True)),
                name="person_active",
            ),
        ),
        migrations.AddIndex("roleheld", models.Index(fields=["role", "person"], name="role_held")),
    ]
