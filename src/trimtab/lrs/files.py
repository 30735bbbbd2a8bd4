"""Reading the data of attachments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from uuid import UUID

from django.db.models import F, Func, IntegerField, OuterRef, Subquery

from trimtab.lrs.models import Attachment, AttachmentUse

MOST_BYTES = 32 * 1024 * 1024


def of(statements: Sequence[UUID]) -> Mapping[str, bytes]:
    """The data that came with these statements, by the SHA-2 under which they came.

    Should data differ that came under one hash, those that it really is the hash of are given.
    """
    uses = list(AttachmentUse.objects.filter(statement__in=statements).values_list("sha2", "digest").distinct())
    chosen = dict(sorted(uses, key=lambda use: use[0] == use[1]))
    data = dict(Attachment.objects.filter(digest__in=set(chosen.values())).values_list("digest", "data"))
    return {sha2: bytes(data[digest]) for sha2, digest in chosen.items() if digest in data}


def how_many_fit(statements: Sequence[UUID]) -> int:
    """How many of these statements, from the first on, have no more data together than MOST_BYTES; at least one."""
    size = Func(F("data"), function="octet_length", output_field=IntegerField())
    sizes = Attachment.objects.filter(digest=OuterRef("digest")).values(size=size)
    heavy: dict[UUID, int] = {}
    for key, octets in AttachmentUse.objects.filter(statement__in=statements).values_list("statement", Subquery(sizes)):
        heavy[key] = heavy.get(key, 0) + (octets or 0)
    together = list(accumulate(heavy.get(key, 0) for key in statements))
    return max(1, sum(size <= MOST_BYTES for size in together)) if statements else 0
