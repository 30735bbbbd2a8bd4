"""Messages that say what their reader did: whoever looks at the outbox does not see whose they are."""

from typing import Any

from django.db import migrations, models
from django.db.models import Q


def mark(apps: Any, _editor: Any) -> None:
    """Reminders of practice, what those who practised were told of its end, and answers to those who asked to be erased."""
    told = (
        Q(key__startswith="practice/ready/")
        | Q(key__startswith="ready/")
        | Q(key__regex=r"^erasure/[^/]+/answer$")
    )
    ended = Q(key__startswith="correction/") & ~Q(because=[])
    apps.get_model("messaging", "Message").objects.filter(told | ended).update(is_private=True)


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0004_letters_with_links"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="is_private",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
