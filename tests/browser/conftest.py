"""A served organisation, a browser, and people who are signed in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from tests import databases
from tests.cast import PASSWORD

ROOT = Path(__file__).parents[2]
# The first draws no window of its own, which halves the work.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    # Axe makes much that is gone at once: with room for it, it is cleared away a third as often.
    "--js-flags=--min-semi-space-size=32 --semi-space-growth-factor=4",
]
SignedIn = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each file is a group that one worker runs in order (--dist loadgroup); the many pages, which
    change nothing, are several."""
    here = Path(__file__).parent
    for position, item in enumerate(items):
        if here in item.path.parents:
            part = f" {position % 4}" if item.path.name == "test_pages.py" else ""
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(item.path.stem + part))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium: the machine's own, else the one that Playwright has installed."""
    own = os.environ.get("TRIMTAB_CHROMIUM") or next(
        filter(None, map(shutil.which, CHROMIUM)), None
    )
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=own, args=FLAGS)
        except Error as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"NOT RUN: no Chromium was found ({error.message.splitlines()[0]})")
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(worker_id: str) -> Iterator[str]:
    """The address of a served organisation with a database of its own (see serve.py and
    stage.py)."""
    with serving("staged", worker_id) as address:
        yield address


@pytest.fixture
def blank_site(worker_id: str) -> Iterator[str]:
    """The address of a served organisation with people and content, and no strategy."""
    with serving("blank", worker_id) as address:
        yield address


@contextmanager
def serving(stage: str, worker_id: str) -> Iterator[str]:
    """Serves an organisation as `stage` in a database of its own: its address, or what serve.py
    prints instead."""
    name = f"trimtab_browser_{stage}_{worker_id}"
    databases.clone(name)
    environment = {
        **os.environ,
        "DATABASE_URL": databases.address(name),
        "DJANGO_SETTINGS_MODULE": "trimtab.config.settings",
        "TRIMTAB_DEBUG": "no",
    }
    command = [sys.executable, "-m", "tests.browser.serve", stage]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin and process.stdout
        found = process.stdout.readline().strip()
        assert found.startswith("http"), "the product did not start"
        yield found
        process.stdin.close()


@pytest.fixture(scope="session")
def sessions() -> dict[str, Any]:
    """Cookies by person: each signs in once."""
    return {}


@pytest.fixture
def signed_in(browser: Browser, site: str, sessions: dict[str, Any]) -> Iterator[SignedIn]:
    """A function that opens a page as somebody of the cast ('wanda'), or as nobody (''). Options go
    to the browser's context."""
    contexts: list[BrowserContext] = []
    errors: list[Error] = []

    def enter(who: str = "", **options: Any) -> Page:
        if who and who not in sessions:
            sessions[who] = _sign_in(browser, site, who)
        context = browser.new_context(base_url=site, storage_state=sessions.get(who), **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(error))
        return page

    yield enter
    for context in contexts:
        context.close()
    assert not errors, "a script failed"


def _sign_in(browser: Browser, site: str, who: str) -> Any:
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.goto("/sign-in")
    form = page.locator("form.form")
    form.get_by_label("E-mail address").fill(f"{who}@corner.example")
    form.get_by_label("Password").fill(PASSWORD)
    form.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda address: "/sign-in" not in address)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The worker of pytest-xdist, 'main' without it."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))
