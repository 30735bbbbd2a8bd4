"""Findings for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trimtab.strategy.domain.codec import Loaded
from trimtab.strategy.domain.coherence import Finding, Severity


def as_text(findings: Sequence[Finding], loaded: Loaded, file: str) -> str:
    """One line a finding: file:line: CODE severity: sentence Mend."""
    return "\n".join(
        f"{file}:{loaded.line(one.place)}: {one.code} {one.severity}: {one.says} {one.mend}" for one in findings
    )


def as_data(findings: Sequence[Finding], loaded: Loaded, file: str) -> list[dict[str, Any]]:
    """Findings as plain data for programs."""
    return [
        {
            "file": file,
            "line": loaded.line(one.place),
            "code": one.code,
            "severity": one.severity.value,
            "place": one.place,
            "sentence": one.says,
            "mend": one.mend,
            "mendable": one.patch is not None,
        }
        for one in findings
    ]


def blocks(findings: Sequence[Finding]) -> bool:
    """Whether adoption is blocked."""
    return any(one.severity is Severity.ERROR for one in findings)
