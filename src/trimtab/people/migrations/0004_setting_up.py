"""An organisation is set up in the browser: the link that opens the page, a logo, and when the list
of what was still to do was put away.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_identities")]
    operations = [
        migrations.AddField("organisation", "logo", models.BinaryField(default=b"")),
        migrations.AddField(
            "organisation",
            "logo_digest",
            models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            "organisation", "tidied_at", models.DateTimeField(blank=True, null=True)
        ),
        migrations.CreateModel(
            name="SetUpLink",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("logo", models.BinaryField(default=b"")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="only_one_set_up_link"
                    )
                ],
            },
        ),
    ]
