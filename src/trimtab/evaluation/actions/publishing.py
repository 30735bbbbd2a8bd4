"""Figures and arms as Parquet, beside the statements, so that other engines can sum up what the
database sums up.

FOLDER/figures/figures.parquet has every figure, those that were corrected later too, as the view
evaluation_figure; `person` is what the statements call `actor`, a pseudonym.
FOLDER/arms/arms.parquet says who was in which arm of which programme. Both are small and written
anew each time: a correction may be of any day, and who was erased has another pseudonym since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models.functions import TruncWeek

from trimtab.evaluation.models import MeasureValue
from trimtab.lrs import api as lrs
from trimtab.practice import api as practice

if TYPE_CHECKING:
    import pyarrow

_AT_ONCE = 20_000
Row = tuple[Any, ...]


def publish_figures(*, folder: Path) -> int:
    """Writes figures and arms into the folder; returns how many figures.

    Raises Refusal when it cannot be written.
    """
    import pyarrow as pa

    text, moment = pa.string(), pa.timestamp("us", tz="UTC")
    figures = pa.schema(
        [
            ("measure", text),
            ("person", text),
            ("unit", text),
            ("day", pa.date32()),
            ("week", pa.date32()),
            ("value", pa.float64()),
            ("recorded_at", moment),
            ("superseded_at", moment),
        ]
    )
    arms = pa.schema([("programme", text), ("person", text), ("arm", text)])
    with lrs.writing_into(folder):
        lrs.write_parquet(folder / "arms" / "arms.parquet", arms, _batches(_arms(), arms))
        return lrs.write_parquet(
            folder / "figures" / "figures.parquet", figures, _batches(_figures(), figures)
        )


def _figures() -> Iterator[Row]:
    columns = (
        "measure",
        "person__pseudonym",
        "unit",
        "day",
        TruncWeek("day"),
        "value",
        "recorded_at",
        "superseded_at",
    )
    figures = MeasureValue.objects.order_by("measure", "day", "id").values_list(*columns)
    for measure, pseudonym, *rest in figures.iterator(chunk_size=_AT_ONCE):
        yield (measure, lrs.person_key(pseudonym) if pseudonym else None, *rest)


def _arms() -> Iterator[Row]:
    return (
        (programme, lrs.person_key(pseudonym), arm) for programme, pseudonym, arm in practice.lots()
    )


def _batches(rows: Iterable[Row], schema: pyarrow.Schema) -> Iterator[pyarrow.RecordBatch]:
    import pyarrow as pa

    left = iter(rows)
    while some := list(islice(left, _AT_ONCE)):
        yield pa.record_batch(list(zip(*some, strict=True)), schema=schema)
