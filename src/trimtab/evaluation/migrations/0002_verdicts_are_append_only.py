from django.db import migrations

from trimtab.kernel.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_initial")]
    operations = [migrations.RunSQL(*append_only("evaluation_verdictentry"))]
