"""What was a delivery in the code is a forwarding there; the table and its columns keep their names."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lrs", "0033_agents_within_activities")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("Delivery", "Forwarding"),
                migrations.AlterModelTable("forwarding", "lrs_delivery"),
                migrations.AlterField(
                    "forwarding",
                    "target",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="forwardings",
                        to="lrs.target",
                    ),
                ),
                migrations.RenameField("target", "delivered", "forwarded"),
                migrations.AlterField(
                    "target",
                    "forwarded",
                    models.PositiveBigIntegerField(db_column="delivered", default=0),
                ),
            ]
        )
    ]
