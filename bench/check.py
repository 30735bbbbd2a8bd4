"""How fast a full strategy document is checked, beside reading it from YAML.

python -m bench.check [FILE …]
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from trimtab.strategy.domain.codec import load_yaml
from trimtab.strategy.domain.coherence import check
from trimtab.strategy.domain.planning import plan

DEMO = Path(__file__).parents[1] / "src/trimtab/demo/content/strategy.yaml"
PROMISED = 0.05


def median_seconds(act: Callable[[], object], times: int = 25) -> float:
    """The median of some runs, after one that does not count."""
    act()
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, default=[DEMO])
    for path in parser.parse_args().files:
        text = path.read_text()
        document = load_yaml(text).document
        reading = median_seconds(partial(load_yaml, text), 3)
        checking = median_seconds(partial(check, document))
        planning = median_seconds(partial(plan, document))
        print(
            f"{path.name}, {len(text.splitlines())} lines: checked in {1000 * checking:.1f} ms, "
            f"planned in {1000 * planning:.1f} ms; "
            f"promised is {1000 * PROMISED:.0f} ms for a check, ratio {PROMISED / checking:.1f}; "
            f"reading it takes {reading / checking:.0f} checks"
        )


if __name__ == "__main__":
    main()
