from django.db import migrations

import trimtab.said_field


class Migration(migrations.Migration):
    dependencies = [("governance", "0005_grants_begin_and_end")]
    operations = [
        migrations.AlterField("proposal", "title", trimtab.said_field.SaidField()),
        migrations.AlterField("proposal", "summary", trimtab.said_field.SaidField()),
    ]
