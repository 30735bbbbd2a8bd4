"""Reading what strangers sent by parsers that we did not write: in a process of its own that may
take so much memory and time.

A library's reader of workbooks builds what a file tells it to before anybody can look. So it runs
where it can do no harm: the file is its standard input, a file of bounded size its standard output,
and the system ends it when it takes more than it was given
(docs/decisions/0027-inputs-within-bounds.md). Memory is bounded where the system can do so (not on
Windows); time always.
"""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import BinaryIO

from trimtab.kernel.errors import TrimtabError

_FULL, _MEMORY = 70, 71


class Limit(StrEnum):
    """What a reader took too much of."""

    TIME = "time"
    MEMORY = "memory"
    OUTPUT = "output"


class Exceeded(TrimtabError):
    """The reader was ended, because it took more than it was given of `limit`."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(limit.value)
        self.limit = limit


@contextmanager
def reading(
    module: str, arguments: Sequence[str], file: BinaryIO, *, seconds: int, memory: int, most: int
) -> Iterator[BinaryIO]:
    """Runs `main(arguments)` of a module of this product on a file, and yields what it wrote, at
    most `most` bytes.

    `memory` are the bytes of address space, `seconds` those of work; where others work as well, it
    is waited for three times as long. Raises Exceeded. A fault of the module itself is a bug, and
    comes as CalledProcessError.
    """
    with tempfile.TemporaryFile() as written, _seekable(file) as given:
        command = [
            sys.executable,
            "-m",
            "trimtab.confined",
            str(seconds),
            str(memory),
            str(most),
            module,
            *arguments,
        ]
        try:
            done = subprocess.run(  # noqa: S603  our own interpreter, and arguments that no shell reads
                command,
                stdin=given,
                stdout=written,
                stderr=subprocess.PIPE,
                timeout=3 * seconds,
                check=False,
                env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        except subprocess.TimeoutExpired as error:
            raise Exceeded(Limit.TIME) from error
        _check(done)
        written.seek(0)
        yield written


@contextmanager
def _seekable(file: BinaryIO) -> Iterator[BinaryIO]:
    """The file as one of the system, at its beginning."""
    file.seek(0)
    try:
        os.lseek(file.fileno(), 0, os.SEEK_SET)
    except (OSError, AttributeError, ValueError):
        with tempfile.TemporaryFile() as copy:
            while part := file.read(1024 * 1024):
                copy.write(part)
            copy.seek(0)
            yield copy
    else:
        yield file


def _check(done: subprocess.CompletedProcess[bytes]) -> None:
    code = done.returncode
    if code == -getattr(signal, "SIGXCPU", 0) < 0:
        raise Exceeded(Limit.TIME)
    if code == _FULL:
        raise Exceeded(Limit.OUTPUT)
    if code == _MEMORY or code < 0:
        # Whatever else was ended by a signal ran into a wall: out of memory in C, or the system's
        # own killer.
        raise Exceeded(Limit.MEMORY)
    if code:
        raise subprocess.CalledProcessError(code, done.args, stderr=done.stderr[-2000:])


def _confine(seconds: int, memory: int, most: int) -> None:
    with contextlib.suppress(ImportError, OSError):
        import resource

        os.nice(5)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _main(seconds: str, memory: str, most: str, module: str, *arguments: str) -> int:
    _confine(int(seconds), int(memory), int(most))
    try:
        importlib.import_module(module).main(arguments)
        sys.stdout.flush()
    except MemoryError:
        return _MEMORY
    except OSError as error:
        if error.errno == errno.EFBIG:
            return _FULL
        raise
    return 0


if __name__ == "__main__":
    # What is left is let go by the system, faster than by the interpreter.
    os._exit(_main(*sys.argv[1:]))
