from django.db import migrations

import trimtab.said_field


class Migration(migrations.Migration):
    dependencies = [("lrs", "0034_forwarding_is_one_word")]
    operations = [
        migrations.AlterField("target", "problem", trimtab.said_field.SaidField(default="")),
        migrations.AlterField("forwarding", "problem", trimtab.said_field.SaidField(default="")),
    ]
