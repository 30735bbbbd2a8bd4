import uuid
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from trimtab.kernel.append_only import append_only

FORWARD = """
    CREATE FUNCTION strategy_comment_is_resolved_once() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND OLD.resolved_at IS NULL AND NEW.resolved_at IS NOT NULL
           AND (NEW.id, NEW.revision_id, NEW.place, NEW.text, NEW.by_id, NEW.at) =
               (OLD.id, OLD.revision_id, OLD.place, OLD.text, OLD.by_id, OLD.at)
           AND NEW.reply_to_id IS NOT DISTINCT FROM OLD.reply_to_id THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a comment never changes; it is resolved once' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER strategy_comment_is_resolved_once BEFORE UPDATE OR DELETE ON strategy_comment
        FOR EACH ROW EXECUTE FUNCTION strategy_comment_is_resolved_once();
    CREATE TRIGGER strategy_comment_is_kept BEFORE TRUNCATE ON strategy_comment
        FOR EACH STATEMENT EXECUTE FUNCTION strategy_comment_is_resolved_once();
"""
REVERSE = """
    DROP TRIGGER strategy_comment_is_kept ON strategy_comment;
    DROP TRIGGER strategy_comment_is_resolved_once ON strategy_comment;
    DROP FUNCTION strategy_comment_is_resolved_once();
"""


def person(*, null: bool = False) -> Any:
    return models.ForeignKey(
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


def revision() -> Any:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="strategy.revision"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("strategy", "0002_documents_never_change"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Submission",
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
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("by", person()),
            ],
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("approve", "approve"), ("changes", "changes")], max_length=10
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("by", person()),
                ("revision", revision()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict", "approve"),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="changes_are_asked_with_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=300)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("resolved_at", models.DateTimeField(null=True)),
                ("by", person()),
                (
                    "reply_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="strategy.comment",
                    ),
                ),
                ("resolved_by", person(null=True)),
                ("revision", revision()),
            ],
            options={
                "indexes": [models.Index(fields=["revision", "at"], name="comments_of_a_revision")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="a_comment_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resolved_at", None), ("resolved_by", None)),
                            models.Q(
                                ("resolved_at__isnull", False), ("resolved_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="resolved_by_somebody_at_some_time",
                    ),
                ],
            },
        ),
        migrations.RunSQL(*append_only("strategy_submission")),
        migrations.RunSQL(*append_only("strategy_approval")),
        migrations.RunSQL(FORWARD, REVERSE),
    ]
