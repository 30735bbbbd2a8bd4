from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0003_erasure_requests")]
    operations = [
        migrations.AddField("proposal", "revision", models.PositiveIntegerField(null=True)),
        migrations.AddField("decision", "revision", models.PositiveIntegerField(null=True)),
    ]
