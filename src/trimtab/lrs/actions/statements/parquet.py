"""Files for other engines: each is there whole and on disk, or under its name not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say

if TYPE_CHECKING:
    import pyarrow


@contextmanager
def writing_into(folder: Path) -> Iterator[None]:
    """Raises Refusal, with the reason, when something in it cannot write into the folder."""
    try:
        yield
    except OSError as error:
        raise Refusal(
            "lrs.folder",
            say(
                "The folder {folder} cannot be written ({problem}).",
                folder=str(folder),
                problem=error.strerror or "",
            ),
            "folder",
        ) from error


def write_parquet(
    path: Path, schema: pyarrow.Schema, batches: Iterable[pyarrow.RecordBatch]
) -> int:
    """Writes a file, batch by batch, and gives it its name at the end; returns
    how many rows it has. Raises OSError."""
    from pyarrow import parquet

    path.parent.mkdir(parents=True, exist_ok=True)
    half, many = _half(path), 0
    with parquet.ParquetWriter(half, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
            many += batch.num_rows
    _settle(half, path)
    return many


def write_whole(path: Path, content: bytes) -> None:
    """Writes a small file. Raises OSError."""
    half = _half(path)
    half.write_bytes(content)
    _settle(half, path)


def _half(path: Path) -> Path:
    return path.with_name(f".{path.name}.half")


def _settle(half: Path, path: Path) -> None:
    """Gives a finished file its name once it is on disk."""
    with half.open("rb") as file:
        os.fsync(file.fileno())
    half.replace(path)
