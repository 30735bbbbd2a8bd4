"""Job aids of any folder on their pages, whatever their files are called.

Found, read with their pictures, and listed page by page.
"""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.cast import NOW, Cast, engage
from trimtab.library import api as library
from trimtab.people.api import PersonRow
from trimtab.search import api as search

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
FILES = {
    "Übersicht.md": "# Kaffeemaschine entkalken\n\nWassertank bei 5 °C leeren, 50/50, 20 %.",
    "菜/番茄炒蛋.md": "# 番茄炒蛋的做法\n\n切番茄，打鸡蛋。\n\n![图](img/a.png)",
    "السلامة.md": "# السلامة في الورشة\n\nارتدِ القفازات.",
}


@pytest.fixture
def cast(db: None) -> Cast:
    made = engage()
    done = library.import_aids(
        announce=search.publish,
        files=FILES,
        pictures={"菜/img/a.png": lambda: PNG},
        by=None,
        now=NOW,
    )
    assert not done.problems
    return made


def signed_in(person: PersonRow) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(id=person.id))
    return client


@pytest.mark.parametrize(
    "asked",
    [
        "5°C",
        "50/50",
        "20 %",
        "Kaffeemaschine entkalken",
        "番茄炒蛋的做法",
        "السلامة",
        "' OR 1=1 --",
    ],
)
def test_no_search_breaks_and_each_result_opens(cast: Cast, asked: str) -> None:
    client = signed_in(cast.worker)
    page = client.get("/find", {"q": asked})
    assert page.status_code == 200
    for result in page.context.get("found") or []:
        assert client.get(result.link.partition("#")[0]).status_code == 200


def test_names_of_every_script_are_listed_for_readers_and_authors(cast: Cast) -> None:
    for person, address in ((cast.worker, "/find"), (cast.author, "/content")):
        page = signed_in(person).get(address)
        assert page.status_code == 200 and "/find/aids/%C3%BCbersicht" in page.content.decode()


def test_an_aid_of_another_script_is_read_with_its_picture(cast: Cast) -> None:
    client = signed_in(cast.worker)
    page = client.get("/find/aids/番茄炒蛋").content.decode()
    [address] = [
        f"/find/pictures/{part.split(chr(34))[0]}" for part in page.split("/find/pictures/")[1:]
    ]
    picture = client.get(address)
    assert (picture["Content-Type"], picture.content) == ("image/png", PNG)
    assert (
        Client().get(address).status_code == 302
        and client.get("/find/pictures/0").status_code == 404
    )
    assert client.post("/find/aids/番茄炒蛋/solved", {"solved": "yes"}).status_code == 302
    assert 'dir="rtl"' in client.get("/find/aids/السلامة").content.decode()


def test_a_drawing_runs_nothing_and_loads_nothing(cast: Cast) -> None:
    library.import_aids(
        announce=search.publish,
        files={"a.md": "# A\n\n![a](a.svg)"},
        pictures={"a.svg": lambda: SVG},
        collection="x",
        by=None,
        now=NOW,
    )
    client = signed_in(cast.worker)
    address = (
        client.get("/find/aids/a").content.decode().split('src="/find/pictures/')[1].split('"')[0]
    )
    drawing = client.get(f"/find/pictures/{address}")
    assert (
        drawing["Content-Type"] == "image/svg+xml"
        and "default-src 'none'" in drawing["Content-Security-Policy"]
    )
    assert (
        "sandbox" in drawing["Content-Security-Policy"]
        and drawing["X-Content-Type-Options"] == "nosniff"
    )


def test_a_new_aid_is_not_yet_checked_and_not_past_its_date(cast: Cast) -> None:
    page = signed_in(cast.worker).get("/find/aids/übersicht").content.decode()
    assert "not yet checked" in page and "has passed" not in page
    content = signed_in(cast.author).get("/content").content.decode()
    assert "3 job aids are not yet checked" in content and "check is due" not in content


def test_long_lists_come_page_by_page(cast: Cast) -> None:
    library.import_aids(
        announce=search.publish,
        files={f"{n:03}.md": f"# Aid {n:03}" for n in range(150)},
        collection="many",
        by=None,
        now=NOW,
    )
    for person, address, name in (
        (cast.worker, "/find", "page"),
        (cast.author, "/content", "aids"),
    ):
        client = signed_in(person)
        first, second = (client.get(address, {name: number}).content.decode() for number in (1, 2))
        assert "Page 1 of 2" in first and "Page 2 of 2" in second
        assert ("Aid 000" in first, "Aid 149" in first, "Aid 149" in second) == (True, False, True)
        assert (
            client.get(address, {name: "9" * 30}).status_code
            == client.get(address, {name: "x"}).status_code
            == 200
        )
