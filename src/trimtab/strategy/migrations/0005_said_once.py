"""What a reviewer says has a turn, and a settlement stands once: the database holds what two at once would do twice."""

from django.db import migrations, models

FORWARD = """
    ALTER TABLE strategy_approval DISABLE TRIGGER USER;
    UPDATE strategy_approval SET turn = said.turn FROM (
        SELECT id, row_number() OVER (PARTITION BY revision_id, by_id ORDER BY at, id) - 1 AS turn FROM strategy_approval
    ) AS said WHERE said.id = strategy_approval.id;
    ALTER TABLE strategy_approval ENABLE TRIGGER USER;
    ALTER TABLE strategy_settlement DISABLE TRIGGER USER;
    DELETE FROM strategy_settlement AS twice USING strategy_settlement AS before
        WHERE (twice.enquiry_id, twice.code, twice.revision_id) = (before.enquiry_id, before.code, before.revision_id)
        AND before.id < twice.id;
    ALTER TABLE strategy_settlement ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [("strategy", "0004_asking")]

    operations = [
        migrations.AddField(
            "approval", "turn", models.PositiveSmallIntegerField(default=0), preserve_default=False
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "approval",
            models.UniqueConstraint(
                fields=["revision", "by", "turn"], name="one_word_after_another"
            ),
        ),
        migrations.AddConstraint(
            "settlement",
            models.UniqueConstraint(
                fields=["enquiry", "code", "revision"], name="settled_once_a_revision"
            ),
        ),
    ]
