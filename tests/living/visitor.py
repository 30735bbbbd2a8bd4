"""Somebody with a browser that knows no scripts: opens pages, fills in the forms that stand on
them, presses their buttons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urljoin, urlsplit

import httpx
from lxml import html

Fields = dict[str, str | list[str]]


@dataclass
class Page:
    """A page as it was answered."""

    answer: httpx.Response

    @property
    def address(self) -> str:
        return str(self.answer.url)

    @property
    def path(self) -> str:
        return urlsplit(self.address).path

    @cached_property
    def tree(self) -> html.HtmlElement:
        return html.fromstring(self.answer.text)

    @property
    def words(self) -> str:
        """What a person reads in the page's main part."""
        main = self.tree.xpath("//main")
        return " ".join((main[0] if main else self.tree).text_content().split())

    def forms(self) -> list[html.FormElement]:
        """Forms of the page's main part, which are its own, not the shell's."""
        return list(self.tree.xpath("//main//form"))


@dataclass
class Visitor:
    """A browser with cookies of its own."""

    base: str
    address: str = ""
    password: str = ""
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=self.base, follow_redirects=True, timeout=30)

    def open(self, path: str) -> Page:
        """Opens a page; signs in, and again once the session has ended, where the page asks for
        it."""
        page = self._open(path)
        if self.address and page.path == "/sign-in" and path != "/sign-in":
            self.sign_in()
            page = self._open(path)
        return page

    def _open(self, path: str) -> Page:
        answer = self.client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:300]}"
        return Page(answer)

    def status(self, path: str) -> int:
        return self.client.get(path).status_code

    def send(
        self,
        page: Page,
        action: str = "",
        *,
        files: dict[str, tuple[str, bytes, str]] | None = None,
        more: Mapping[str, str] | None = None,
        **fields: str | list[str],
    ) -> Page:
        """Fills in the form of `page` whose address ends with `action` (the first that is sent by
        POST, without one), and sends it. `more` are fields whose names are no names in Python."""
        form = next(
            form
            for form in page.forms()
            if form.method == "POST" and (form.action or page.address).endswith(action)
        )
        values: dict[str, list[str]] = {}
        for name, value in form.form_values():
            values.setdefault(name, []).append(value)
        values |= {
            name: [value] if isinstance(value, str) else value
            for name, value in (fields | dict(more or {})).items()
        }
        answer = self.client.post(
            urljoin(page.address, form.action or ""),
            data=values,
            files=files,
            headers={"Referer": page.address},
        )
        assert answer.status_code == 200, (
            f"{form.action}: {answer.status_code} {Page(answer).words[:600]}"
        )
        return Page(answer)

    def sign_in(self) -> None:
        """Signs in."""
        page = self.send(
            self._open("/sign-in"), username=self.address, password=self.password, kept="on"
        )
        assert page.path != "/sign-in", page.words
