"""The directory in the browser: a key is made, the directory comes in with it, a group is given a
role, and whoever leaves there is signed out here."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.test_pages import look

PHONE = {"width": 360, "height": 780}
SCHEMAS = "urn:ietf:params:scim:schemas:core:2.0"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


def test_a_directory_is_let_in_and_a_leaver_is_out_within_a_minute(signed_in: SignedIn) -> None:
    admin = signed_in("ada", viewport=PHONE)
    admin.goto("/people/directory")
    expect(admin.get_by_role("heading", level=1)).to_have_text("The directory keeps nobody yet")
    look(admin, "directory-empty")
    admin.get_by_label("For which directory?").fill("Entra")
    admin.get_by_role("button", name="Make the key").click()
    secret = admin.locator("#key").inner_text()
    look(admin, "directory-key")
    leaver = signed_in("nobody", viewport=PHONE)
    leaver.goto("/today")
    calls = _Calls(admin, secret)
    [user] = calls.get("/Users?filter=userName%20eq%20%22nobody%40corner.example%22")["Resources"]
    content = {"displayName": "Authors", "members": [{"value": user["id"]}]}
    calls.send("post", "/Groups", {"schemas": [f"{SCHEMAS}:Group"], **content})
    operation = {"op": "replace", "path": "title", "value": "till"}
    calls.send("patch", f"/Users/{user['id']}", {"schemas": [PATCH], "Operations": [operation]})
    admin.goto("/people/directory")
    expect(admin.get_by_role("heading", level=1)).to_have_text("The directory keeps one person")
    admin.get_by_label("Role of the members of Authors").select_option("author")
    admin.get_by_role("button", name="Keep").click()
    expect(admin.get_by_text("hold the role author from now on")).to_be_visible()
    look(admin, "directory")
    admin.set_viewport_size({"width": 1280, "height": 900})
    look(admin, "directory-desk")
    admin.goto("/people?q=nobody")
    expect(admin.get_by_text("kept by the directory")).to_be_visible()
    admin.get_by_role("link", name="Nobody").click()
    expect(admin.get_by_text("The directory keeps this person")).to_be_visible()
    look(admin, "person-kept")
    operation = {"op": "Replace", "path": "active", "value": "False"}
    calls.send("patch", f"/Users/{user['id']}", {"schemas": [PATCH], "Operations": [operation]})
    leaver.goto("/today")
    expect(leaver.get_by_label("Password")).to_be_visible()


class _Calls:
    """The directory, calling with its key."""

    def __init__(self, page: Page, secret: str) -> None:
        self._request = page.request
        self._headers = {
            "Authorization": f"Bearer {secret}",
            "Content-Type": "application/scim+json",
        }

    def get(self, path: str) -> Any:
        return self._request.get(f"/scim/v2{path}", headers=self._headers).json()

    def send(self, method: str, path: str, content: dict[str, Any]) -> None:
        answer = self._request.fetch(
            f"/scim/v2{path}", method=method, headers=self._headers, data=content
        )
        assert answer.ok, answer.text()
