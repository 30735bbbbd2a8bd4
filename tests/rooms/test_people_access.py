"""Links work once, for one person, for a while; passwords end what they had opened; somebody always administers."""

from __future__ import annotations

import datetime as dt
import io
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW, PASSWORD, Cast
from trimtab.kernel.errors import NotFound, Refusal, TryLater
from trimtab.people import api as people
from trimtab.people.actions.guessing import CountedTry
from trimtab.people.actions.hashing import Gate
from trimtab.people.actions.pending import Expired
from trimtab.people.actions.persons import set_roles
from trimtab.people.api import EntryStage, Purpose, Role, Way
from trimtab.people.models import AccessLink, Guess, Person, Session, Unit

OWN = "four words in a row"
DAY = dt.timedelta(days=1)


def link(person_id: UUID, purpose: Purpose = Purpose.INVITATION, now: dt.datetime = NOW) -> str:
    [made] = people.make_links(
        person_ids=[person_id], purpose=purpose, way=Way.HAND, by=None, now=now
    )
    return made.token


def test_a_link_works_once_and_only_its_digest_is_kept(cast: Cast) -> None:
    token = link(cast.worker.id)
    assert people.link_by_token(token, now=NOW + 13 * DAY).person_id == cast.worker.id
    assert token not in str(list(AccessLink.objects.values()))
    people.use_link(token=token.upper(), password=OWN, now=NOW)
    assert people.with_password(typed=cast.worker.email, password=OWN) == cast.worker.id
    with pytest.raises(NotFound) as used:
        people.use_link(token=token, password="another long one", now=NOW)
    assert used.value.code == "people.link-used"
    assert people.with_password(typed=cast.worker.email, password=OWN) == cast.worker.id


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("expire", "people.link-expired"),
        ("replace", "people.link-ended"),
        ("revoke", "people.link-ended"),
        ("leave", "people.link-ended"),
        ("mistype", "people.link-unknown"),
    ],
)
def test_a_link_that_works_no_more_says_why(cast: Cast, what: str, code: str) -> None:
    token, now = link(cast.worker.id), NOW
    match what:
        case "expire":
            now = NOW + 14 * DAY
        case "replace":
            link(cast.worker.id)
        case "revoke":
            people.end_links(person_ids=[cast.worker.id], now=NOW)
        case "leave":
            people.shut_out(person_id=cast.worker.id, now=NOW)
        case _:
            token = token[:-1] + ("0" if token[-1] != "0" else "2")
    for act in (
        people.link_by_token,
        lambda token, now: people.use_link(token=token, password=OWN, now=now),
    ):
        with pytest.raises(NotFound) as refused:
            act(token, now=now)
        assert refused.value.code == code


def test_a_weak_password_leaves_the_link_working(cast: Cast) -> None:
    token = link(cast.worker.id)
    for weak in ("short", "password1234", "wanda@corner.example", "x" * 1001):
        with pytest.raises(Refusal) as refused:
            people.use_link(token=token, password=weak, now=NOW)
        assert refused.value.field == "password"
    people.use_link(token=token, password=OWN, now=NOW)


def test_a_new_password_ends_sessions_and_links(cast: Cast) -> None:
    link(cast.worker.id, Purpose.RESET)
    for key in ("here", "there"):
        Session.objects.create(
            session_key=key,
            session_data="",
            person_id=cast.worker.id,
            begun_at=NOW,
            seen_at=NOW,
            expire_date=NOW + DAY,
        )
    people.set_password(person_id=cast.worker.id, password=OWN, now=NOW)
    assert not people.sessions_of(cast.worker.id, this=None, now=NOW)
    assert not AccessLink.objects.filter(used_at=None, ended_at=None).exists()


def test_how_far_somebody_is_can_be_looked_for(cast: Cast) -> None:
    def standing(now: dt.datetime = NOW) -> EntryStage:
        found = people.entries([cast.worker.id], now=now)[cast.worker.id].standing
        assert cast.worker.id in {
            row.id for row in people.find_people(standing=found, now=now).rows
        }
        assert (cast.worker.id in people.ids_to_invite(standing=found, now=now)) == (
            found not in (EntryStage.IN, EntryStage.SHUT_OUT)
        )
        return found

    assert standing() is EntryStage.NEW
    token = link(cast.worker.id)
    assert standing() is EntryStage.INVITED
    assert standing(NOW + 15 * DAY) is EntryStage.EXPIRED
    people.use_link(token=token, password=OWN, now=NOW)
    assert standing() is EntryStage.IN
    people.shut_out(person_id=cast.worker.id, now=NOW)
    assert standing() is EntryStage.SHUT_OUT


def test_guessing_is_slowed_by_place_and_account_before_anything_is_hashed(cast: Cast) -> None:
    def try_from(
        place: str, typed: str = "wanda@corner.example", now: dt.datetime = NOW
    ) -> CountedTry:
        attempt = people.attempt_sign_in(typed=typed, origin=place, now=now)
        people.attempt_failed(attempt)
        return attempt

    for _ in range(5):
        try_from("192.0.2.1")
    for known in ("wanda@corner.example", "WANDA@corner.example"):
        with pytest.raises(TryLater) as wait:
            try_from("192.0.2.1", known)
        assert wait.value.seconds == 60 and wait.value.status == 429
    # The owner, elsewhere, is not kept out by it.
    owner = people.attempt_sign_in(typed="wanda@corner.example", origin="192.0.2.2", now=NOW)
    assert people.attempt_succeeded(owner, now=NOW) == 5
    # A name that nobody has is slowed alike.
    for _ in range(5):
        try_from("192.0.2.9", "nobody-at-all@corner.example")
    with pytest.raises(TryLater):
        try_from("192.0.2.9", "nobody-at-all@corner.example")
    # One network of the newer protocol is one place.
    for n in range(5):
        try_from(f"2001:db8::{n}", "stef@corner.example")
    with pytest.raises(TryLater):
        try_from("2001:db8::ffff", "stef@corner.example")
    assert "corner" not in str(list(Guess.objects.values())) and "192.0" not in str(
        list(Guess.objects.values())
    )


def test_one_place_tries_no_more_than_its_own_share_over_many_names(cast: Cast) -> None:
    people.attempt_failed(
        people.attempt_sign_in(typed="n0@corner.example", origin="192.0.2.1", now=NOW)
    )
    Guess.objects.filter(key__startswith="origin:").update(used=58)
    through = 0
    for n in range(4):
        with suppress(TryLater):
            people.attempt_failed(
                people.attempt_sign_in(typed=f"n{n}@corner.example", origin="192.0.2.1", now=NOW)
            )
            through += 1
    assert through == 2
    assert Guess.objects.filter(key__startswith="origin:").count() == 1


def test_the_gate_lets_few_in_and_tells_the_others_to_try_again() -> None:
    gate, inside, go = Gate(1, 1, 5.0), threading.Semaphore(0), threading.Event()
    refused: list[TryLater] = []

    def hash_something() -> None:
        try:
            with gate.entered():
                inside.release()
                with gate.working():
                    go.wait(5)
        except TryLater as refusal:
            refused.append(refusal)
            inside.release()

    crowd = [threading.Thread(target=hash_something) for _ in range(6)]
    for one in crowd:
        one.start()
    for _ in crowd:
        assert inside.acquire(timeout=5)
    go.set()
    for one in crowd:
        one.join()
    assert len(refused) == 4 and {one.status for one in refused} == {503}


def _counted(real: Callable[..., Any], name: str, calls: list[str]) -> Callable[..., Any]:
    """The same, which writes down that it was called."""

    def counted(*given: object) -> Any:
        calls.append(name)
        return real(*given)

    return counted


def test_an_unknown_name_costs_one_hash_like_a_known_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from trimtab.people.actions.hashing import Argon2id

    people.set_password(person_id=cast.worker.id, password=OWN, now=NOW)
    hashes: list[str] = []
    for name in ("encode", "verify"):
        monkeypatch.setattr(Argon2id, name, _counted(getattr(Argon2id, name), name, hashes))
    costs = []
    for typed in (cast.worker.email, "nobody-at-all@corner.example", cast.steward.email):
        hashes.clear()
        assert people.with_password(typed=typed, password="wrong wrong wrong") is None
        costs.append(len(hashes))
    assert costs == [1, 1, 1]
    with pytest.raises(Refusal):
        people.with_password(typed=cast.worker.email, password="x" * 1_000_000)
    assert people.with_password(typed=cast.worker.email, password=OWN) == cast.worker.id


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["take", "give", "shut-out", "let-in", "erase", "import", "edit"]),
        st.integers(min_value=0, max_value=2),
    ),
    min_size=1,
    max_size=10,
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_whatever_is_done_somebody_administers(db: None, acts: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        people.create_organisation(
            name="Corner", time_zone="UTC", language="en", simulated=False, now=NOW
        )
        names = [f"a{n}@corner.example" for n in range(3)]
        # The first alone can sign in.
        ids = [
            people.add_person(email=email, name=f"A {n}", roles=[Role.ADMINISTRATOR], now=NOW)
            for n, email in enumerate(names)
        ]
        Person.objects.filter(id=ids[0]).update(password="argon2$something")
        for act, who in acts:
            try:
                _do(act, ids[who], names[who])
            except Refusal as refusal:
                assert refusal.code in ("people.last-administrator", "people.unknown")
            assert (
                Person.objects.filter(is_active=True, roles_held__role=Role.ADMINISTRATOR)
                .exclude(password__startswith="!")
                .exists()
            )
        transaction.set_rollback(True)


def _do(act: str, person_id: UUID, email: str) -> None:
    do: dict[str, Callable[[], object]] = {
        "take": lambda: set_roles(person_id=person_id, roles=[Role.LEARNER]),
        "give": lambda: set_roles(person_id=person_id, roles=[Role.ADMINISTRATOR]),
        "shut-out": lambda: people.shut_out(person_id=person_id, now=NOW),
        "let-in": lambda: people.let_back_in(person_id=person_id),
        "erase": lambda: people.erase_person(person_id=person_id),
        "import": lambda: people.import_people(
            csv_text=f"email,name,roles\n{email},A,learner\n", by=None, now=NOW, agreed=None
        ),
        "edit": lambda: people.change_person(
            person_id=person_id,
            email=email,
            name="A",
            unit="",
            roles=[Role.AUTHOR],
            manages=(),
            now=NOW,
        ),
    }
    with transaction.atomic():
        do[act]()


def test_what_has_had_its_time_goes(cast: Cast) -> None:
    token = link(cast.worker.id)
    link(cast.manager.id)
    people.use_link(token=token, password=OWN, now=NOW)
    people.attempt_failed(people.attempt_sign_in(typed="x@y.example", origin="192.0.2.1", now=NOW))
    people.choose_list(
        file=io.BytesIO(b"email,name\nx@y.example,X\n"),
        name="x.csv",
        by=cast.administrator.id,
        now=NOW,
    )
    Session.objects.create(
        session_key="k",
        session_data="",
        person_id=cast.worker.id,
        begun_at=NOW,
        seen_at=NOW,
        expire_date=NOW + DAY,
    )
    assert people.let_go_of_expired(now=NOW) == Expired(0, 0, 0, 0, 0)
    assert people.let_go_of_expired(now=NOW + 100 * DAY) == Expired(
        sessions=1, links=1, guesses=3, lists=1, devices=0
    )
    # Who was invited and has not come in is still said.
    assert (
        people.entries([cast.manager.id], now=NOW + 100 * DAY)[cast.manager.id].standing
        is EntryStage.EXPIRED
    )


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database in which threads see what others have committed; what was made here goes afterwards."""
    with django_db_blocker.unblock():
        yield
        Person.objects.filter(email__endswith="@at-once.example").delete()
        Unit.objects.filter(code__startswith="at-once").delete()
        connections.close_all()


def test_three_imports_at_once_are_done_one_after_another(committed: None) -> None:
    start, failed = threading.Barrier(3), []
    rows = "".join(f"n{n}@at-once.example,N {n},at-once-{n % 5},learner\n" for n in range(40))
    reports: list[people.ImportReport] = []

    def bring_in() -> None:
        try:
            start.wait(10)
            reports.append(
                people.import_people(csv_text="email,name,unit,roles\n" + rows, by=None, now=NOW)
            )
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    crowd = [threading.Thread(target=bring_in) for _ in range(3)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert not failed
    assert sorted(one.created for one in reports) == [0, 0, 40]
    assert Person.objects.filter(email__endswith="@at-once.example").count() == 40


def test_the_password_of_a_demonstration_is_kept_as_the_strongest_kind(cast: Cast) -> None:
    people.set_password(person_id=cast.worker.id, password=PASSWORD, now=NOW)
    kept = Person.objects.get(id=cast.worker.id).password
    assert kept.startswith("argon2$argon2id$") and "m=19456,t=2,p=1" in kept
