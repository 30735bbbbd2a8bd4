"""Which tags published content has."""

from __future__ import annotations

from collections import Counter

from django.db.models import QuerySet

from trimtab.library.domain.rows import ContentState, TagRow
from trimtab.library.models import Aid, Item


def tags() -> list[TagRow]:
    """Every tag of published content, by name; two queries."""
    questions, aids = _counts(Item.objects.all()), _counts(Aid.objects.all())
    return [
        TagRow(tag, questions[tag], aids[tag]) for tag in sorted(questions.keys() | aids.keys())
    ]


def _counts(content: QuerySet[Item] | QuerySet[Aid]) -> Counter[str]:
    published = content.filter(state=ContentState.PUBLISHED).values_list("tags", flat=True)
    return Counter(tag for tags in published for tag in tags)
