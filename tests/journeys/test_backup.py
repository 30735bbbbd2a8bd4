"""A whole installation goes into a file and comes back from it elsewhere; nothing of the original is touched."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.product import Product, free_port
from trimtab.config.keeping import archive
from trimtab.console import folder
from trimtab.kernel.errors import MachineTrouble

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A small installation that does not run; it has a package, as far as files go, and a figure that waits to be read."""
    product = Product(tmp_path_factory.mktemp("original") / "data", free_port())
    told = product.command(
        "init", "--name", "Corner", "--email", "ada@corner.example", "--password", "long-enough-1"
    )
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


def test_a_backup_is_restored_elsewhere_and_the_original_is_untouched(
    original: Product, tmp_path: Path
) -> None:
    before, file = whole(original.data), tmp_path / "trimtab.tar"
    told = original.command("backup", str(file))
    assert told.returncode == 0 and "rows are the same" in told.stdout, told.stderr
    assert file.stat().st_mode & 0o077 == 0
    with tarfile.open(file) as tar:
        assert "sources/link" not in tar.getnames()
    copy = Product(tmp_path / "restored", free_port())
    told = copy.command("restore", str(file))
    assert told.returncode == 0 and "Corner" in told.stdout, told.stderr
    assert "tables are the same as then" in told.stdout
    assert whole(copy.data) == before == whole(original.data)
    assert (copy.data / "database-password").read_text() != (
        original.data / "database-password"
    ).read_text()
    people = copy.command("export", "people")
    assert "ada@corner.example" in people.stdout, people.stderr
    refused = copy.command("restore", str(file))
    assert refused.returncode == 3 and "not empty" in refused.stderr


def packed(file: Path, members: dict[str, bytes], **changes: object) -> Path:
    """A backup with these members, whole unless changed."""
    said = {
        "format": archive.FORMAT,
        "made_at": "2026-09-01",
        "version": "0",
        "organisation": "",
        "tables": {},
        "files": len(members),
        "dump": hashlib.sha256(b"dump").hexdigest(),
        **changes,
    }
    with tarfile.open(file, "w") as tar:
        for name, content in {
            "manifest.json": json.dumps(said).encode(),
            "secret-key": b"s",
            "database.dump": b"dump",
            **members,
        }.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return file


def test_what_is_no_whole_backup_is_refused_and_nothing_is_written_elsewhere(
    tmp_path: Path,
) -> None:
    data, media = tmp_path / "data", {"media/a": b"a" * 4096}
    good = packed(tmp_path / "good", media)
    archive.unpack(good, data)
    assert sorted(path.name for path in data.rglob("*") if path.is_file()) == [
        "a",
        "database.dump",
        "secret-key",
    ]
    (tmp_path / "shorter").write_bytes(good.read_bytes()[:-9_000])
    (tmp_path / "zip").write_bytes(b"PK\x03\x04" * 4096)
    packed(tmp_path / "changed", media, dump="0" * 64)
    packed(tmp_path / "fewer", media, files=2)
    packed(tmp_path / "newer", media, format="trimtab-backup 3")
    packed(tmp_path / "outside", {"../evil": b"x"})
    packed(tmp_path / "climbing", {"media/../../evil": b"x"})
    packed(tmp_path / "postgres", {"postgres/pg_hba.conf": b"x"})
    for name in (
        "shorter",
        "zip",
        "changed",
        "fewer",
        "newer",
        "outside",
        "climbing",
        "postgres",
        "gone",
    ):
        with pytest.raises(MachineTrouble):
            archive.unpack(tmp_path / name, tmp_path / "other" / name)
    assert not list(tmp_path.rglob("evil")) and not list(tmp_path.rglob("pg_hba.conf"))


def test_without_its_secret_an_installation_says_so_and_makes_no_other(original: Product) -> None:
    kept = (original.data / "secret-key").read_text()
    (original.data / "secret-key").unlink()
    told = original.command("doctor")
    assert told.returncode == 3 and "secret of this installation is missing" in told.stdout
    assert (
        original.command("run", "--no-demo").returncode == 3
        and not (original.data / "secret-key").exists()
    )
    (original.data / "secret-key").write_text(kept)


def test_an_upgrade_makes_a_backup_first_and_its_way_back_leads_to_what_was(
    original: Product, tmp_path: Path
) -> None:
    """The tables of the version before are those without the last step of this one."""
    before = steps(original, "jobs", "0001")
    with folder.locked(original.data):
        refused = original.command("upgrade")
    assert refused.returncode == 3 and "runs on" in refused.stderr
    told = original.command("upgrade")
    assert told.returncode == 0 and "tables compared" in told.stdout, told.stderr
    back = re.search(r"trimtab (restore --as-it-was) (\S+)", told.stdout)
    assert back, told.stdout
    copy = Product(tmp_path / "back", free_port())
    told = copy.command(*back[1].split(), back[2])
    assert told.returncode == 0 and "tables are the same as then" in told.stdout, told.stderr
    assert steps(copy) == before
    told = original.command("upgrade")
    assert told.returncode == 0 and "already" in told.stdout


def steps(product: Product, *first: str) -> str:
    """The migrations that are applied, once a part has been taken to one of its own."""
    program = (
        "import sys\n"
        "from trimtab.console import environment\n"
        "with environment.database(migrated=False):\n"
        "    from django.core.management import call_command\n"
        "    if sys.argv[1:]:\n"
        "        call_command('migrate', *sys.argv[1:], verbosity=0)\n"
        "    call_command('showmigrations', '--plan')\n"
    )
    told = subprocess.run(
        [product.python, "-c", program, *first],
        cwd="/",
        env=product.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout
