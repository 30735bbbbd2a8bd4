from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from trimtab.kernel.append_only import append_only
from trimtab.strategy.domain.authorship import PastRevision, derived, grouped, leaves


def derive(apps: Any, schema_editor: Any) -> None:
    """Says of the revisions that are there who wrote them; where the way of the words is not known, everybody who wrote them before."""
    revision, writing = (apps.get_model("strategy", name) for name in ("Revision", "Writing"))
    rows = revision.objects.order_by("number").values_list("number", "document", "by_id")
    history = (PastRevision(number, leaves(document), by) for number, document, by in rows)
    writing.objects.bulk_create(
        writing(revision_id=number, wrote=grouped(written)) for number, written in derived(history)
    )


class Migration(migrations.Migration):
    dependencies = [("strategy", "0005_said_once")]
    operations = [
        migrations.CreateModel(
            name="Writing",
            fields=[
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="strategy.revision",
                    ),
                ),
                ("wrote", models.JSONField()),
            ],
        ),
        migrations.RunSQL(*append_only("strategy_writing")),
        migrations.RunPython(derive, migrations.RunPython.noop),
    ]
