"""Search takes its tables over from the library as they stand: they are renamed, and nothing is copied."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

RENAMED = """
    ALTER TABLE library_word RENAME TO search_word;
    ALTER TABLE library_posting RENAME TO search_posting;
"""
RENAMED_BACK = """
    ALTER TABLE search_word RENAME TO library_word;
    ALTER TABLE search_posting RENAME TO library_posting;
"""
ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
WORD = migrations.CreateModel(
    name="Word",
    fields=[
        ("id", ID),
        ("word", models.CharField(max_length=60, unique=True)),
        ("stem", models.CharField(db_index=True, max_length=60)),
        ("aids", models.PositiveIntegerField(default=0)),
        ("sections", models.PositiveIntegerField(default=0)),
        ("uses", models.PositiveIntegerField(default=0)),
    ],
    options={
        "indexes": [
            django.contrib.postgres.indexes.GinIndex(
                fields=["word"], name="word_trigrams", opclasses=["gin_trgm_ops"]
            )
        ],
    },
)
POSTING = migrations.CreateModel(
    name="Posting",
    fields=[
        ("id", ID),
        ("count", models.PositiveIntegerField()),
        ("weight", models.FloatField()),
        (
            "aid",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="library.aid",
            ),
        ),
        (
            "section",
            models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="library.aidsection",
            ),
        ),
        (
            "word",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="search.word",
            ),
        ),
    ],
    options={
        "indexes": [
            models.Index(fields=["word"], include=("aid", "section", "weight"), name="posting_word")
        ],
    },
)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("library", "0006_words_leave_for_search")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(RENAMED, RENAMED_BACK)],
            state_operations=[WORD, POSTING],
        ),
    ]
