"""Findings for people and for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from trimtab.strategy.domain.codec import Loaded
from trimtab.strategy.domain.coherence import CHECKS, Finding, Severity


def as_text(findings: Sequence[Finding], loaded: Loaded, file: str) -> str:
    """One line a finding: file:line: CODE severity: sentence Mend."""
    return "\n".join(
        f"{file}:{loaded.line(one.place)}: {one.code} {one.severity}: {one.says} {one.mend}"
        for one in findings
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


def as_github(findings: Sequence[Finding], loaded: Loaded, file: str) -> str:
    """Workflow commands that GitHub shows as annotations at the line."""
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    return "\n".join(
        f"::{levels[one.severity]} "
        f"file={_property(file)},line={loaded.line(one.place)},title={one.code}"
        f"::{_escaped(f'{one.says} {one.mend}')}"
        for one in findings
    )


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(reports: Sequence[tuple[str, Loaded, Sequence[Finding]]], version: str) -> str:
    """SARIF 2.1.0 (OASIS): one run over several files, each finding at its line with the rule it
    comes from.
    """
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
    rules = [
        {
            "id": one.code,
            "name": "".join(
                word.capitalize() for word in re.findall(r"[A-Za-z]+", one.name.replace("'", ""))
            ),
            "shortDescription": {"text": one.name},
            "fullDescription": {"text": one.why},
            "help": {"text": f"{one.why} Source: {one.source}."},
            "defaultConfiguration": {"level": levels[one.severity]},
        }
        for one in CHECKS
    ]
    position = {one.code: index for index, one in enumerate(CHECKS)}
    results = [
        {
            "ruleId": one.code,
            "ruleIndex": position[one.code],
            "level": levels[one.severity],
            "message": {"text": f"{one.says} {one.mend}"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(file.replace("\\", "/"))},
                        "region": {"startLine": loaded.line(one.place)},
                    },
                    "logicalLocations": [{"fullyQualifiedName": one.place}],
                }
            ],
        }
        for file, loaded, findings in reports
        for one in findings
    ]
    driver = {"name": "Trimtab", "version": version, "rules": rules}
    log = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }
    return json.dumps(log, indent=1, ensure_ascii=False)
