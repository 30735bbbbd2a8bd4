"""Served by https: what browsers are told, the names of cookies, and whose word is believed about where a request comes from."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

import trimtab
from tests.cast import NOW, engage
from tests.streets.xapi_server import Server, database_url, supervised
from trimtab.config.edge.scope import neighbourhood, trusting
from trimtab.config.proxies import networks
from trimtab.lrs import api as lrs
from trimtab.people import api as people

HTTPS = {
    "TRIMTAB_BASE_URL": "https://learn.example",
    "TRIMTAB_ALLOWED_HOSTS": "learn.example,localhost",
    "TRIMTAB_TRUSTED_PROXIES": "127.0.0.2",
}


@pytest.fixture(scope="module")
def server(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        for name, value in HTTPS.items():
            patch.setenv(name, value)
        people.create_organisation(
            name="Corner", time_zone="UTC", language="en", simulated=False, now=NOW
        )
        try:
            with supervised(tmp_path_factory.mktemp("data"), database_url(), ("", "")) as found:
                yield found
        finally:
            apps.get_model("people", "Organisation").objects.all().delete()


def ask(server: Server, path: str, *, source: str = "127.0.0.1", **headers: str) -> httpx.Response:
    """Asks from an address of this machine, with headers of a proxy (names with underscores)."""
    told = {
        "Host": "learn.example",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    with httpx.Client(
        base_url=server.address, transport=httpx.HTTPTransport(local_address=source)
    ) as client:
        return client.get(path, headers=told)


def test_browsers_are_told_to_stay_with_https_and_to_keep_to_themselves(server: Server) -> None:
    page = ask(server, "/sign-in")
    assert (
        page.status_code == 200 and page.headers["Strict-Transport-Security"] == "max-age=31536000"
    )
    assert (
        page.headers["Cross-Origin-Opener-Policy"]
        == page.headers["Cross-Origin-Resource-Policy"]
        == "same-origin"
    )
    assert (
        "camera=()" in page.headers["Permissions-Policy"]
        and "no-store" in page.headers["Cache-Control"]
    )
    cookies = page.headers.get_list("Set-Cookie")
    assert cookies and all(
        one.startswith("__Host-") and "Secure" in one and "Path=/" in one for one in cookies
    )
    assert not any("Domain" in one for one in cookies)
    style = ask(server, "/static/css/tokens.css?v=1")
    assert (
        "no-store" not in style.headers["Cache-Control"]
        and "max-age" in style.headers["Cache-Control"]
    )
    about = ask(server, "/xapi/about")
    assert (
        about.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        and "public" in about.headers["Cache-Control"]
    )


def test_only_a_trusted_proxy_says_that_somebody_came_without_https(server: Server) -> None:
    assert ask(server, "/sign-in", X_Forwarded_Proto="http").status_code == 200
    sent_on = ask(server, "/sign-in", source="127.0.0.2", X_Forwarded_Proto="http")
    assert (sent_on.status_code, sent_on.headers["Location"]) == (
        301,
        "https://learn.example/sign-in",
    )
    assert ask(server, "/sign-in", source="127.0.0.2", X_Forwarded_Proto="https").status_code == 200
    assert ask(server, "/healthz", source="127.0.0.2", X_Forwarded_Proto="http").status_code in (
        200,
        503,
    )


def test_the_check_for_deployment_finds_nothing(tmp_path: Path) -> None:
    known = {
        **os.environ,
        **HTTPS,
        "DJANGO_SETTINGS_MODULE": "trimtab.config.settings",
        "TRIMTAB_DATA": str(tmp_path),
    }
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, capture_output=True, text=True, env=known, check=False)
    assert done.returncode == 0 and "no issues (2 silenced)" in done.stdout, done.stderr


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "client"),
    [
        ([], "127.0.0.1", "203.0.113.9", "127.0.0.1"),
        (["127.0.0.1"], "127.0.0.1", "203.0.113.9", "203.0.113.9"),
        (["127.0.0.1"], "198.51.100.7", "203.0.113.9", "198.51.100.7"),
        (["10.0.0.0/8"], "10.1.2.3", "203.0.113.66, 203.0.113.9, 10.9.9.9", "203.0.113.9"),
        (["127.0.0.1"], "127.0.0.1", "unknown", "127.0.0.1"),
        (["127.0.0.1"], "127.0.0.1", "2001:db8::1", "2001:db8::1"),
    ],
)
def test_a_client_is_who_a_trusted_proxy_says(
    proxies: list[str], peer: str, forwarded: str, client: str
) -> None:
    found: list[str] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        found.append(scope["client"][0])

    scope = {
        "type": "http",
        "client": (peer, 1),
        "headers": [(b"x-forwarded-for", forwarded.encode())],
    }
    asyncio.run(trusting(application, proxies)(scope, None, None))  # type: ignore[arg-type]
    assert found == [client]


def test_a_proxy_is_an_address_or_a_network() -> None:
    assert [str(one) for one in networks(["127.0.0.1", "10.0.0.0/8"])] == [
        "127.0.0.1/32",
        "10.0.0.0/8",
    ]
    with pytest.raises(ImproperlyConfigured, match="TRIMTAB_TRUSTED_PROXIES"):
        networks(["proxy.example"])


def test_an_ipv6_customer_counts_as_one() -> None:
    assert (
        neighbourhood("2001:db8:0:1::5")
        == neighbourhood("2001:db8:0:1:ffff::9")
        != neighbourhood("2001:db8:0:2::5")
    )
    assert neighbourhood("::ffff:203.0.113.9") == "203.0.113.9"


@pytest.mark.django_db
def test_what_somebody_who_is_signed_in_sees_is_kept_by_no_cache(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.contrib.auth import get_user_model

    client = Client()
    client.force_login(get_user_model().objects.get(pk=engage().worker.id))
    for path in (
        "/",
        "/me",
        "/me/data.json",
        "/today",
        "/find",
        "/inbox",
        "/places",
        "/palette",
        "/people",
        "/nowhere",
    ):
        assert "no-store" in client.get(path).headers["Cache-Control"], path
    anonymous = Client().get("/xapi/about")
    assert "public" in anonymous.headers["Cache-Control"]


@pytest.mark.django_db
def test_links_begin_with_the_address_of_the_settings_whatever_host_a_request_names() -> None:
    from trimtab.workbench.strategy.asking.pages import link_of

    assert link_of()("TOKEN") == f"{lrs.home()}/asked/TOKEN"
    sources = Path(trimtab.__file__).parent.rglob("*.py")
    assert not [path for path in sources if "build_absolute_uri" in path.read_text()]
