from django.db import migrations

import trimtab.said_field


class Migration(migrations.Migration):
    dependencies = [("strategy", "0007_links_are_handed_over")]
    operations = [
        # The column stays text: what it holds is read as it was written.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="revision",
                    name="because",
                    field=trimtab.said_field.SaidField(blank=True),
                )
            ]
        )
    ]
