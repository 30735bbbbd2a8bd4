"""Fuzzes the statement parser with atheris (coverage-guided, libFuzzer), and says how much was
tried.

python -m bench.fuzz [--runs 200000]

atheris is no dependency: pip install atheris (CPython 3.11 to 3.13, Linux). Half of the inputs are
bytes as they come, which learn to be JSON; half change one place of a full statement. Anything but
a Refusal is a find and ends the run with its input.
"""

from __future__ import annotations

import argparse
import copy
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID


def child(arguments: list[str]) -> None:
    """The fuzzing itself, until the number of runs is reached."""
    import atheris  # type: ignore[import-untyped]  # it has no types, and is installed by hand

    with atheris.instrument_imports(
        include=["trimtab.xapi", "trimtab.lrs.domain", "trimtab.kernel"]
    ):
        from trimtab.kernel.errors import Refusal
        from trimtab.lrs.domain.statements.preparing import Stamp, prepare
        from trimtab.xapi.decoding import decode
    from tests.pure.xapi_examples import PLACES, WITHOUT_DATA

    stamp = Stamp("fuzz", "http://localhost:8000")

    def one(data: bytes) -> None:
        content = data[1:] if not data or data[0] % 2 else _changed(WITHOUT_DATA, PLACES, data)
        try:
            prepare(decode(content), stamp=stamp, mint=lambda: UUID(int=0))
        except Refusal:
            return

    def _changed(full: dict, places: list, data: bytes) -> bytes:  # type: ignore[type-arg]
        source = atheris.FuzzedDataProvider(data[1:])
        made = at = copy.deepcopy(full)
        path = places[source.ConsumeIntInRange(0, len(places) - 1)]
        for step in path[:-1]:
            at = at[step]
        text = source.ConsumeUnicode(40)
        choices = [
            text,
            source.ConsumeFloat(),
            source.ConsumeInt(9),
            None,
            [text],
            {text: text},
            True,
        ]
        at[path[-1]] = choices[source.ConsumeIntInRange(0, len(choices) - 1)]
        return json.dumps(made, ensure_ascii=False).encode("utf-8", "surrogatepass")

    atheris.Setup(arguments, one)
    atheris.Fuzz()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=200_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="trimtab-fuzz-") as folder:
        from tests.pure.xapi_examples import FULL, SIMPLE

        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for number, one in enumerate((FULL, SIMPLE, [SIMPLE])):
            (corpus / str(number)).write_bytes(b"\x01" + json.dumps(one).encode())
        command = [
            sys.executable,
            "-m",
            "bench.fuzz",
            "--child",
            f"-runs={given.runs}",
            "-max_len=4096",
            "-print_final_stats=1",
            f"-artifact_prefix={folder}/",
            str(corpus),
        ]
        start = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        seconds = time.monotonic() - start
        finds = [path.read_bytes() for path in Path(folder).iterdir() if path.is_file()]
    said = done.stdout + done.stderr
    runs = re.findall(r"stat::number_of_executed_units:\s*(\d+)", said)
    cover = re.findall(r"cov: (\d+) ft: (\d+) corp: (\d+)", said)
    if not runs or not cover:
        sys.exit(said[-3000:])
    print(f"{int(runs[-1]):,} inputs in {seconds:,.0f} s ({int(runs[-1]) / seconds:,.0f} a second)")
    print(
        f"{cover[-1][0]} edges and {cover[-1][1]} features of the parser reached; {cover[-1][2]} "
        "inputs worth keeping"
    )
    print(f"{len(finds)} finds")
    for find in finds:
        print(find[:500])
    if finds:
        print(said[-3000:])
    sys.exit(1 if finds or done.returncode else 0)


if __name__ == "__main__":
    if "--child" in sys.argv:
        child([sys.argv[0], *(one for one in sys.argv[1:] if one != "--child")])
    else:
        main()
