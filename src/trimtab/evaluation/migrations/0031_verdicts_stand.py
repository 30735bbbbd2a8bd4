from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0030_answers_are_not_kept")]
    operations = [
        migrations.AddField("plan", "counts_from", models.DateField(null=True)),
        migrations.AddField("verdictentry", "terms", models.JSONField(default=dict)),
        migrations.AddField("verdictentry", "is_final", models.BooleanField(default=False)),
    ]
