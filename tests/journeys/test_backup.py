"""A whole installation goes into a file and comes back from it elsewhere; nothing of the original is touched."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.product import Product, free_port

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A small installation that does not run; it has a package, as far as files go, and a figure that waits to be read."""
    product = Product(tmp_path_factory.mktemp("original") / "data", free_port())
    told = product.command("init", "--name", "Corner", "--email", "ada@corner.example", "--password", "long-enough-1")
    assert told.returncode == 0, told.stderr
    for name in ("media/packages/one/index.html", "sources/queues.csv"):
        (product.data / name).parent.mkdir(parents=True)
        (product.data / name).write_text(name)
    (product.data / "sources" / "link").symlink_to("/etc/passwd")
    yield product


def whole(data: Path) -> dict[str, bytes]:
    """What must come back, beside the database."""
    names = ("secret-key", "media/packages/one/index.html", "sources/queues.csv")
    return {name: (data / name).read_bytes() for name in names}


def test_a_backup_is_restored_elsewhere_and_the_original_is_untouched(original: Product, tmp_path: Path) -> None:
    before, file = whole(original.data), tmp_path / "trimtab.tar"
    told = original.command("backup", str(file))
    assert told.returncode == 0, told.stderr
    assert file.stat().st_mode & 0o077 == 0
    with tarfile.open(file) as archive:
        assert "sources/link" not in archive.getnames()
    again = original.command("backup", str(file))
    assert again.returncode == 3 and "is there already" in again.stderr

    copy = Product(tmp_path / "restored", free_port())
    told = copy.command("restore", str(file))
    assert told.returncode == 0 and "Corner" in told.stdout, told.stderr
    assert whole(copy.data) == before == whole(original.data)
    assert (copy.data / "database-password").read_text() != (original.data / "database-password").read_text()
    for product in (original, copy):
        people = product.command("export", "people")
        assert "ada@corner.example" in people.stdout, people.stderr
    refused = copy.command("restore", str(file))
    assert refused.returncode == 3 and "not empty" in refused.stderr


@pytest.mark.parametrize("broken", ["shorter", "other", "nothing"])
def test_what_is_no_whole_backup_is_refused_and_leaves_the_folder_empty(
    original: Product, tmp_path: Path, broken: str
) -> None:
    file = tmp_path / "trimtab.tar"
    if broken == "other":
        file.write_bytes(b"PK\x03\x04" * 4096)
    elif broken == "shorter":
        assert original.command("backup", str(tmp_path / "good.tar")).returncode == 0
        file.write_bytes((tmp_path / "good.tar").read_bytes()[:-60_000])
    copy = Product(tmp_path / "restored", free_port())
    told = copy.command("restore", str(file))
    assert told.returncode == 3 and "Traceback" not in told.stderr
    assert not copy.data.exists() or not list(copy.data.iterdir())


def test_without_its_secret_an_installation_says_so_and_makes_no_other(original: Product) -> None:
    kept = (original.data / "secret-key").read_text()
    (original.data / "secret-key").unlink()
    told = original.command("doctor")
    assert told.returncode == 3 and "secret of this installation is missing" in told.stdout
    assert original.command("run", "--no-demo").returncode == 3 and not (original.data / "secret-key").exists()
    (original.data / "secret-key").write_text(kept)
    assert original.command("doctor").returncode == 0
