"""Every address of the product, with real things in it: the stage's revisions, enquiries, packages, messages, sessions, people."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import Cast
from tests.directories.saml import pair
from trimtab import clock
from trimtab.courses import api as courses
from trimtab.courses.models import Session
from trimtab.evaluation import api as evaluation
from trimtab.governance import api as governance
from trimtab.governance.models import AuditEntry
from trimtab.journeys import arranging, directories, inviting, leaving, people_lists
from trimtab.library import api as library
from trimtab.lrs import api as lrs
from trimtab.lrs.models import Statement
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.practice.actions import reviewing
from trimtab.search import api as search
from trimtab.strategy import api as strategy
from trimtab.strategy.api import asking
from trimtab.support import api as support


@dataclass(frozen=True)
class Address:
    """One line of the URL table. `owner` is who of the cast its things belong to, '' where they belong to nobody."""

    name: str
    path: str
    view: Callable[..., Any]
    owner: str = ""


def _picture() -> str:
    content = b"\x89PNG\r\n\x1a\n"
    library.import_aids(
        announce=search.publish,
        files={"shown.md": "![A](a.png)"},
        pictures={"a.png": lambda: content},
        collection="shown",
        by=None,
        now=clock.now(),
    )
    return hashlib.sha256(content).hexdigest()


def names() -> dict[str, Callable[..., Any]]:
    """The view of every address by the address's whole name, from the URL table."""
    return dict(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, space: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name or entry.pattern}", entry.callback


OWNED = {"learner:why-message": "worker", "learner:end-session": "worker"}


def addresses(cast: Cast) -> list[Address]:
    """All of them, filled with things of the stage. Raises NoReverseMatch where a new address needs one that is not here yet."""
    known = things(cast)
    return [
        Address(name, _path(name, known.get(name, {})), view, OWNED.get(name, ""))
        for name, view in names().items()
    ]


def _path(name: str, values: dict[str, Any]) -> str:
    return re.sub("/+", "/", reverse(name, kwargs=values))


def _objection(cast: Cast) -> UUID:
    """An answer of the worker's that they say was right."""
    card = next(one for one in library.items() if one.kind == "flashcard")
    given = reviewing.review(
        person_id=cast.worker.id,
        version_id=card.version_id,
        response="again",
        seconds=5,
        now=clock.now(),
        review_id=uuid4(),
    )
    practice.object_to(person_id=cast.worker.id, review_id=given.review_id, now=clock.now())
    return practice.objections()[0].id


def _list_of_people(cast: Cast) -> UUID:
    """A list with a row of each kind that waits to be taken."""
    text = (
        "Work Email,First Name,Last Name,Department,Status,Shift\n"
        "zoe@corner.example,Zoe,Zed,Deli,Active,late\n"
        "wanda@corner.example,Wanda,West,Shop South,Terminated,early\n"
        "broken,Bo,B,Deli,Active,late\n"
    )
    file, now = io.BytesIO(text.encode()), clock.now()
    list_id = people_lists.choose(file=file, name="people.csv", by=cast.administrator, now=now)
    columns = people.people_list(list_id, now=now).columns
    people_lists.say_columns(list_id=list_id, columns=columns, by=cast.administrator, now=now)
    return list_id


def _unit(cast: Cast) -> int:
    """A unit with somebody in it, that somebody manages."""
    return next(unit.id for unit in people.open_tree("")[0] if unit.own_people)


def _attribute(cast: Cast) -> str:
    if any(known.key == "shift" for known in people.attribute_rows()):
        return "shift"
    arranging.define_attribute(
        key="shift",
        label="Shift",
        kind=people.AttributeKind.CHOICE,
        options=("early", "late"),
        is_new=True,
        by=cast.administrator,
        now=clock.now(),
    )
    return "shift"


def _names_and_devices(cast: Cast) -> dict[str, dict[str, Any]]:
    """A number of the worker's, and a device with a code that waits."""
    number = people.Provider.NUMBER
    people.add_identity(person_id=cast.worker.id, provider=number, typed="4711")
    names = people.identities_of(cast.worker.id)
    added = next(name.id for name in names if name.provider == number)
    device = people.name_device(
        name="Tablet", unit="", idle_minutes=3, by=cast.administrator.id, now=clock.now()
    )
    return {
        "workbench:remove-name": {"person_id": cast.worker.id, "identity_id": added},
        "workbench:remove-device": {"device_id": device.id},
        "enrol-link": {"code": device.code},
    }


def things(cast: Cast) -> dict[str, dict[str, Any]]:
    """What stands in the addresses, by their names. A new address with something in it needs a line here."""
    enquiry = next(
        one for one in asking.enquiries() if one.row.agreed.title.startswith("Phones")
    ).row
    link = next(
        one for one in asking.invitations([enquiry.id]) if one.email == "ben@outside.example"
    )
    number = strategy.require_current().number + 1
    package = next(one for one in courses.packages() if one.kind == "cmi5").id
    session, open_session, token = _sessions(cast, package)
    asked = governance.open_requests()[0]
    at = {"enquiry_id": enquiry.id}
    connection = {"connection_id": _connection(cast)}
    return {
        "learner:why-practice": {
            "key": practice.today(person_id=cast.worker.id, now=clock.now()).programmes[0].key
        },
        **_each(("learner:aid", "learner:solved"), {"key": "return-without-receipt"}),
        "learner:picture": {"digest": _picture()},
        "learner:course": {"package_id": package},
        "learner:launch": {"package_id": package, "unit": 0},
        "learner:end-session": {"session_id": open_session},
        "learner:why-message": {"message_id": messaging.inbox(cast.worker.id)[0].id},
        "workbench:begin-step": {"key": "approach"},
        "workbench:audience": {"key": "fresh-food"},
        **_each(
            ("workbench:ready-strategy", "workbench:ready-document", "workbench:begin-from"),
            {"name": "aid"},
        ),
        **_each(("workbench:parts", "workbench:new-part"), {"kind": "audiences"}),
        **_each(
            ("workbench:part", "workbench:remove-part"), {"kind": "audiences", "key": "everybody"}
        ),
        "workbench:running": {"kind": "programme", "key": "practise-food-safety"},
        "workbench:rests": {"place": "answers/Q-P7"},
        "workbench:answer": {"code": "Q-P9"},
        "workbench:settle": {**at, "code": "Q-P9"},
        **{
            f"workbench:{name}": at
            for name in (
                "enquiry",
                "ask-more",
                "remind-asked",
                "more-time",
                "close-enquiry",
                "reopen-enquiry",
            )
        },
        **{
            f"workbench:{name}": {**at, "invitation_id": link.id}
            for name in ("withdraw-link", "let-link-work", "hand-over-link", "erase-asked")
        },
        **{
            f"workbench:{name}-revision": {"number": number}
            for name in ("submit", "judge", "adopt", "restore", "comment")
        },
        "workbench:revision": {"number": number},
        "workbench:resolve-comment": {
            "number": number,
            "comment_id": strategy.comments(number)[0].id,
        },
        "workbench:paper": {"name": "one-page"},
        "workbench:paper-file": {"name": "one-page", "form": "md"},
        **_each(
            ("workbench:correction", "workbench:decision"),
            {"proposal_id": governance.proposals()[0].id},
        ),
        "workbench:measure-csv": {"key": "queue-minutes"},
        **_each(
            ("workbench:source", "workbench:change-source"),
            {"source_id": evaluation.sources()[0].id},
        ),
        "workbench:settle-objection": {"objection_id": _objection(cast)},
        "workbench:close-gap": {"gap_id": support.gaps(support.GapState.OPEN)[0].id},
        **_each(
            ("workbench:package", "workbench:change-package", "workbench:waive-unit"),
            {"package_id": package},
        ),
        "workbench:record": {"statement_id": Statement.objects.values_list("id", flat=True)[0]},
        **_each(
            (
                "workbench:rotate-credential",
                "workbench:lenient-credential",
                "workbench:revoke-credential",
            ),
            {"user": lrs.credentials()[0].user},
        ),
        **_each(
            ("workbench:forwarding-target", "workbench:change-target"),
            {"target_id": lrs.targets()[0].id},
        ),
        **_each(
            ("workbench:data-rights-person", "workbench:export-person"),
            {"person_id": cast.worker.id},
        ),
        "new-connection": {"kind": "oidc"},
        **_each(
            (
                "connection",
                "change-connection",
                "turn-connection",
                "directory-leave",
                "directory-back",
                "gateway:assertion",
                "gateway:saml-metadata",
            ),
            connection,
        ),
        "come-in": {"token": _link_in(cast)},
        # The organisation is there, so no link opens its set-up page any more.
        "set-up-link": {"token": "k3f9z-k3f9z-k3f9z-k3f9z"},
        **_each(
            ("workbench:import-preview", "workbench:import-columns", "workbench:import-back"),
            {"list_id": _list_of_people(cast)},
        ),
        **_each(
            (
                "workbench:person",
                "workbench:person-link",
                "workbench:person-leaves",
                "workbench:person-second-steps",
                "workbench:person-merging",
                "workbench:person-names",
                "workbench:card",
            ),
            {"person_id": cast.worker.id},
        ),
        **_each(
            (
                "workbench:unit",
                "workbench:move-unit",
                "workbench:retire-unit",
                "workbench:manage-unit",
            ),
            {"unit_id": _unit(cast)},
        ),
        **_each(("workbench:attribute", "workbench:forget-attribute"), {"key": _attribute(cast)}),
        **_names_and_devices(cast),
        "workbench:send-again": {"message_id": messaging.inbox(cast.worker.id)[0].id},
        "workbench:run-job": {"name": "tidy-up"},
        "workbench:refuse-erasure": {"request_id": asked.id},
        "workbench:erasure": {"number": _erasure(cast)},
        "gateway:mail-hook": {"service": "postmark"},
        "gateway:leave": {"token": leaving.token_of(cast.worker.id, leaving.Leaving.ALL)},
        "portal:asked": {"token": asking.token(link.id)},
        "portal:asked-question": {"token": asking.token(link.id), "code": "Q-P9"},
        "gateway:fetch": {"session_id": session, "token": token},
        **{
            f"gateway:{name}": {"session_id": session}
            for name in ("play", "begin", "commit", "frame", "back")
        },
        "gateway:content": {"session_id": session, "path": "index.html"},
        "workbench:revoke-directory-key": {"token_id": _directory_key(cast)},
        "workbench:map-directory-group": {"group_id": (group := _directory_group(cast))},
        "gateway:scim-user": {"key": cast.worker.id},
        "gateway:scim-group": {"key": group},
        "gateway:scim-elsewhere": {"rest": "Me"},
    }


def _directory_key(cast: Cast) -> UUID:
    """A key of the directory."""
    key, _secret = people.make_directory_token(
        name="Entra", days=90, by=cast.administrator.id, now=clock.now()
    )
    return key


def _directory_group(cast: Cast) -> UUID:
    """A group that the directory has sent."""
    wish = people.GroupWish("Tills", None, frozenset({cast.worker.id}))
    return people.make_directory_group(wish=wish, group_id=uuid4(), now=clock.now()).group_id


def _link_in(cast: Cast) -> str:
    """A link to a new password for somebody."""
    sheet = inviting.hand_out_reset(
        person_id=cast.stranger.id,
        by=cast.administrator,
        address=lambda token: token,
        now=clock.now(),
    )
    return sheet.link


def _connection(cast: Cast) -> UUID:
    """A directory by SAML that is turned on."""
    spec = people.ConnectionSpec(
        kind=people.ConnectionKind.SAML,
        name="Corner Staff",
        issuer="https://directory.example/entity",
        address="https://directory.example/sso",
        certificates=(pair("directory.example").bare,),
        email_claim="NameID",
        domains=("corner.example",),
    )
    now = clock.now()
    connection_id = directories.add(spec=spec, by=cast.administrator, now=now)
    people.note_trial(
        connection_id=connection_id,
        trial=people.ConnectionTrial("ada", {"NameID": "ada@corner.example"}, "Ada"),
        fault=None,
        now=now,
    )
    directories.turn(connection_id=connection_id, on=True, by=cast.administrator, now=now)
    return connection_id


def _each(them: tuple[str, ...], values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: values for name in them}


def _sessions(cast: Cast, package: UUID) -> tuple[UUID, UUID, str]:
    """A session of the manager's with a made-up token, and an open one of the worker's."""
    found = {}
    for person in (cast.manager, cast.worker):
        launched = courses.launch(
            person=person,
            package_id=package,
            unit=0,
            mode=courses.LaunchMode.NORMAL,
            return_url="https://corner.example",
            now=clock.now(),
        )
        found[person.id] = launched.session_id
    assert Session.objects.filter(id__in=found.values()).count() == 2
    return found[cast.manager.id], found[cast.worker.id], "not-the-token"


def _erasure(cast: Cast) -> int:
    return AuditEntry.objects.create(
        at=clock.now(),
        actor_id=cast.steward.id,
        act="person.erased",
        target="people",
        detail={"because": "asked"},
    ).pk


def people_of(cast: Cast) -> dict[str, people.PersonRow | None]:
    """Who walks: each role once, somebody without any role, and nobody."""
    return {name: getattr(cast, name) for name in cast.__dataclass_fields__} | {"nobody": None}
