from django.db import migrations

import trimtab.said_field


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0031_verdicts_stand")]
    operations = [
        migrations.AlterField("verdictentry", "sentence", trimtab.said_field.SaidField()),
        migrations.AlterField("sourcerun", "sentence", trimtab.said_field.SaidField(default="")),
    ]
