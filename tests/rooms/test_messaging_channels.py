"""What every channel keeps, asked of every folder of channels."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from uuid import uuid4

import pytest

from tests.cast import NOW, Cast
from tests.channels import OtherSide, Trial
from trimtab.channels.installed import installed
from trimtab.kernel.channels import ChannelName
from trimtab.kernel.errors import ChannelAway, DeliveryFailed
from trimtab.kernel.said import as_written
from trimtab.messaging import api as messaging
from trimtab.messaging.api import Outgoing
from trimtab.messaging.domain.rows import Delivered

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "src/trimtab/channels"
FOLDERS = sorted(path.parent.name for path in FOLDER.glob("*/__init__.py"))
COPIED = "memory"
# Other sides of a folder that reaches several, by the folder.
MORE_SIDES = {"email": ("email_service",)}
SIDES = [*FOLDERS, *(side for sides in MORE_SIDES.values() for side in sides)]
MOST_SECONDS = 5.0
BODY = "Lines of a message.\n.\n.with a dot\n\N{GREEK SMALL LETTER ALPHA} and words"


@pytest.fixture(params=SIDES)
def trial(request: pytest.FixtureRequest) -> Iterator[Trial]:
    with ExitStack() as stack:
        other_side = import_module(f"tests.channels.{request.param}")
        trial: Trial = stack.enter_context(other_side.trial())
        yield trial


def outgoing(**changes: object) -> Outgoing:
    given: dict[str, object] = {
        "id": uuid4(),
        "address": "wanda@corner.example",
        "name": "Wanda",
        "sender": "Hana",
        "subject": "A subject",
        "body": BODY,
        "why": "Because you work here.",
    }
    return Outgoing(**(given | changes))  # type: ignore[arg-type]  # one factory for every field


class Marks:
    """Counts how often it was said that the other side may have a message, and what it had then."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self.had: list[int] = []

    def __call__(self) -> None:
        self.had.append(len(self.trial.taken()))


def deliver(trial: Trial, *messages: Outgoing) -> Marks:
    marks = Marks(trial)
    with trial.channel.open() as channel:
        for message in messages:
            channel.deliver(message, marks)
    return marks


def test_the_list_of_channels_is_the_folders_but_the_one_to_copy() -> None:
    names = {name.replace("-", "_") for name in ChannelName if name.leaves}
    assert {*FOLDERS} - {COPIED} == names and COPIED in FOLDERS
    assert not ChannelName.IN_APP.leaves
    assert {path.stem for path in (ROOT / "tests/channels").glob("[!_]*.py")} == set(SIDES)


def test_without_settings_no_channel_of_the_list_is_set_up() -> None:
    assert installed(lambda name: "") == {name: None for name in ChannelName if name.leaves}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_setting_of_a_channel_is_described(folder: str) -> None:
    source = "".join(path.read_text() for path in (FOLDER / folder).rglob("*.py"))
    described = (ROOT / "docs/operate/settings.md").read_text()
    for name in set(re.findall(r'setting\("(TRIMTAB_[A-Z_]+)"\)', source)):
        assert f"`{name}`" in described


def test_what_is_delivered_is_there_once_and_whole_and_was_marked_before(trial: Trial) -> None:
    first, second = outgoing(), outgoing(subject="Another \N{EM DASH} subject")
    marks = deliver(trial, first, second)
    [one, other] = trial.taken()
    assert str(first.id) in one and str(second.id) in other and "A subject" in one
    assert "and words" in one and "\N{GREEK SMALL LETTER ALPHA}" in one
    assert ".with a dot" in one and first.why in one
    assert marks.had == [0, 1]


@pytest.mark.parametrize("how", [OtherSide.REFUSES_FOR_GOOD, OtherSide.REFUSES_FOR_NOW])
def test_what_is_refused_says_whether_for_good_and_others_still_go(
    trial: Trial, how: OtherSide
) -> None:
    if how in trial.never:
        return
    marks = Marks(trial)
    with trial.channel.open() as channel:
        trial.behaves(how)
        with pytest.raises(DeliveryFailed) as failed:
            channel.deliver(outgoing(), marks)
        assert failed.value.permanent is (how is OtherSide.REFUSES_FOR_GOOD)
        assert not trial.taken() and 0 < len(failed.value.args[0]) <= 300
        trial.behaves(OtherSide.WELL)
        channel.deliver(outgoing(), marks)
    assert len(trial.taken()) == 1


@pytest.mark.parametrize("how", [OtherSide.AWAY, OtherSide.SILENT])
def test_what_is_away_says_so_in_time_and_nothing_was_marked(trial: Trial, how: OtherSide) -> None:
    if how in trial.never:
        return
    trial.behaves(how)
    begun = time.monotonic()
    with pytest.raises(ChannelAway) as away:
        deliver(trial, outgoing())
    assert time.monotonic() - begun < MOST_SECONDS and len(away.value.args[0]) <= 300
    assert not trial.taken()
    trial.behaves(OtherSide.WELL)
    deliver(trial, outgoing())
    assert len(trial.taken()) == 1


def test_a_mark_that_is_refused_hands_nothing_over(trial: Trial) -> None:
    class NotMine(Exception):
        """The claim is another worker's."""

    def refuse() -> None:
        raise NotMine

    with pytest.raises(NotMine), trial.channel.open() as channel:
        channel.deliver(outgoing(), refuse)
    assert not trial.taken()
    deliver(trial, outgoing())
    assert len(trial.taken()) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "two\nlines"},
        {"subject": "x" * 200, "body": "y" * 1_000_000},
        {"name": 'Wanda "W" <w@else.example>, \N{SNOWMAN}'},
        {"body": ""},
        {"address": "wanda@corner.example\r\nRCPT TO:<other@else.example>"},
    ],
)
def test_a_message_that_is_hard_to_write_goes_or_is_refused_for_good(
    trial: Trial, changes: dict[str, object]
) -> None:
    begun = time.monotonic()
    try:
        deliver(trial, outgoing(**changes))
    except DeliveryFailed as failed:
        assert failed.permanent and not trial.taken()
    else:
        assert len(trial.taken()) == 1
    assert time.monotonic() - begun < MOST_SECONDS


@pytest.mark.parametrize("how", list(OtherSide))
def test_neither_log_nor_outbox_tells_a_secret_or_words_of_a_message(
    cast: Cast, trial: Trial, how: OtherSide, caplog: pytest.LogCaptureFixture
) -> None:
    if how in trial.never:
        return
    trial.behaves(how)
    with caplog.at_level(logging.DEBUG):
        settled(cast, trial)
    [row] = messaging.outbox().rows
    troubles = " ".join(trouble.problem for trouble in messaging.outbox_counts().troubles)
    for word in (*trial.secrets, "The subject", "The body", cast.worker.email):
        assert word not in caplog.text
        assert word == "The subject" or word not in f"{row.problem} {troubles}"


def settled(cast: Cast, trial: Trial) -> Delivered:
    """What becomes of one message when the worker lets it go by this channel."""
    messaging.queue(
        person_ids=[cast.worker.id],
        key="k",
        subject=as_written("The subject"),
        body=as_written("The body"),
        why=as_written("Because."),
        channel=ChannelName.EMAIL,
        now=NOW,
    )
    return messaging.deliver_due(now=NOW, channels={ChannelName.EMAIL: trial.channel})


@pytest.mark.parametrize(
    ("how", "state"),
    [
        (OtherSide.WELL, "sent"),
        (OtherSide.REFUSES_FOR_GOOD, "failed"),
        (OtherSide.REFUSES_FOR_NOW, "waiting"),
        (OtherSide.AWAY, "waiting"),
        (OtherSide.SILENT, "waiting"),
    ],
)
def test_what_the_other_side_says_is_what_the_outbox_says(
    cast: Cast, trial: Trial, how: OtherSide, state: str
) -> None:
    if how in trial.never:
        return
    trial.behaves(how)
    done = settled(cast, trial)
    [row] = messaging.outbox().rows
    assert row.state == state and done.sent == (state == "sent")
    is_away = how in (OtherSide.AWAY, OtherSide.SILENT)
    assert bool(messaging.outbox_counts().troubles) == is_away
    is_refused = how in (OtherSide.REFUSES_FOR_GOOD, OtherSide.REFUSES_FOR_NOW)
    # What is away may show when it is opened, or with the first message.
    assert is_away or bool(row.problem) == is_refused
    again = messaging.deliver_due(now=NOW, channels={ChannelName.EMAIL: trial.channel})
    assert again.sent == 0 and len(trial.taken()) == (state == "sent")
