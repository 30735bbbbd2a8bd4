"""What went wrong on our side, written down so that somebody can find it: in the program's output
and in errors.log of the data folder.

`note` is for whoever catches an error: it gives back a reference that the person sees and that
stands in the log. Nothing of a request but its method and the name of its page is written, and what
looks like a secret or a person in an error's words is taken out (`redacted`).
"""

from __future__ import annotations

import datetime as dt
import fcntl
import logging
import re
import secrets
import traceback
from collections.abc import Iterator
from pathlib import Path

from trimtab import clock

FILE = "errors.log"
MOST_BYTES = 5 * 1024 * 1024
KEPT = 2
LONGEST_WORDS = 400
MOST_FRAMES = 40
DEEPEST_CHAIN = 6
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_MASK = "***"
_ENTRY = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) (?:ERROR|CRITICAL) ")
_WORDS_OF_SECRETS = (
    r"authorization|cookie|set-cookie|pass(?:word|wd|phrase)?|secret|token|api[_-]?key"
    r"|session(?:id|_key)?|csrf\w*|credential"
)
_SECRETS = (
    (re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://)[^\s/@'\"]+@"), rf"\1{_MASK}@"),
    (re.compile(r"(?i)\b(basic|bearer|digest)\s+[\w.~+/=:-]{4,}"), rf"\1 {_MASK}"),
    # What follows one of these words goes to the end of what is quoted, or else of the line or
    # the list.
    (
        re.compile(
            rf"(?i)([\w-]*(?:{_WORDS_OF_SECRETS})[\w-]*['\"]?\s*(?:[:=]|=>)\s*)(\"[^\"\n]*\"|'[^'\n]*'|[^,&)}}\]\n]+)"
        ),
        rf"\1{_MASK}",
    ),
    (
        re.compile(
            r"(?i)(/(?:asked|come-in|invited|invitation|reset|join|fetch|begin|play)/)[^\s?#'\"]+"
        ),
        rf"\1{_MASK}",
    ),
    (re.compile(r"(?<=[\w/])\?[^\s'\"]+"), f"?{_MASK}"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), _MASK),
    # psycopg: the row at fault, with its values.
    (re.compile(r"(DETAIL|CONTEXT|PARAMETERS?):.*"), rf"\1: {_MASK}"),
)
# Long runs of letters and digits in an error's words are links, keys, signatures or the numbers
# of people.
_OPAQUE = re.compile(r"(?<![\w/.-])(?=[\w:.=-]*\d)(?=[\w:.=-]*[A-Za-z])[\w:.=-]{24,}")
_log = logging.getLogger("trimtab.errors")


def note(exception: BaseException, *, where: str) -> str:
    """Writes an error down and returns its reference.

    `where` names what was being done ("GET workbench:packages", "job deliver"): no address, no
    name, no content.
    """
    reference = new_reference()
    _log.error("%s", where, exc_info=exception, extra={"reference": reference})
    return reference


def new_reference() -> str:
    """Eight letters and digits that can be read out on the telephone."""
    letters = [secrets.choice(_ALPHABET) for _ in range(8)]
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"


def redacted(text: str) -> str:
    """A text without what looks like a password, a key, a header or cookie that lets somebody in, a
    link with a token, or an address.
    """
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


def lately(data: Path, *, now: dt.datetime, within: dt.timedelta = dt.timedelta(days=1)) -> int:
    """How many errors the log in a data folder has since `within` before `now`."""
    since = (now - within).astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    paths = [data / FILE, *(data / f"{FILE}.{number}" for number in range(1, KEPT + 1))]
    return sum(1 for path in paths if path.exists() for stamp in _stamps(path) if stamp >= since)


def _stamps(path: Path) -> Iterator[str]:
    with path.open(errors="replace") as lines:
        yield from (found[1] for line in lines if (found := _ENTRY.match(line)))


class Formatter(logging.Formatter):
    """Time, level, reference and words in one line, then the traceback; all of it redacted."""

    def format(self, record: logging.LogRecord) -> str:
        """As logging.Formatter."""
        stamp = clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        reference = getattr(record, "reference", "") or (
            new_reference() if record.levelno >= logging.ERROR else ""
        )
        head = " ".join(filter(None, [stamp, record.levelname, reference, _name(record)]))
        lines = [f"{head}: {redacted(_plain(record.getMessage()))}"]
        if record.exc_info and record.exc_info[1] is not None:
            lines += _told(record.exc_info[1])
        return "\n".join(lines)


def _name(record: logging.LogRecord) -> str:
    return "" if record.name == _log.name else record.name


def _plain(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")[: 10 * LONGEST_WORDS]


def _told(exception: BaseException) -> Iterator[str]:
    """The frames and the words of an exception and of those behind it, first one first."""
    chain: list[BaseException] = []
    current: BaseException | None = exception
    while current is not None and len(chain) < DEEPEST_CHAIN:
        chain.append(current)
        current = current.__cause__ or (
            None if current.__suppress_context__ else current.__context__
        )
    for link in reversed(chain):
        for frame in traceback.extract_tb(link.__traceback__)[-MOST_FRAMES:]:
            yield f"  {frame.filename}:{frame.lineno} in {frame.name}: {redacted(frame.line or '')}"
        yield f"  {type(link).__module__}.{type(link).__qualname__}: {words(link)}"


def words(exception: BaseException) -> str:
    """What an error says, short and without what it may say of people and secrets."""
    try:
        said = str(exception)
    except Exception:
        return "(it cannot be said)"
    return _plain(_OPAQUE.sub(_MASK, redacted(said[: 10 * LONGEST_WORDS])))[:LONGEST_WORDS]


class Log(logging.Handler):
    """Appends to a file that several processes share; past `MOST_BYTES` it makes way for a new one,
    and the oldest goes.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = Path(path)

    def emit(self, record: logging.LogRecord) -> None:
        """Writes an entry. A folder that is not there, or a full disk, keeps nobody from
        working.
        """
        try:
            entry = self.format(record) + "\n"
            if not self._path.parent.is_dir():
                return
            with (self._path.parent / f".{self._path.name}.lock").open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                self._turn()
                with self._path.open("a", encoding="utf-8", errors="replace") as file:
                    file.write(entry)
        except Exception:
            self.handleError(record)

    def _turn(self) -> None:
        if not self._path.exists() or self._path.stat().st_size < MOST_BYTES:
            return
        for number in range(KEPT, 0, -1):
            older = (
                self._path
                if number == 1
                else self._path.with_name(f"{self._path.name}.{number - 1}")
            )
            if older.exists():
                older.replace(self._path.with_name(f"{self._path.name}.{number}"))
