import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from trimtab.kernel.append_only import append_only

FORWARD = """
    CREATE FUNCTION strategy_reply_is_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND NOT OLD.erased AND NEW.erased AND NEW.value IS NULL AND NEW.because = ''
           AND (NEW.id, NEW.invitation_id, NEW.code, NEW.sure, NEW.at) =
               (OLD.id, OLD.invitation_id, OLD.code, OLD.sure, OLD.at) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a reply never changes; it is only erased' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER strategy_reply_is_only_erased BEFORE UPDATE OR DELETE ON strategy_reply
        FOR EACH ROW EXECUTE FUNCTION strategy_reply_is_only_erased();
    CREATE TRIGGER strategy_reply_is_kept BEFORE TRUNCATE ON strategy_reply
        FOR EACH STATEMENT EXECUTE FUNCTION strategy_reply_is_only_erased();
"""
REVERSE = """
    DROP TRIGGER strategy_reply_is_kept ON strategy_reply;
    DROP TRIGGER strategy_reply_is_only_erased ON strategy_reply;
    DROP FUNCTION strategy_reply_is_only_erased();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("strategy", "0003_reviews"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("codes", models.JSONField()),
                ("note", models.TextField(blank=True)),
                ("closes_on", models.DateField()),
                ("remind_days", models.JSONField(default=list)),
                (
                    "silence",
                    models.CharField(
                        choices=[
                            ("go-on", "go-on"),
                            ("unknown", "unknown"),
                            ("stand-in", "stand-in"),
                        ],
                        max_length=10,
                    ),
                ),
                ("stand_in_name", models.CharField(blank=True, max_length=200)),
                ("stand_in_email", models.EmailField(blank=True, max_length=254)),
                ("at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("email", models.EmailField(max_length=254)),
                ("expires_on", models.DateField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("reminded_on", models.DateField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "enquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="strategy.enquiry",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stands_in_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="strategy.invitation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("value", models.JSONField(null=True)),
                (
                    "sure",
                    models.CharField(
                        choices=[("high", "high"), ("moderate", "moderate"), ("low", "low")],
                        max_length=10,
                    ),
                ),
                ("because", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("erased", models.BooleanField(default=False)),
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
        migrations.CreateModel(
            name="Settlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20)),
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
                    "enquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="strategy.enquiry",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="strategy.revision",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                fields=("enquiry", "email"), name="one_link_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stands_in_for__isnull", False)),
                fields=("stands_in_for",),
                name="one_stand_in_a_person",
            ),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(
                fields=["invitation", "code", "-at"], name="replies_of_an_invitation"
            ),
        ),
        migrations.RunSQL(FORWARD, REVERSE),
        migrations.RunSQL(*append_only("strategy_settlement")),
    ]
