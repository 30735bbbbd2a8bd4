from django.db import migrations

from trimtab.kernel.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial")]
    operations = [
        migrations.RunSQL(*append_only("governance_auditentry")),
        migrations.RunSQL(*append_only("governance_decision")),
    ]
