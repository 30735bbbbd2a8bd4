"""Pages and SQL that are written from the product itself: `make docs` writes them, a test holds them to be current."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from trimtab.evaluation.domain.sums.named import AGGREGATIONS
from trimtab.evaluation.domain.sums.writing import postgres_text
from trimtab.strategy.domain.catalogue import BY_CODE, QUESTIONS
from trimtab.strategy.domain.codec import json_schema
from trimtab.strategy.domain.coherence import CHECKS
from trimtab.strategy.domain.rules import RULES
from trimtab.strategy.domain.settings import SETTINGS

ROOT = Path(__file__).parents[2]
DOCS, SQL = ROOT / "docs", ROOT / "src/trimtab/evaluation/queries/sql"


def rules_page() -> str:
    """Findings, questions, rules and settings as tables."""
    lines = [
        "# Questions, rules, findings and settings of the strategy",
        "",
        "Written by `make docs`. Codes are stable. Sources are named so that they can be looked up; legal rules are design defaults for",
        "counsel to check. `trimtab check --explain CODE` says the same on the command line.",
        "",
        "## Findings of the coherence check",
        "",
        "| code | severity | what | why it matters | source |",
        "| --- | --- | --- | --- | --- |",
        *(
            f"| {one.code} | {one.severity} | {one.name} | {one.why} | {one.source} |"
            for one in CHECKS
        ),
        "",
        "## Questions",
        "",
        "| code | area | asks | best answered by | source |",
        "| --- | --- | --- | --- | --- |",
        *(
            f"| {one.code} | {one.area} | {one.asks} | {one.asked_of} | {one.source} |"
            for one in QUESTIONS
        ),
        "",
        "## Context rules",
        "",
        "A declined `must` blocks adoption; a `should` holds unless it is declined; a `may` holds when it is accepted.",
        "",
        "| code | strength | reads | source |",
        "| --- | --- | --- | --- |",
        *(
            f"| {one.code} | {one.strength} | {', '.join(code for code in one.reads if code in BY_CODE)} | {one.source} |"
            for one in RULES
        ),
        "",
        "## Settings",
        "",
        "Where two rules meet the stricter value holds. What no room can keep is kept by people, and said so.",
        "",
        "| setting | means | when nothing sets it | kept by | for |",
        "| --- | --- | --- | --- | --- |",
        *(
            f"| {one.key} | {one.says} | {_value(one.default)} | {one.kept_by} | {'an audience' if one.for_audience else 'all'} |"
            for one in SETTINGS
        ),
        "",
    ]
    return "\n".join(lines)


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "nothing"
    return (
        {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )


def schema() -> str:
    """The JSON Schema of the strategy document."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


WRITTEN: dict[Path, Callable[[], str]] = {
    DOCS / "science/strategy-rules.md": rules_page,
    DOCS / "strategy.schema.json": schema,
    **{SQL / f"{which}.sql": partial(postgres_text, which) for which in AGGREGATIONS},
}

if __name__ == "__main__":
    for path, write in WRITTEN.items():
        path.write_text(write(), encoding="utf-8")
