"""Files of statements: JSON Lines (a statement a line) and Parquet (a row each, the statement's
JSON in the column `statement`)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from trimtab.kernel.errors import Refusal

if TYPE_CHECKING:
    from trimtab.lrs.api import Exported

_AT_ONCE = 10_000
Numbered = tuple[int, int, bytes]
Data = Callable[[Sequence[UUID]], Iterable[tuple[str, bytes]]]


class StatementsFormat(StrEnum):
    """How statements stand in a file."""

    JSON_LINES = "jsonl"
    PARQUET = "parquet"


def format_of(path: Path, asked: str | None) -> StatementsFormat:
    """The format asked for, or the one that the file's name says; JSON Lines when it says
    nothing."""
    if asked:
        return StatementsFormat(asked)
    return (
        StatementsFormat.PARQUET
        if path.suffix.lower() in (".parquet", ".pq")
        else StatementsFormat.JSON_LINES
    )


def folder_of(path: Path) -> Path:
    """Where the data of the attachments of a file's statements lie: a file each, named by the SHA-2
    that the statement gives."""
    return path.with_name(f"{path.name}.attachments")


def write(
    path: Path,
    form: StatementsFormat,
    rows: Iterable[Exported],
    data: Data,
    progress: Callable[[int], None],
) -> int:
    """Writes statements, and beside them the data of their attachments, which `data` gives by the
    statements' ids; the file is there when it is whole. Returns how many statements."""
    kept = _keeping(rows, folder_of(path), data)
    with _whole(path) as part:
        match form:
            case StatementsFormat.JSON_LINES:
                return _write_lines(part, kept, progress)
            case StatementsFormat.PARQUET:
                return _write_parquet(part, kept, progress)


def _keeping(rows: Iterable[Exported], folder: Path, data: Data) -> Iterator[Exported]:
    """The same rows, while the data of their attachments are written."""
    for some in _chunks(rows):
        for sha2, content in data([row.id for row in some]):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / sha2).write_bytes(content)
        yield from some


def data_beside(path: Path) -> Callable[[str], bytes | None]:
    """Gives the data of an attachment by its SHA-2 (letters and digits), as `write` left them; None
    where there are none."""
    folder = folder_of(path)

    def data(sha2: str) -> bytes | None:
        file = folder / sha2
        return file.read_bytes() if sha2.isalnum() and file.is_file() else None

    return data


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _write_lines(path: Path, rows: Iterable[Exported], progress: Callable[[int], None]) -> int:
    done = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for some in _chunks(rows):
            file.writelines(f"{row.statement}\n" for row in some)
            done += len(some)
            progress(done)
    return done


def _write_parquet(path: Path, rows: Iterable[Exported], progress: Callable[[int], None]) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    moment = pa.timestamp("us", tz="UTC")
    schema = pa.schema(
        [
            ("id", pa.string()),
            ("stored", moment),
            ("timestamp", moment),
            ("actor_key", pa.string()),
            ("verb", pa.string()),
            ("object_id", pa.string()),
            ("registration", pa.string()),
            ("authority", pa.string()),
            ("voided", pa.bool_()),
            ("statement", pa.string()),
        ]
    )
    done = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as file:
        for some in _chunks(rows):
            file.write_table(pa.Table.from_pylist([_plain(row) for row in some], schema=schema))
            done += len(some)
            progress(done)
    return done


def _plain(row: Exported) -> dict[str, Any]:
    given = row._asdict()
    return {
        **given,
        "id": str(row.id),
        "registration": str(row.registration) if row.registration else None,
    }


def _chunks(rows: Iterable[Exported]) -> Iterator[list[Exported]]:
    left = iter(rows)
    while some := list(islice(left, _AT_ONCE)):
        yield some


def read(path: Path, form: StatementsFormat) -> tuple[int, Iterator[Numbered]]:
    """How long the file is (bytes, or rows of Parquet), and its statements: line number, share of
    that length, JSON. Empty lines are left out.

    Raises Refusal when it is no such file.
    """
    match form:
        case StatementsFormat.JSON_LINES:
            return path.stat().st_size, _read_lines(path)
        case StatementsFormat.PARQUET:
            return _read_parquet(path)


def _read_lines(path: Path) -> Iterator[Numbered]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            text = line.removeprefix(b"\xef\xbb\xbf").strip()
            if text:
                yield number, len(line), text


def _read_parquet(path: Path) -> tuple[int, Iterator[Numbered]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise Refusal("lrs.import-parquet", "This is no Parquet file.", path.name) from error
    if "statement" not in file.schema_arrow.names:
        raise Refusal(
            "lrs.import-parquet",
            "The file has no column 'statement' with the statements' JSON.",
            path.name,
        )
    batches = file.iter_batches(batch_size=_AT_ONCE, columns=["statement"])
    texts = (text for batch in batches for text in batch.column(0).to_pylist())
    return file.metadata.num_rows, (
        (number, 1, (text or "").encode()) for number, text in enumerate(texts, 1)
    )
