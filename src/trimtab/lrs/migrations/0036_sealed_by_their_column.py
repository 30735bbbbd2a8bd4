from django.db import migrations

import trimtab.sealing


class Migration(migrations.Migration):
    dependencies = [("lrs", "0035_problems_keep_their_parts")]
    operations = [
        migrations.AlterField("target", "secret", trimtab.sealing.SealedField()),
    ]
