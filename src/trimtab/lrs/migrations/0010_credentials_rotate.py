from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lrs", "0005_documents_attachments_references")]

    operations = [
        migrations.AddField(
            "credential", "per_second", models.PositiveIntegerField(default=500, db_default=500)
        ),
        migrations.AddField("credential", "rotated_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "credential", "old_sha256", models.CharField(max_length=64, default="", db_default="")
        ),
        migrations.AddField("credential", "old_until", models.DateTimeField(null=True)),
    ]
