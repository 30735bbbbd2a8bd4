"""What is written down of an error: where it happened and a reference, and no secret and nobody's name."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
from pathlib import Path

import pytest

from trimtab import clock, errors
from trimtab.config.log_lines import JsonFormatter

SECRETS = [
    ("Authorization: Basic dGlsbHM6c2VjcmV0LXdvcmQ=", "dGlsbHM6c2VjcmV0LXdvcmQ="),
    ("{'HTTP_AUTHORIZATION': 'Bearer abc.def-123'}", "abc.def-123"),
    ("Cookie: sessionid=8f0aq9; csrftoken=Zk3", "8f0aq9"),
    ("Set-Cookie: __Host-sessionid=8f0aq9; Secure", "8f0aq9"),
    ("username=ana&password=correct+horse&next=/", "correct+horse"),
    ('{"password": "correct horse, battery"}', "battery"),
    ("password='correct horse'", "horse"),
    ("could not connect to postgres://reader:TOP-SECRET@tills.example/tills", "TOP-SECRET"),
    ("TRIMTAB_SECRET_KEY=abc123", "abc123"),
    ("api_key: k-123", "k-123"),
    ("No page at /asked/eyJpIjoiMSJ9:1abcDE:xyz-_9/Q-P1", "eyJpIjoiMSJ9"),
    ("GET /cmi5/fetch/0190a3f0/s3cretpart failed", "s3cretpart"),
    ("https://learn.example/come-in/Zm9v-bar", "Zm9v-bar"),
    ("https://learn.example/find?q=my+illness", "illness"),
    ("there is ana.lopez@corner.example already", "ana.lopez"),
    ("duplicate key\nDETAIL:  Key (name)=(Ana Lopez) already exists.", "Ana Lopez"),
]


@pytest.mark.parametrize(("said", "secret"), SECRETS)
def test_no_secret_and_nobody_reaches_the_log(said: str, secret: str, tmp_path: Path) -> None:
    log = logging.Logger("test")
    handler = errors.Log(tmp_path / "errors.log")
    handler.setFormatter(errors.Formatter())
    log.addHandler(handler)
    log.error(said)
    try:
        try:
            raise KeyError(said)
        except KeyError as error:
            raise ValueError(said) from error
    except ValueError:
        log.exception("GET portal:asked")
    written = (tmp_path / "errors.log").read_text()
    assert secret not in written and "ValueError" in written and "KeyError" in written


def test_what_helps_to_find_the_fault_stays() -> None:
    assert errors.words(KeyError("4006381333931")) == "'4006381333931'"
    assert errors.redacted("no column 'unit' in line 7 of 12") == "no column 'unit' in line 7 of 12"
    assert errors.words(ValueError("1f3c0a52-7a55-4c2b-9d8f-0123456789ab")) == "***"


def entry(handler: logging.Handler, words: str = "GET start") -> str:
    """One error written down, and its reference."""
    reference = errors.new_reference()
    try:
        raise RuntimeError("x")
    except RuntimeError:
        record = logging.LogRecord(
            "trimtab.errors", logging.ERROR, "", 0, words, None, sys.exc_info()
        )
    record.reference = reference
    handler.handle(record)
    return reference


def test_an_entry_has_time_reference_place_and_frames_and_is_counted_for_a_day(
    tmp_path: Path,
) -> None:
    handler = errors.Log(tmp_path / errors.FILE)
    handler.setFormatter(errors.Formatter())
    reference = entry(handler)
    entry(handler)
    first = (tmp_path / errors.FILE).read_text().splitlines()
    assert (
        f" ERROR {reference}: GET start" in first[0] and "in entry: raise RuntimeError" in first[1]
    )
    now = clock.now()
    assert errors.lately(tmp_path, now=now) == 2
    assert errors.lately(tmp_path, now=now + dt.timedelta(days=2)) == 0
    assert errors.lately(tmp_path / "nowhere", now=now) == 0


def test_the_log_stays_within_its_size_and_a_missing_folder_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errors, "MOST_BYTES", 2_000)
    handler = errors.Log(tmp_path / errors.FILE)
    handler.setFormatter(errors.Formatter())
    for number in range(100):
        entry(handler, f"GET page {number}")
    files = sorted(path.name for path in tmp_path.glob("errors.log*"))
    assert files == ["errors.log", "errors.log.1", "errors.log.2"]
    assert sum(path.stat().st_size for path in tmp_path.glob("errors.log*")) < 3 * 3_000
    assert "GET page 99" in (tmp_path / errors.FILE).read_text()
    entry(errors.Log(tmp_path / "nowhere" / errors.FILE))


def test_a_line_may_be_json_with_the_same_words_and_nothing_that_is_not_told() -> None:
    try:
        raise ValueError("password: s3cret")
    except ValueError as fault:
        record = logging.LogRecord(
            "trimtab.errors", logging.ERROR, "x.py", 1, "job %s: it\nbroke", ("a: b",), None
        )
        record.exc_info = (type(fault), fault, fault.__traceback__)
        record.reference = "ABCD-2345"
    said = json.loads(JsonFormatter().format(record))
    assert said["message"] == "job a: b: it broke" and said["reference"] == "ABCD-2345"
    assert said["level"] == "ERROR" and said["logger"] == "trimtab.errors"
    assert said["traceback"][-1].endswith("ValueError: password: ***")
    quiet = logging.LogRecord("trimtab.worker", logging.WARNING, "x.py", 1, "waits", (), None)
    assert json.loads(JsonFormatter().format(quiet)).keys() == {
        "time",
        "level",
        "logger",
        "message",
    }
