"""What no table can hold does not come in, heavy work takes turns, and what nobody needs is not shown."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from wsgiref.util import setup_testing_defaults

import httpx
import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import trimtab
from tests.cast import NOW, Cast, engage
from trimtab.config.wsgi import application
from trimtab.evaluation import api as evaluation
from trimtab.evaluation.api import Columns, ReadEvery, RunState, SourceKind, Wanted
from trimtab.evaluation.models import Source
from trimtab.gateway.sources import Fetcher
from trimtab.governance import api as governance
from trimtab.journeys import figures
from trimtab.journeys.turns import HEAVY, Turns
from trimtab.kernel.errors import Refusal, TryLater
from trimtab.people import api as people
from trimtab.people.api import PersonRow

FEED = "https://reader:sesame-9@tills.example/figures"


@pytest.fixture
def cast(db: None) -> Cast:
    return engage()


def signed_in(person: PersonRow) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.get(id=person.id))
    return client


@pytest.mark.parametrize(
    "address",
    [
        "/find?q=a%00b",
        "/people?unit=%00",
        "/audit?%00=1",
        "/today/why/%00",
        "/palette?q=%1b",
        "/sign-in?next=%00",
    ],
)
def test_an_address_with_a_control_character_is_refused_with_a_sentence(
    cast: Cast, address: str
) -> None:
    answer = signed_in(cast.administrator).get(address)
    assert (
        answer.status_code == 400 and "a character that nobody can write" in answer.content.decode()
    )


def test_programs_get_the_refusal_as_json(cast: Cast) -> None:
    answer = signed_in(cast.worker).get("/palette?q=%00", headers={"Accept": "application/json"})
    assert answer.status_code == 400 and answer.json()["code"] == "request.address"


def test_a_form_with_nul_saves_nothing_and_one_with_what_pasting_brings_is_saved_without_it(
    cast: Cast,
) -> None:
    client = signed_in(cast.administrator)
    assert client.post("/organisation", {"name": "Cor\0ner"}).status_code == 400
    organisation = people.organisation()
    assert organisation and organisation.name == "Corner Stores"
    answer = client.post(
        "/organisation",
        {
            "name": "Corner\x1f Shops",
            "colour": "#113355",
            "time_zone": "Europe/Berlin",
            "language": "en",
        },
    )
    organisation = people.organisation()
    assert answer.status_code == 302 and organisation and organisation.name == "Corner Shops"


def test_a_cookie_that_we_never_set_is_none(cast: Cast) -> None:
    client = Client(raise_request_exception=False)
    for cookie in (
        'sessionid="\\000aaaaaaaaaaa"',
        'csrftoken="\\000"',
        'theme="\\000"',
        'messages="\\000"',
        'django_language="\\000"',
    ):
        assert client.get("/sign-in", headers={"Cookie": cookie}).status_code == 200
        assert client.get("/", headers={"Cookie": cookie}).status_code == 302


@pytest.mark.parametrize("charset", ["hex", "idna", "rot13", "utf-7", "utf-16", "no-such", "\xff"])
@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"]
)
def test_a_charset_that_a_header_claims_changes_nothing(kind: str, charset: str) -> None:
    environ: dict[str, object] = {
        "QUERY_STRING": "q=1",
        "REQUEST_METHOD": "POST",
        "CONTENT_LENGTH": "10",
    }
    environ |= {
        "CONTENT_TYPE": f"{kind}; charset={charset}",
        "wsgi.input": io.BytesIO(b"theme=dark"),
    }
    setup_testing_defaults(environ)
    request = application.request_class(environ)
    assert request.GET["q"] == "1" and request.encoding is None
    if "urlencoded" in kind:
        assert request.POST["theme"] == "dark"


def test_brackets_without_end_are_no_change_to_a_strategy(cast: Cast) -> None:
    answer = signed_in(cast.strategist).post(
        "/strategy/merging", {"patch": "[" * 100_000, "base": "²", "newest": "9" * 5_000}
    )
    assert answer.status_code < 500


# Turns --------------------------------------------------------------------------------------------------------------


def test_heavy_work_is_done_by_so_many_at_once_and_others_are_asked_to_come_back() -> None:
    turns, inside, go_on = Turns(at_once=1, patience=0.05), threading.Event(), threading.Event()

    def work() -> None:
        with turns.taken():
            inside.set()
            go_on.wait(10)

    worker = threading.Thread(target=work)
    worker.start()
    inside.wait(10)
    with pytest.raises(TryLater), turns.taken():
        raise AssertionError("two at once")
    go_on.set()
    worker.join()
    with turns.taken():
        pass


@pytest.mark.parametrize(
    "address", ["/records/file", "/strategy/papers/one-page.pdf", "/strategy/papers/strategy.docx"]
)
def test_a_file_is_not_made_while_others_are(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    from trimtab.strategy import api as strategy

    monkeypatch.setattr(HEAVY, "_patience", 0.01)
    who = cast.steward
    if "papers" in address:
        document = strategy.load_yaml(
            (Path(trimtab.__file__).parent / "demo/content/strategy.yaml").read_text()
        ).document
        row = strategy.save_draft(
            document=document, by=cast.strategist.id, because="First", now=NOW
        )
        address = f"{address}?revision={row.number}"
    with HEAVY.taken(), HEAVY.taken():
        answer = signed_in(who).get(address)
    assert (
        answer.status_code == 503
        and answer["Retry-After"] == "30"
        and "try again" in answer.content.decode()
    )
    assert signed_in(who).get(address).status_code == 200


# Figures ------------------------------------------------------------------------------------------------------------


def test_a_file_of_figures_is_not_read_for_whoever_may_not_bring_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object, **__: object) -> None:
        raise AssertionError("it was read")

    monkeypatch.setattr(evaluation, "table_of", read)
    file = SimpleUploadedFile("x.xlsx", b"PK")
    assert signed_in(cast.steward).post("/results/sources", {"file": file}).status_code == 403


def test_a_password_in_the_address_of_a_feed_is_refused_with_where_it_belongs(cast: Cast) -> None:
    with pytest.raises(Refusal, match="TRIMTAB_CONNECTIONS") as caught:
        figures.add_source(
            name="Tills",
            wanted=Wanted(SourceKind.FEED, FEED),
            columns=Columns(),
            every=ReadEvery.DAY,
            by=None,
            now=NOW,
        )
    assert caught.value.field == "place" and "sesame" not in caught.value.sentence


def test_a_password_that_is_kept_already_is_shown_nowhere(cast: Cast, tmp_path: Path) -> None:
    wanted = {"kind": "feed", "place": FEED, "sheet": "", "connection": "", "query": ""}
    made = Source.objects.create(
        name="Tills",
        kind="feed",
        wanted=wanted,
        columns={"measure_column": "m", "together": "refuse"},
        every="day",
        due_at=NOW,
        created_at=NOW,
    )
    governance.audit(
        actor_id=None,
        act="source.added",
        target="results/sources/1",
        detail={"place": FEED},
        now=NOW,
    )
    run = evaluation.collect(
        source_id=made.pk,
        fetch=Fetcher(tmp_path, {}, httpx.Client(transport=httpx.MockTransport(refused))),
        now=NOW,
    )
    assert run.state is RunState.FAILED and "sesame" not in run.sentence
    client = signed_in(cast.administrator)
    for address in (f"/results/sources/{made.pk}", "/results/sources", "/audit"):
        assert "sesame" not in client.get(address).content.decode(), address
    assert "•••@tills.example" in client.get(f"/results/sources/{made.pk}").content.decode()


def refused(request: httpx.Request) -> httpx.Response:
    return httpx.Response(500)


# The page of parts --------------------------------------------------------------------------------------------------


def test_the_page_of_parts_is_for_administrators(cast: Cast) -> None:
    assert (
        Client().get("/style").status_code == 404
        and signed_in(cast.strategist).get("/style").status_code == 404
    )
    assert signed_in(cast.administrator).get("/style").status_code == 200
