"""The most important forms of the product as somebody fills them in, and what must be there once after each was sent."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import httpx
import msgspec

from tests.cast import PASSWORD, Cast
from tests.packages import zipped
from trimtab import clock
from trimtab.courses.models import Package, Session
from trimtab.evaluation.models import MeasureValue, Source
from trimtab.governance import api as governance
from trimtab.governance.models import AuditEntry, Decision, ErasureRequest
from trimtab.lrs.models import Credential
from trimtab.messaging.models import Letter
from trimtab.people.api import PersonRow
from trimtab.practice.models import Review
from trimtab.strategy import api as strategy
from trimtab.strategy.api import asking
from trimtab.strategy.models import Approval, Comment, Enquiry, Reply, Revision

Count = Callable[[], int]
Fields = Mapping[str, Any]
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass(frozen=True)
class Form:
    """A form on `page`, sent to `to` ('' is the page), and counts that grow by one each."""

    name: str
    page: str
    fields: Fields
    grows: tuple[Count, ...]
    to: str = ""
    who: PersonRow | None = None
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)

    @property
    def email(self) -> str:
        """Whose form it is; '' is nobody's."""
        return self.who.email if self.who else ""

    @property
    def address(self) -> str:
        return self.to or self.page


def audited(act: str) -> Count:
    """How often something stands in the audit."""
    return lambda: AuditEntry.objects.filter(act=act).count()


def forms(cast: Cast) -> list[Form]:
    """A dozen and more, in an order in which each finds what it needs: first approved, then adopted."""
    revision = strategy.require_current().number + 1
    page = f"/strategy/revisions/{revision}"
    proposal = governance.proposals(governance.ProposalState.OPEN)[0]
    decider = next(one for one in people(cast) if governance.may_decide(proposal, one))
    link = next(
        one for one in asking.invitations([_enquiry()]) if one.email == "ben@outside.example"
    )
    figures = f"measure,subject,when,value\nqueue-minutes,north,{clock.today():%Y-%m-%d},7.25\n"
    asked = {
        "title": "Is it so?",
        "code": "Q-P9",
        "silence": "go-on",
        "name-0": "Eva",
        "email-0": "eva@outside.example",
    }
    package = zipped("scorm12", **{"Returns at the till": "Refunds at the till"}).getvalue()
    columns = {f"{name}_column": name for name in ("measure", "subject", "when", "value")}
    source = {
        "name": "Tills",
        "kind": "csv",
        "place": "tills.csv",
        "every": "day",
        "together": "refuse",
        "time_zone": "UTC",
    } | columns
    course = Package.objects.filter(kind="scorm-2004")[0].id
    return [
        Form("answer", "/today/answer", {}, (Review.objects.count,), who=cast.worker),
        Form(
            "comment",
            page,
            {"place": "", "text": "Look again."},
            (Comment.objects.count,),
            f"{page}/comments",
            cast.stakeholder,
        ),
        Form(
            "approval",
            page,
            {"verdict": "approve"},
            (Approval.objects.count, audited("strategy.approved")),
            f"{page}/verdict",
            cast.author,
        ),
        Form("adoption", f"{page}/adoption", {}, (audited("strategy.adopted"),), who=cast.author),
        Form(
            "enquiry",
            "/strategy/asking/new",
            asked | {"closes_on": str(_later())},
            (Enquiry.objects.count, Letter.objects.count, audited("strategy.asked")),
            who=cast.strategist,
        ),
        Form(
            "reply",
            f"/asked/{asking.token(link.id)}/Q-D6",
            {"value": "Posters", "sure": "high"},
            (Reply.objects.count,),
        ),
        Form(
            "written",
            "/strategy/answers/Q-P7",
            {"unknown": "on"},
            (Revision.objects.count,),
            who=cast.strategist,
        ),
        Form(
            "decision",
            f"/corrections/{proposal.id}",
            {"choice": "decline", "reason": "Not yet."},
            (Decision.objects.count,),
            f"/corrections/{proposal.id}/decision",
            decider,
        ),
        Form(
            "key",
            "/records/credentials",
            {"name": "Tills", "scope": "statements/write", "per_second": "5"},
            (Credential.objects.count, audited("credential.added")),
            who=cast.administrator,
        ),
        Form(
            "source",
            "/results/sources/new",
            source,
            (Source.objects.count,),
            who=cast.administrator,
        ),
        Form(
            "figures",
            "/results/sources",
            {},
            (MeasureValue.objects.count, audited("measures.imported")),
            who=cast.administrator,
            files={"file": ("queues.csv", figures.encode())},
        ),
        Form(
            "package",
            "/packages",
            {},
            (Package.objects.count, audited("package.imported")),
            who=cast.author,
            files={"package": ("warm.zip", package)},
        ),
        Form(
            "launch",
            f"/courses/{course}",
            {},
            (Session.objects.count,),
            f"/courses/{course}/units/0/launch",
            cast.worker,
        ),
        Form(
            "erasure",
            "/me",
            {},
            (ErasureRequest.objects.count, audited("erasure.asked")),
            "/me/erasure",
            cast.author,
        ),
    ]


def forms_of_programs(cast: Cast) -> list[Form]:
    """Some that are sent without a page's token, so that nothing but the rooms and their tables keeps them from being done twice."""
    document = strategy.require_current().document
    renamed = msgspec.structs.replace(document, title=f"{document.title}, again")
    draft = strategy.save_draft(
        document=renamed, by=cast.strategist.id, because="Once more", now=clock.now()
    )
    strategy.submit(number=draft.number, by=cast.strategist.id, note="", now=clock.now())
    page = f"/strategy/revisions/{draft.number}"
    link = next(
        one for one in asking.invitations([_enquiry()]) if one.email == "ana@outside.example"
    )
    return [
        Form("answer", "/today/answer", {}, (Review.objects.count,), who=cast.worker),
        Form(
            "approval",
            page,
            {"verdict": "approve"},
            (Approval.objects.count, audited("strategy.approved")),
            f"{page}/verdict",
            cast.author,
        ),
        Form("adoption", f"{page}/adoption", {}, (audited("strategy.adopted"),), who=cast.author),
        Form(
            "reply",
            f"/asked/{asking.token(link.id)}/Q-D6",
            {"value": "Leaflets", "sure": "low"},
            (Reply.objects.count,),
        ),
        Form(
            "erasure",
            "/me",
            {},
            (ErasureRequest.objects.count, audited("erasure.asked")),
            "/me/erasure",
            cast.stakeholder,
        ),
    ]


def people(cast: Cast) -> list[PersonRow]:
    return [getattr(cast, name) for name in cast.__dataclass_fields__]


def _enquiry() -> Any:
    return next(
        one.row.id for one in asking.enquiries() if one.row.agreed.title.startswith("Phones")
    )


def _later() -> dt.date:
    return clock.today() + dt.timedelta(days=9)


def token_on(page: str) -> str:
    """The token of the forms on a page."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, "the page has no form"
    return found[1]


def filled(form: Form, page: str) -> dict[str, Any]:
    """What is sent: the page's hidden fields and what was filled in. An answer takes the first that there is to choose."""
    fields: dict[str, Any] = {"csrfmiddlewaretoken": token_on(page)}
    if form.name == "answer":
        hidden: dict[str, list[str]] = {}
        for name, value in _HIDDEN.findall(page):
            hidden.setdefault(name, []).append(unescape(value))
        fields |= hidden | {
            "choice": "0",
            "text": "x",
            "rating": "good",
            "gap": ["x"] * page.count('name="gap"'),
        }
    return fields | dict(form.fields)


def signed_in(address: str, email: str) -> httpx.Client:
    """A browser of somebody's ('' is nobody's), at the address."""
    client = httpx.Client(base_url=address, timeout=60)
    if email:
        page = client.get("/sign-in").text
        form = {"username": email, "password": PASSWORD, "csrfmiddlewaretoken": token_on(page)}
        assert client.post("/sign-in", data=form).status_code == 302
    return client
