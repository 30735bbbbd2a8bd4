"""`trimtab run` as its users meet it: it starts, refuses clearly, survives being killed, and loses nothing it acknowledged.

The product is the one of the wheel, in an empty folder, so that nothing of the source tree helps.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests import wheel
from tests.product import Product, answer_one, free_port, share_demonstration, signed_in

pytestmark = pytest.mark.slow
PEOPLE = 20_000


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    folder = tmp_path_factory.mktemp("run")
    python = wheel.install(
        wheel.build(tmp_path_factory.mktemp("wheel")), tmp_path_factory.mktemp("installed")
    )
    found = Product(folder / "data", free_port(), python)
    found.start()
    share_demonstration(found)
    yield found
    found.stop()


def reviews(client: httpx.Client) -> int:
    """How many answers the platform holds about the person who is signed in, by their own page of data."""
    return len(client.get("/me/data.json").json()["answers"])


def test_the_wheel_alone_is_the_product_and_has_the_demonstration(product: Product) -> None:
    told = product.command("export", "strategy")
    assert told.returncode == 0 and "Green Basket" in told.stdout
    where = subprocess.run(
        [product.python, "-c", "import trimtab; print(trimtab.__file__)"],
        cwd="/",
        env=product.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout).is_relative_to(product.python.parents[1])


def test_the_data_are_for_their_owner_alone_and_nothing_above_is_loosened(product: Product) -> None:
    for path in (product.data, product.data / "postgres"):
        assert path.stat().st_mode & 0o077 == 0
    assert product.data.parent.stat().st_mode & 0o077 == 0


def test_a_second_start_on_the_same_folder_is_refused_in_one_sentence(product: Product) -> None:
    done = product.command("run")
    assert done.returncode == 3 and "already" in done.stderr and "Traceback" not in done.stderr
    assert product.is_well()


def test_a_copy_of_the_live_folder_touches_nothing_of_the_original(
    product: Product, tmp_path: Path
) -> None:
    """Whatever the copied files say of processes, sockets and locks is the original's; nothing of it is ended, and a port that is taken
    is refused before anything is looked at."""
    subprocess.run(["cp", "-a", product.data, tmp_path / "copy"], check=True)
    pids = product.pids()
    done = Product(tmp_path / "copy", product.port, product.python).command("run")
    assert done.returncode == 3 and "taken" in done.stderr
    copy = Product(tmp_path / "copy", free_port(), product.python)
    copy.start()
    try:
        assert product.is_well() and product.pids() == pids
        assert copy.is_well() and not set(copy.pids().values()) & set(pids.values())
    finally:
        copy.stop()
    assert product.is_well() and product.pids() == pids
    assert (copy.data / "socket-folder").read_text() != (product.data / "socket-folder").read_text()


def test_a_taken_port_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = Product(tmp_path / "data", taken.getsockname()[1]).command("run", "--no-demo")
    assert done.returncode == 3 and "taken" in done.stderr and "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = Product(tmp_path / "file" / "data", free_port()).command("run", "--no-demo")
    assert (
        done.returncode == 3
        and "cannot be written" in done.stderr
        and "Traceback" not in done.stderr
    )


def test_data_of_another_version_are_refused_and_untouched(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "postgres"
    folder.mkdir(parents=True)
    (folder / "PG_VERSION").write_text("12\n")
    (tmp_path / "data" / "secret-key").write_text("s" * 50)
    done = Product(tmp_path / "data", free_port()).command("run", "--no-demo")
    assert done.returncode == 3 and "PostgreSQL 12" in done.stderr
    assert [path.name for path in folder.iterdir()] == ["PG_VERSION"]


@pytest.mark.parametrize("victim", ["web", "web 2", "worker", "database"])
def test_killed_in_the_middle_of_practice_it_comes_back_with_every_acknowledged_answer(
    product: Product, victim: str
) -> None:
    client = signed_in(product, "learner")
    before = reviews(client)
    acknowledged = int(answer_one(client) is not None)
    os.kill(product.pids()[victim], signal.SIGKILL)
    with suppress(httpx.HTTPError, AssertionError):
        acknowledged += int(answer_one(client) is not None)
    until = time.monotonic() + 60
    while not product.is_well() and time.monotonic() < until:
        time.sleep(0.2)
    assert product.is_well()
    assert before + acknowledged <= reviews(client) <= before + acknowledged + 1


def test_killed_altogether_in_the_middle_of_an_import_nothing_is_half_done(
    product: Product, tmp_path: Path
) -> None:
    client = signed_in(product, "learner")
    before, people = reviews(client), count_people(product)
    file = tmp_path / "people.csv"
    file.write_text(
        "email,name\n"
        + "".join(f"import{n}@greenbasket.example,Import {n}\n" for n in range(PEOPLE))
    )
    importing = product.begin("import", "people", str(file))
    time.sleep(2.5)
    assert importing.poll() is None, "the import was over before it could be killed"
    for pid in (*product.pids().values(), importing.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    time.sleep(0.5)
    product.start()
    assert count_people(product) in {people, people + PEOPLE}
    assert reviews(signed_in(product, "learner")) == before


def count_people(product: Product) -> int:
    page = signed_in(product, "administrator").get("/people").text
    found = re.search(r"<h1>\s*([\d,.\u00a0]+) people", page)
    assert found, page[:300]
    return int(re.sub(r"\D", "", found[1]))


def test_a_second_start_takes_seconds_and_keeps_the_data(product: Product) -> None:
    people = count_people(product)
    product.stop()
    product.start()
    assert count_people(product) == people
