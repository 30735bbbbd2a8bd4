"""The indexes of actors and objects alone say which statements a page has."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lrs", "0017_related_in_order")]

    operations = [
        migrations.RemoveIndex("statement", "statement_actor"),
        migrations.RemoveIndex("statement", "statement_object"),
        migrations.AddIndex(
            "statement",
            models.Index(fields=["actor_key", "stored", "verb", "voided"], name="statement_actor"),
        ),
        migrations.AddIndex(
            "statement",
            models.Index(fields=["object_id", "stored", "verb", "voided"], name="statement_object"),
        ),
    ]
