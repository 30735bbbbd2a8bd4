from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lrs", "0031_voidings_know_their_authority")]
    operations = [
        migrations.AddField(
            "credential", "lenient", models.BooleanField(db_default=False, default=False)
        ),
        migrations.CreateModel(
            "LeftOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("user", models.CharField(db_index=True, max_length=64)),
                ("at", models.DateTimeField()),
                ("code", models.CharField(max_length=60)),
                ("place", models.CharField(max_length=200)),
            ],
        ),
    ]
