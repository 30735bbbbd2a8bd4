"""Mail in a browser: set up on a phone with a real mail server, what comes back, and leaving by a
link. Every page clean for axe at 360 px and at a desk.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from django.core.signing import Signer
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import serving
from tests.browser.test_pages import look
from tests.cast import PASSWORD
from tests.mail_server import MailServer
from tests.mail_server import serving as mail_serving

PHONE: ViewportSize = {"width": 360, "height": 780}
DESK: ViewportSize = {"width": 1280, "height": 900}
SECRET = "the secret of an installation that lives for a test"


@pytest.fixture
def own_site(worker_id: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An organisation whose secret is known here: links can be signed for it."""
    monkeypatch.setenv("TRIMTAB_SECRET_KEY", SECRET)
    with serving("blank", worker_id) as address:
        yield address


def opened(browser: Browser, site: str, name: str) -> Page:
    """A page of somebody of the cast on a phone; of nobody without a name."""
    context = browser.new_context(base_url=site, viewport=PHONE, reduced_motion="reduce")
    page = context.new_page()
    if name:
        page.goto("/sign-in")
        page.get_by_label("E-mail").fill(f"{name}@corner.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda address: "/sign-in" not in address)
    return page


def at_both(page: Page, name: str, address: str = "") -> None:
    """The page as it stands, on a phone and at a desk."""
    look(page, f"{name}-phone", address)
    page.set_viewport_size(DESK)
    look(page, f"{name}-desk")
    page.set_viewport_size(PHONE)


def test_mail_is_set_up_tried_out_and_what_comes_back_is_shown(
    browser: Browser, own_site: str
) -> None:
    admin = opened(browser, own_site, "ada")
    at_both(admin, "mail-none", "/mail")
    with mail_serving(MailServer()) as server:
        _refused_and_then_taken(admin, server)
    at_both(admin, "mail-server")
    admin.get_by_label("By which way?").select_option("postmark")
    admin.get_by_role("button", name="Show its settings").click()
    at_both(admin, "mail-service")
    admin.get_by_label("Server API token").fill("a-token")
    admin.get_by_role("button", name="Keep it without a test").click()
    expect(admin.get_by_role("heading", level=1)).to_have_text("Mail leaves by Postmark")
    admin.get_by_role("button", name="Make the address").click()
    hook = admin.locator("code").inner_text()
    at_both(admin, "mail-hook")
    _bounce(hook, "wanda@corner.example")
    at_both(admin, "mail-suppressed", "/mail")
    admin.get_by_role("link", name="Wanda").click()
    at_both(admin, "mail-person")
    worker = urlsplit(admin.url).path.rpartition("/")[2]
    at_both(admin, "mail-health", "/health")
    wanda = opened(browser, own_site, "wanda")
    at_both(wanda, "mail-inbox", "/inbox")
    expect(wanda.get_by_text(re.compile("does not arrive since"))).to_be_visible()
    _leaves(opened(browser, own_site, ""), worker)


def _refused_and_then_taken(admin: Page, server: MailServer) -> None:
    admin.get_by_label("Mail server", exact=True).fill("127.0.0.1")
    admin.get_by_label("Port").fill("9")
    admin.get_by_label("Secure connection").select_option("none")
    admin.get_by_label("Address of the sender").fill("learn@corner.example")
    admin.get_by_role("button", name="Send a test").click()
    expect(admin.get_by_role("alert")).to_contain_text("refuses the connection")
    at_both(admin, "mail-refused")
    admin.get_by_label("Port").fill(str(server.port))
    admin.get_by_role("button", name="Send a test").click()
    expect(admin.get_by_role("heading", level=1)).to_have_text("Mail leaves by 127.0.0.1")
    assert [mail.to for mail in server.taken] == ["ada@corner.example"]


def _bounce(hook: str, address: str) -> None:
    parts = urlsplit(hook)
    pair = base64.b64encode(f"{parts.username}:{parts.password}".encode()).decode()
    event = {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "Email": address,
        "Details": "smtp;550 5.1.1 The email account that you tried to reach does not exist.",
    }
    answer = httpx.post(
        f"{parts.scheme}://{parts.hostname}:{parts.port}{parts.path}",
        content=json.dumps(event),
        headers={"Authorization": f"Basic {pair}", "Content-Type": "application/json"},
    )
    assert answer.status_code == 200, answer.text


def _leaves(page: Page, person_id: str) -> None:
    """Whoever has the link of a message leaves, and comes back, without signing in."""
    signer = Signer(key=SECRET, salt="trimtab.leaving")
    token = signer.sign(f"{person_id.replace('-', '')}.all")
    at_both(page, "leave", f"/leave/{token}")
    page.get_by_role("button", name="Stop messages").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Only urgent messages reach you")
    at_both(page, "leave-left")
    page.get_by_role("button", name="Take messages again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You get messages again")
