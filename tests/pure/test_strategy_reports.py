"""Findings for people and for other programs, and what each code means."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped,unused-ignore]  # typed where types-jsonschema is
import msgspec
import pytest

from trimtab.kernel.said import as_written
from trimtab.strategy.domain.codec import Loaded, dump_yaml, load_yaml
from trimtab.strategy.domain.coherence import CHECKS, Finding, check
from trimtab.strategy.domain.explaining import codes, explain
from trimtab.strategy.domain.report import as_github, as_sarif

DEMO = Path(__file__).parents[2] / "src/trimtab/demo/content/strategy.yaml"
FLUFF = "We leverage synergy, 100 % holistic: it empowers everybody."


@pytest.fixture(scope="module")
def broken() -> Loaded:
    document = msgspec.structs.replace(load_yaml(DEMO.read_text()).document, summary=FLUFF)
    return load_yaml(dump_yaml(document))


@pytest.fixture(scope="module")
def fluff(broken: Loaded) -> Finding:
    return next(one for one in check(broken.document) if one.code == "L1")


def test_the_wording_check_marks_the_words_themselves(fluff: Finding) -> None:
    assert [FLUFF[start:end] for start, end in fluff.marks] == ["leverage", "synergy", "holistic"]


def test_sarif_names_rule_file_line_and_level(broken: Loaded) -> None:
    log = json.loads(as_sarif([("a/s.yaml", broken, check(broken.document))], "1.0"))
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert log["version"] == "2.1.0" and [one["id"] for one in rules] == [
        one.code for one in CHECKS
    ]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] and result["level"] in {
            "error",
            "warning",
            "note",
        }
    place = next(one for one in run["results"] if one["ruleId"] == "L1")["locations"][0][
        "physicalLocation"
    ]
    assert place == {
        "artifactLocation": {"uri": "a/s.yaml"},
        "region": {"startLine": broken.line("summary")},
    }


# What the schema of SARIF 2.1.0 (OASIS, errata 01) asks of the parts that are written here.
TEXT = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string", "minLength": 1}},
}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
RULE = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "name": {"type": "string", "pattern": "^[A-Z][A-Za-z]*$"},
        "shortDescription": TEXT,
        "fullDescription": TEXT,
        "help": TEXT,
        "defaultConfiguration": {"type": "object", "properties": {"level": LEVEL}},
    },
    "additionalProperties": False,
}
PLACE = {
    "type": "object",
    "required": ["artifactLocation"],
    "properties": {
        "artifactLocation": {
            "type": "object",
            "required": ["uri"],
            "properties": {
                "uri": {"type": "string", "format": "uri-reference", "pattern": "^[^ ]+$"}
            },
        },
        "region": {
            "type": "object",
            "required": ["startLine"],
            "properties": {"startLine": {"type": "integer", "minimum": 1}},
        },
    },
    "additionalProperties": False,
}
RESULT = {
    "type": "object",
    "required": ["message"],
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "message": TEXT,
        "locations": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "physicalLocation": PLACE,
                    "logicalLocations": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"fullyQualifiedName": {"type": "string"}},
                            "additionalProperties": False,
                        },
                    },
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
RUN = {
    "type": "object",
    "required": ["tool"],
    "properties": {
        "tool": {
            "type": "object",
            "required": ["driver"],
            "properties": {
                "driver": {
                    "type": "object",
                    "required": ["name"],
                    "properties": {
                        "name": {"type": "string"},
                        "version": {"type": "string"},
                        "rules": {"type": "array", "items": RULE, "uniqueItems": True},
                    },
                    "additionalProperties": False,
                }
            },
        },
        "results": {"type": "array", "items": RESULT},
    },
    "additionalProperties": False,
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": RUN},
    },
    "additionalProperties": False,
}


def test_sarif_keeps_what_its_schema_asks_for_also_for_a_path_with_spaces(broken: Loaded) -> None:
    log = json.loads(as_sarif([("our files/s.yaml", broken, check(broken.document))], "1.0"))
    jsonschema.validate(log, SARIF, format_checker=jsonschema.FormatChecker())
    [location] = log["runs"][0]["results"][0]["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "our%20files/s.yaml"
    assert json.loads(as_sarif([], "1.0"))["runs"][0]["results"] == []


def test_github_annotations_are_one_line_each_with_nothing_unescaped(
    broken: Loaded, fluff: Finding
) -> None:
    odd = dataclasses.replace(fluff, says=as_written("100 %\nhere"))
    line = as_github([odd], broken, "a,b:c.yaml")
    assert (
        line.startswith(
            f"::warning file=a%2Cb%3Ac.yaml,line={broken.line('summary')},title=L1::100 %25%0Ahere "
        )
        and "\n" not in line
    )


@pytest.mark.parametrize("code", codes())
def test_every_code_explains_itself_with_its_source(code: str) -> None:
    text = explain(code.lower())
    assert code in text and ("Source: " in text or "Kept by: " in text)


def test_a_code_that_does_not_exist_has_no_explanation() -> None:
    assert explain("Z9") == ""
