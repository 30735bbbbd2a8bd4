from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("config", "0001_sendings")]
    operations = [
        migrations.CreateModel(
            name="PageTime",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hour", models.DateTimeField()),
                ("name", models.CharField(max_length=120)),
                ("step", models.SmallIntegerField()),
                ("visits", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("hour", "name", "step"), name="page_time_once")
                ]
            },
        ),
    ]
