from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("support", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="lookup",
            name="words",
            field=models.CharField(default="", max_length=500),
        ),
    ]
