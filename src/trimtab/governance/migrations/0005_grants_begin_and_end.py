"""Grants get a beginning and an end.

A grant that is there began when the strategy that gave it, or changed it last, was adopted: the
audit says when. Where it does not, it begins now. `days` after that the view ends by itself, as the
strategy promised; what is over already is closed from now on.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Q
from django.utils import timezone

MOST_DAYS = 36_500


def _begin_and_end(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    grants = list(apps.get_model("governance", "Grant").objects.all())
    if not grants:
        return
    organisation = apps.get_model("people", "Organisation").objects.first()
    zone = ZoneInfo(organisation.time_zone if organisation else "UTC")
    began = _adopted_at(apps)
    now = timezone.now()
    for grant in grants:
        grant.begins_at = began.get(grant.key, now)
        last_day = grant.begins_at.astimezone(zone).date() + dt.timedelta(
            days=min(grant.days, MOST_DAYS)
        )
        grant.ends_at = dt.datetime.combine(last_day + dt.timedelta(days=1), dt.time(), zone)
    apps.get_model("governance", "Grant").objects.bulk_update(grants, ["begins_at", "ends_at"])


def _adopted_at(apps: Apps) -> dict[str, dt.datetime]:
    """When the adoption was that made or changed a grant last, by the grant's key."""
    adoptions = apps.get_model("governance", "AuditEntry").objects.filter(act="strategy.adopted")
    began: dict[str, dt.datetime] = {}
    for at, detail in adoptions.order_by("at", "id").values_list("at", "detail"):
        given = detail.get("grants")
        if isinstance(given, dict):
            keys = (*given.get("created", ()), *given.get("changed", ()))
            began |= dict.fromkeys(keys, at)
    return began


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0004_what_was_decided_on"),
        ("people", "0002_letting_people_in"),
    ]
    operations = [
        migrations.AddField("grant", "begins_at", models.DateTimeField(null=True)),
        migrations.AddField("grant", "ends_at", models.DateTimeField(null=True)),
        migrations.RunPython(_begin_and_end, migrations.RunPython.noop),
        migrations.AlterField("grant", "begins_at", models.DateTimeField()),
        migrations.AlterField("grant", "ends_at", models.DateTimeField()),
        migrations.AddConstraint(
            "grant",
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="grant_ends_after_it_begins"
            ),
        ),
    ]
