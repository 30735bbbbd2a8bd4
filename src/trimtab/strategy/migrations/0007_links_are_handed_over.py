import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from trimtab.kernel.append_only import append_only

GUARD = """
    CREATE OR REPLACE FUNCTION strategy_reply_is_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND NOT OLD.erased AND NEW.erased AND NEW.value IS NULL AND NEW.because = ''
           AND (NEW.id, NEW.invitation_id, NEW.code, NEW.sure, NEW.at{new}) =
               (OLD.id, OLD.invitation_id, OLD.code, OLD.sure, OLD.at{old}){more} THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a reply never changes; it is only erased' USING ERRCODE = 'restrict_violation';
    END $$;
"""
WITH_THE_WAY = GUARD.format(
    new=", NEW.way",
    old=", OLD.way",
    more=" AND NEW.handover_id IS NOT DISTINCT FROM OLD.handover_id",
)
WITHOUT = GUARD.format(new="", old="", more="")


class Migration(migrations.Migration):
    dependencies = [
        ("strategy", "0006_writers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="strategy.invitation",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="reply",
            name="way",
            field=models.CharField(
                choices=[("account", "account"), ("link", "link"), ("handed", "handed")],
                default="link",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="handover",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="strategy.handover",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("handover__isnull", False), ("way", "handed")),
                    models.Q(models.Q(("way", "handed"), _negated=True), ("handover", None)),
                    _connector="OR",
                ),
                name="handed_replies_name_their_link",
            ),
        ),
        migrations.RunSQL(*append_only("strategy_handover")),
        migrations.RunSQL(WITH_THE_WAY, WITHOUT),
    ]
