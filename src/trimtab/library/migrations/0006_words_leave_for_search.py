"""The words of job aids belong to search now, which renames their tables; the library forgets them.

Which kinds of item there are is said by the files of the kinds, and no longer by the table too.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("library", "0005_collections_and_pictures")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name="Posting"),
                migrations.DeleteModel(name="Word"),
            ],
        ),
        migrations.AlterField(
            model_name="item", name="kind", field=models.CharField(max_length=20)
        ),
    ]
