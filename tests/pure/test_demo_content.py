"""What Green Basket's people wrote is complete, consistent and refers only to what is there."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import yaml

from trimtab.demo import content
from trimtab.demo.calendar import Calendar

ITEMS: list[dict[str, Any]] = [
    item
    for text in content.item_files().values()
    for item in yaml.load(text, Loader=yaml.CSafeLoader)
]
AIDS = content.aid_files(dt.timedelta(0))
CHOICES = [item for item in ITEMS if "options" in item]


def test_there_are_at_least_sixty_items_of_six_kinds() -> None:
    assert len(ITEMS) >= 60
    assert {item["kind"] for item in ITEMS} == {
        "single-choice",
        "multiple-choice",
        "short-answer",
        "cloze",
        "ordering",
        "flashcard",
    }


def test_no_two_items_have_the_same_key() -> None:
    assert len({item["key"] for item in ITEMS}) == len(ITEMS)


@pytest.mark.parametrize("item", CHOICES, ids=lambda item: item["key"])
def test_every_option_says_why_it_is_right_or_wrong(item: dict[str, Any]) -> None:
    assert all(option["feedback"].strip() for option in item["options"])
    right = sum(bool(option.get("correct")) for option in item["options"])
    assert right == 1 if item["kind"] == "single-choice" else 1 < right < len(item["options"])


def test_every_item_explains_itself_and_has_a_subject() -> None:
    assert all(item["explanation"].strip() for item in ITEMS)
    subjects = {"food-safety", "shelf-prices", "returns", "new-till"}
    assert all(subjects & set(item["tags"]) for item in ITEMS)


def test_there_are_at_least_twenty_five_aids_of_four_kinds() -> None:
    kinds = {front(text)["kind"] for text in AIDS.values()}
    assert len(AIDS) >= 25
    assert kinds == {"how-to", "checklist", "decision-aid", "look-up-table"}


@pytest.mark.parametrize("name", AIDS)
def test_an_aid_has_an_owner_and_a_review_date_and_links_to_aids_that_are_there(name: str) -> None:
    head = front(AIDS[name])
    assert head["owner"].endswith("@greenbasket.example")
    assert head["review_every_days"] > 0 and isinstance(head["verified_on"], dt.date)
    assert f"\n# {head['title']}\n" in AIDS[name]
    assert set(re.findall(r"\]\(([^)#]+)\)", AIDS[name])) <= set(AIDS)


def test_every_search_names_an_aid_that_is_there_or_none() -> None:
    assert {need.aid for need in content.needs()} <= {name.removesuffix(".md") for name in AIDS} | {
        ""
    }
    assert any(not need.aid for need in content.needs())


def test_dates_move_by_whole_weeks_so_that_the_operation_ends_now() -> None:
    calendar = Calendar(dt.datetime(2031, 3, 6, 15, tzinfo=dt.UTC))
    document = yaml.safe_load(content.strategy_text(calendar.shift))
    practice = next(one for one in document["actions"] if one["id"] == "practise-food-safety")
    assert practice["starts"] == calendar.first_day
    assert practice["expects"]["by"] == calendar.this_monday - dt.timedelta(days=1)
    assert calendar.first_day.weekday() == 0


def front(text: str) -> dict[str, Any]:
    """The front matter of a job aid."""
    head: dict[str, Any] = yaml.safe_load(text.split("---\n")[1])
    return head
