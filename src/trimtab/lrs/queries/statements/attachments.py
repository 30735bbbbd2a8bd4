"""Reading the data of attachments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from uuid import UUID

from django.db.models import F, Func, IntegerField, OuterRef, QuerySet, Subquery

from trimtab.lrs.domain.statements.rows import HeldAttachment
from trimtab.lrs.models import Attachment, AttachmentUse

MOST_BYTES = 32 * 1024 * 1024


def of(statements: Sequence[UUID]) -> Mapping[str, bytes]:
    """The data that came with these statements, by the SHA-2 under which they came.

    Should data differ that came under one hash, those that it really is the hash of are given.
    """
    pairs = (
        AttachmentUse.objects.filter(statement__in=statements)
        .values_list("sha2", "digest")
        .distinct()
    )
    return _data(dict(sorted(pairs, key=lambda use: use[0] == use[1])))


def uses(statements: Sequence[UUID]) -> Mapping[UUID, list[HeldAttachment]]:
    """What attachments with data each of these statements came with, without the data."""
    by_statement: dict[UUID, list[HeldAttachment]] = defaultdict(list)
    rows = AttachmentUse.objects.filter(statement__in=statements).values_list(
        "statement", "sha2", "digest", Subquery(_octets())
    )
    for key, sha2, digest, octets in rows:
        if octets is not None:
            by_statement[key].append(HeldAttachment(sha2, digest, octets))
    return by_statement


def data_of(chosen: Iterable[HeldAttachment]) -> Mapping[str, bytes]:
    """The data of attachments by the SHA-2 under which they came; what is gone is left out."""
    return _data({use.sha2: use.digest for use in chosen})


def how_many_fit(statements: Sequence[UUID]) -> int:
    """How many of these statements, from the first on, have no more data
    together than MOST_BYTES; at least one."""
    by_statement = uses(statements)
    together = list(
        accumulate(sum(use.octets for use in by_statement.get(key, ())) for key in statements)
    )
    return max(1, sum(size <= MOST_BYTES for size in together)) if statements else 0


def _data(digests: Mapping[str, str]) -> Mapping[str, bytes]:
    if not digests:
        return {}
    data = dict(
        Attachment.objects.filter(digest__in=set(digests.values())).values_list("digest", "data")
    )
    return {sha2: bytes(data[digest]) for sha2, digest in digests.items() if digest in data}


def _octets() -> QuerySet[Attachment, int]:
    size = Func(F("data"), function="octet_length", output_field=IntegerField())
    return Attachment.objects.filter(digest=OuterRef("digest")).values_list(size)
