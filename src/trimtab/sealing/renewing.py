"""Seals anew what was sealed under a secret that the installation had before."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction

from trimtab.kernel.errors import Refusal
from trimtab.sealing import Sealed, SealedField, renewed

BATCH = 500


@transaction.atomic
def renew_all() -> tuple[int, list[str]]:
    """Seals everything anew under the present secret.

    Returns how many texts were sealed anew, and where one stands that none of the secrets opens
    ('table.column, row').
    """
    count, unreadable = 0, []
    for model, name in _columns():
        kept = model._default_manager.exclude(**{name: ""}).select_for_update()
        changed = []
        for row in kept.only("pk", name).iterator(chunk_size=BATCH):
            sealed: Sealed = getattr(row, name)
            try:
                setattr(row, name, Sealed(renewed(sealed.token)))
            except Refusal:
                unreadable.append(f"{model._meta.db_table}.{name}, {row.pk}")
                continue
            changed.append(row)
        model._default_manager.bulk_update(changed, [name], batch_size=BATCH)
        count += len(changed)
    return count, unreadable


def _columns() -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if isinstance(column, SealedField):
                yield model, column.name
