"""Kills parts of the running product again and again while everybody works with it, and then
counts.

python -m bench.kills [--times 50] [--log FILE] [--seed N] [--victims web worker database backend
everything]

It starts `trimtab run` in an empty folder, as a rehearsal, with a mail server of its own. Programs
post statements, learners answer in the browser's forms, a strategist asks people by letter,
campaigns go out by mail, and the clock is set on so that the scheduled jobs have much to do. At
random moments one of these dies by SIGKILL: the web processes, the worker, the database, one of its
backends, or everything. Nothing is mended by hand; what it does by itself is waited for. At the end
what is there is held against what was acknowledged and against what the mail server got.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
from tests.mail_server import MailServer, serving
from tests.product import answer_one

from bench.ingest import statement
from bench.stage import children, headers
from trimtab.console.postgres import Cluster

VICTIMS = ("web", "worker", "database", "backend", "everything")
START_SECONDS = 240
A_LEASE = "10m"
OUTSIDE = 12


@dataclass
class Tally:
    """What the clients were told is there: ids of statements and answers, titles of enquiries."""

    statements: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    enquiries: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)

    def said(self) -> str:
        return f"{len(self.statements):,} statements, {len(self.answers)} answers, {len(self.enquiries)} enquiries acknowledged"


@dataclass
class Stage:
    """`trimtab run` in a folder, with the accounts of its scene."""

    data: Path
    mail: MailServer
    web_processes: int = 2
    port: int = 0
    scene: dict[str, Any] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        names = ("DATABASE_URL", "TRIMTAB_SECRET_KEY", "DJANGO_SETTINGS_MODULE")
        return {name: value for name, value in os.environ.items() if name not in names} | {
            "TRIMTAB_DATA": str(self.data),
            "TRIMTAB_PORT": str(self.port),
            "TRIMTAB_WEB_PROCESSES": str(self.web_processes),
            "TRIMTAB_REHEARSAL": "yes",
            "TRIMTAB_EMAIL_URL": self.mail.url,
            "TRIMTAB_EMAIL_FROM": "Trimtab <trimtab@corner.example>",
            "PYTHONWARNINGS": "ignore",
        }

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def build(self, learners: int, readers: int, campaigns: int) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "bench.kills_scene",
            *map(str, (learners, readers, campaigns)),
        ]
        made = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )
        assert made.returncode == 0, made.stderr[-2000:]
        self.scene = json.loads(made.stdout.splitlines()[-1])

    def start(self) -> None:
        with (self.data.parent / "said").open("ab") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "trimtab", "run", "--no-demo"],
                env=self.environment,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        self.wait()

    def wait(self) -> float:
        """Returns, after how many seconds, when all its parts say that they are well."""
        begun, said = time.monotonic(), "nothing"
        while time.monotonic() < begun + START_SECONDS:
            with suppress(httpx.HTTPError):
                answer = httpx.get(f"{self.address}/healthz", timeout=5)
                said = answer.text[:1000]
                if answer.status_code == 200:
                    return time.monotonic() - begun
            time.sleep(0.2)
        raise AssertionError(f"it is not well again: {said}")

    def kill(self, victim: str, dice: random.Random) -> None:
        """SIGKILL, to all processes of the part at once."""
        pids = json.loads((self.data / "processes.json").read_text())
        doomed = [
            pid for name, pid in pids.items() if victim == "everything" or name.startswith(victim)
        ]
        backends = children(pids["database"])
        if victim in {"database", "everything"}:
            doomed += backends
        if victim == "backend" and backends:
            doomed = [dice.choice(backends)]
        if victim == "everything" and self.process:
            doomed.append(self.process.pid)
        for pid in doomed:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if victim == "everything" and self.process:
            self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)

    def signed_in(self, email: str) -> httpx.Client:
        client = httpx.Client(base_url=self.address, follow_redirects=True, timeout=30)
        client.get("/sign-in")
        form = {"username": email, "password": self.scene["password"]}
        assert post(client, "/sign-in", form).status_code == 200
        return client


def post(client: httpx.Client, path: str, form: dict[str, Any]) -> httpx.Response:
    """Posts a form as a browser does."""
    token = {"csrfmiddlewaretoken": client.cookies["csrftoken"]}
    return client.post(path, data=form | token, headers={"Referer": str(client.base_url)})


@dataclass
class Seat:
    """Somebody at a browser, who signs in again when it does not answer as it should: the session
    may be over."""

    stage: Stage
    email: str
    client: httpx.Client | None = None

    @contextmanager
    def taken(self) -> Iterator[httpx.Client]:
        self.client = self.client or self.stage.signed_in(self.email)
        try:
            yield self.client
        except (AssertionError, KeyError):
            self.client = None
            raise


@dataclass
class Crowd:
    """Everybody who works with it, each in a thread, until told to stop."""

    stage: Stage
    tally: Tally
    pause: float
    stop: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        ada, clock = (Seat(self.stage, self.stage.scene["administrator"]) for _ in range(2))
        learners = [Seat(self.stage, email) for email in self.stage.scene["learners"]]
        for turn in (
            self._statements(),
            self._answers(learners),
            self._enquiries(ada),
            self._time(clock),
        ):
            thread = threading.Thread(target=self._again_and_again, args=(turn,), daemon=True)
            thread.start()
            self.threads.append(thread)

    def end(self) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(60)

    def _again_and_again(self, turn: Callable[[], None]) -> None:
        while not self.stop.wait(self.pause):
            try:
                turn()
            except (httpx.HTTPError, AssertionError, KeyError, ValueError) as fault:
                self.tally.faults[type(fault).__name__] += 1

    def _statements(self) -> Callable[[], None]:
        user, secret = self.stage.scene["key"]
        client = httpx.Client(
            base_url=self.stage.address, headers=headers((user, secret)), timeout=20
        )

        def turn() -> None:
            batch = [statement(number) for number in range(10)]
            answer = client.post("/xapi/statements", content=json.dumps(batch))
            if answer.status_code == 200:
                self.tally.statements += [str(one["id"]) for one in batch]
            else:
                self.tally.faults[str(answer.status_code)] += 1

        return turn

    def _answers(self, learners: list[Seat]) -> Callable[[], None]:
        turns = iter(range(10**9))

        def turn() -> None:
            with learners[next(turns) % len(learners)].taken() as client:
                assert client.get("/today").url.path == "/today"
                review = answer_one(client)
            if review:
                self.tally.answers.append(review)

        return turn

    def _enquiries(self, ada: Seat) -> Callable[[], None]:
        def turn() -> None:
            title = f"Asked {secrets.token_hex(6)}"
            people = {
                key: value
                for n in range(OUTSIDE)
                for key, value in (
                    (f"name-{n}", f"Otto {n}"),
                    (f"email-{n}", f"{secrets.token_hex(5)}@else.example"),
                )
            }
            closes = (datetime.now(UTC) + timedelta(days=300)).date().isoformat()
            form = {
                "title": title,
                "code": "Q-D9",
                "closes_on": closes,
                "silence": "go-on",
                **people,
            }
            with ada.taken() as client:
                answer = post(client, "/strategy/asking/new", form)
                assert (
                    answer.status_code == 200
                    and title in answer.text
                    and "/strategy/asking/" in str(answer.url)
                )
            self.tally.enquiries.append(title)
            self.stop.wait(30 * self.pause)

        return turn

    def _time(self, ada: Seat) -> Callable[[], None]:
        turns = iter(range(10**9))

        def turn() -> None:
            # A clock that runs away from jobs that take their time would make them overdue.
            if unfinished(self.stage) == 0:
                with ada.taken() as client:
                    set_on(client, "1d" if next(turns) % 8 == 7 else "1m")

        return turn


def unfinished(stage: Stage) -> int | None:
    """How many jobs are due or run; None while nobody can say."""
    try:
        answer: dict[str, Any] = httpx.get(f"{stage.address}/healthz", timeout=10).json()
    except (httpx.HTTPError, ValueError):
        return None
    return answer.get("unfinished")


def set_on(client: httpx.Client, span: str) -> None:
    """Sets the rehearsal's clock on, on its page."""
    client.get("/rehearsal")
    answer = post(client, "/rehearsal", {"ahead": span})
    assert answer.status_code == 200 and answer.url.path == "/rehearsal"


@contextmanager
def played(
    folder: Path,
    *,
    learners: int,
    readers: int,
    campaigns: int,
    slow: Callable[[], float],
    web_processes: int = 2,
) -> Iterator[Stage]:
    """The product with its scene, started; ended at the end of the block."""
    data = folder / "data"
    data.mkdir(mode=0o700)
    with serving(MailServer(slow=slow)) as mail:
        stage = Stage(data, mail, web_processes)
        stage.build(learners, readers, campaigns)
        try:
            stage.start()
            yield stage
        finally:
            stage.stop()


def settle(stage: Stage, *, seconds: float = 900) -> None:
    """Waits until the product has settled by itself what it can: a lease is over, and nothing is
    due or under way. Raises when that does not come: what is still on its way cannot be counted."""
    stage.mail.slow = lambda: 0.0
    stage.wait()
    ada = stage.signed_in(stage.scene["administrator"])
    set_on(ada, A_LEASE)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with psycopg.connect(Cluster(stage.data).url) as connection:
            left = _count(connection, _LEFT)
        if unfinished(stage) == 0:
            if not left:
                return
            set_on(ada, "1m")
        time.sleep(0.3)
    raise AssertionError(f"{left} messages or jobs are still on their way")


_LEFT = """
    SELECT (SELECT count(*) FROM messaging_message WHERE state IN ('waiting', 'sending'))
         + (SELECT count(*) FROM messaging_letter WHERE state IN ('waiting', 'sending'))
         + (SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' AND attempts > 0)
"""
_MAIL = """
    SELECT id::text, state FROM messaging_message WHERE channel = 'email' UNION ALL SELECT id::text, state FROM messaging_letter
"""
_TWICE_IN_APP = (
    "SELECT count(*) FROM messaging_message WHERE channel = 'in-app' AND state = 'uncertain'"
)


def _count(connection: psycopg.Connection[Any], query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def begun_at(stage: Stage) -> datetime | None:
    """When the job that delivers messages last began, by the product's clock."""
    with psycopg.connect(Cluster(stage.data).url) as connection:
        row = connection.execute(
            "SELECT started_at FROM jobs_scheduledjob WHERE name = 'deliver-messages'"
        ).fetchone()
    return row[0] if row else None


def verdict(stage: Stage, tally: Tally) -> tuple[dict[str, int], dict[str, int]]:
    """What must be none, and what there was."""
    seen, taken = stage.mail.times(), {mail.key for mail in stage.mail.taken}
    with psycopg.connect(Cluster(stage.data).url) as connection:
        stored = Counter(key for (key,) in connection.execute("SELECT id::text FROM lrs_statement"))
        reviews = Counter(
            key for (key,) in connection.execute("SELECT id::text FROM practice_review")
        )
        titles = Counter(
            title for (title,) in connection.execute("SELECT title FROM strategy_enquiry")
        )
        mail = {f"<{key}@trimtab>": state for key, state in connection.execute(_MAIL)}
        unwritten = _count(
            connection,
            "SELECT count(*) FROM strategy_invitation AS i WHERE i.person_id IS NULL AND NOT "
            "EXISTS "
            "(SELECT FROM messaging_letter AS l WHERE l.key = 'asking/' || i.id || '/asked')",
        )
        unfailed = _count(connection, "SELECT count(*) FROM jobs_scheduledjob WHERE failures > 0")
        in_app = _count(connection, _TWICE_IN_APP)
        left = _count(connection, _LEFT)
        received = _count(
            connection, "SELECT count(*) FROM lrs_statement WHERE verb LIKE '%/received'"
        )
        sent_rows = _count(
            connection, "SELECT count(*) FROM messaging_message WHERE state = 'sent'"
        )
    states = Counter(mail.values())
    bad = {
        "statements lost": sum(stored[key] != 1 for key in tally.statements),
        "answers lost": sum(reviews[key] != 1 for key in tally.answers),
        "enquiries lost or doubled": sum(titles[title] != 1 for title in tally.enquiries),
        "people asked without a letter": unwritten,
        "mails that arrived twice": sum(times > 1 for times in seen.values()),
        "mails sent that did not arrive": sum(
            state == "sent" and key not in taken for key, state in mail.items()
        ),
        "mails that arrived and would go again": sum(
            state in {"waiting", "sending", "failed"} and key in seen for key, state in mail.items()
        ),
        "mails of nobody": sum(key not in mail for key in seen),
        "mails neither sent nor waiting nor shown as uncertain": sum(
            state not in {"sent", "waiting", "uncertain", "dropped", "in-digest"}
            for state in mail.values()
        ),
        "messages in the app that are uncertain": in_app,
        "messages sent without evidence, or evidence without": abs(received - sent_rows),
        "left under way": left,
        "jobs that fail": unfailed,
    }
    uncertain = [key for key, state in mail.items() if state == "uncertain"]
    there = {
        "mails sent": states["sent"],
        "uncertain": len(uncertain),
        "of these arrived": sum(key in seen for key in uncertain),
        "waiting": states["waiting"],
        "connections to the mail server": stage.mail.connections,
        "statements": len(tally.statements),
        "answers": len(tally.answers),
        "enquiries": len(tally.enquiries),
    }
    return bad, there


def kill_again_and_again(
    stage: Stage,
    crowd: Crowd,
    *,
    times: int,
    dice: random.Random,
    victims: tuple[str, ...],
    say: Callable[[str], None],
    pause: float = 3.0,
    waits_for_job: bool = True,
) -> None:
    """Kills so many times, half a second to `pause` more after it was well, and waits until it is
    well again by itself. Every victim has its turn before one has its second."""
    for number in range(1, times + 1):
        if (number - 1) % len(victims) == 0:
            order = dice.sample(victims, len(victims))
        victim = order[(number - 1) % len(victims)]
        time.sleep(0.5 + dice.random() * pause)
        before = begun_at(stage)
        stage.kill(victim, dice)
        begun = time.monotonic()
        time.sleep(0.3)
        if victim == "everything":
            stage.start()
        stage.wait()
        well = time.monotonic() - begun
        while waits_for_job and begun_at(stage) == before:
            assert time.monotonic() < begun + START_SECONDS, (
                "the job that delivers messages does not run again"
            )
            time.sleep(0.2)
        say(
            f"{number:3} SIGKILL to {victim:<10} well again after {well:5.1f} s, its job runs "
            f"again after {time.monotonic() - begun:5.1f} s; "
            f"{crowd.tally.said()}; "
            f"{len(stage.mail.taken)} mails arrived"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=secrets.randbits(32))
    parser.add_argument("--victims", nargs="+", choices=VICTIMS, default=VICTIMS)
    parser.add_argument("--log", type=Path, default=None)
    given = parser.parse_args()
    log = given.log.open("w") if given.log else None

    def say(line: str) -> None:
        print(line, flush=True)
        if log:
            print(line, file=log, flush=True)

    dice, tally = random.Random(given.seed), Tally()
    say(f"seed {given.seed}")
    with tempfile.TemporaryDirectory(prefix="trimtab-kills-") as folder:
        Path(folder).chmod(0o755)
        with played(
            Path(folder), learners=12, readers=60, campaigns=20, slow=lambda: dice.random() * 0.12
        ) as stage:
            crowd = Crowd(stage, tally, pause=0.2)
            crowd.begin()
            kill_again_and_again(
                stage, crowd, times=given.times, dice=dice, victims=tuple(given.victims), say=say
            )
            crowd.end()
            settle(stage)
            bad, there = verdict(stage, tally)
            if any(bad.values()):
                kept = Path(tempfile.mkdtemp(prefix="trimtab-kills-said-")) / "said"
                kept.write_text((Path(folder) / "said").read_text())
                say(f"what it said is in {kept}")
    say("; ".join(f"{name} {many:,}" for name, many in there.items()))
    say("; ".join(f"{name} {many:,}" for name, many in bad.items()))
    say(
        "without an answer or with another than awaited: "
        + ", ".join(f"{name} {many:,}" for name, many in tally.faults.items())
    )
    say(
        f"{given.times} kills: "
        f"{'FAILED' if any(bad.values()) else 'nothing acknowledged lost, no message sent twice'}"
    )
    sys.exit(1 if any(bad.values()) else 0)


if __name__ == "__main__":
    main()
