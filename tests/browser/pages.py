"""Every page there is. A page added here is checked in light and dark, on phone and desk, and
pictured in ./screenshots by `make images`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    """A page: the name of its pictures, its address, who of the cast looks at it ('' is nobody),
    and the status it answers.

    `follow` are selectors of the links that lead from there, one after another, to the page that is
    meant. `asked` is the name of somebody who was asked something: `address` is then what follows
    on their own link.
    """

    name: str
    address: str
    who: str = ""
    status: int = 200
    follow: tuple[str, ...] = ()
    asked: str = ""


ENQUIRY = "main a.row:has-text('Phones and coaching in the shops')"
ASKS = "main a[href^='/data-rights/people/']"
PAGES = (
    Shown("sign-in", "/sign-in"),
    Shown("sign-in-link", "/sign-in/link"),
    Shown("style", "/style", "ada"),
    Shown("not-found", "/nowhere", "wanda", 404),
    Shown("not-allowed", "/team", "wanda", 403),
    Shown("today", "/today", "wanda"),
    Shown("today-empty", "/today", "auri"),
    Shown("answer", "/today/answer", "wanda"),
    Shown("find", "/find", "wanda"),
    Shown("find-results", "/find?q=return+without+a+receipt", "wanda"),
    Shown("find-nothing", "/find?q=zebra+crossing+permit", "wanda"),
    Shown("aid", "/find/aids/return-without-receipt", "wanda"),
    Shown("aid-checklist", "/find/aids/chiller-check", "wanda"),
    Shown("courses", "/courses", "wanda"),
    Shown(
        "course",
        "/courses",
        "wanda",
        follow=("main a[href^='/courses/']:has-text('Warm chillers')",),
    ),
    Shown("packages", "/packages", "auri"),
    Shown(
        "package",
        "/packages",
        "auri",
        follow=("main a[href^='/packages/']:has-text('Warm chillers')",),
    ),
    Shown("inbox", "/inbox", "wanda"),
    Shown("inbox-empty", "/inbox", "auri"),
    Shown("why-message", "/inbox", "wanda", follow=("main a[href$='/why']",)),
    Shown("why-practice", "/today", "wanda", follow=("main a[href*='/today/why/']",)),
    Shown("me", "/me", "wanda"),
    Shown("start", "/", "sasha"),
    Shown("start-empty", "/", "ada"),
    Shown("places", "/places", "sasha"),
    Shown("team", "/team", "mika"),
    Shown("part", "/part", "hana"),
    Shown("strategy", "/strategy", "sasha"),
    Shown("strategy-answers", "/strategy/answers", "sasha"),
    Shown("strategy-answer", "/strategy/answers/Q-P9", "sasha"),
    Shown("revisions", "/strategy/revisions", "sasha"),
    Shown("revision", "/strategy/revisions/2", "sasha"),
    Shown("draft", "/strategy/draft", "sasha"),
    Shown("forecast", "/strategy/forecast", "sasha"),
    Shown(
        "forecast-set",
        "/strategy/forecast?takes_part=0.4&units=12&cost_an_hour=28&matters=1",
        "sasha",
    ),
    Shown("draft-reader", "/strategy/draft", "hana"),
    Shown("advice", "/strategy/advice", "sasha"),
    Shown("policy", "/strategy/policy", "sasha"),
    *(
        Shown(f"parts-{kind}", f"/strategy/parts/{kind}", "sasha")
        for kind in ("audiences", "challenges", "choices", "actions", "grants")
    ),
    Shown("part-audience", "/strategy/parts/audiences/fresh-food", "sasha"),
    Shown("audience", "/strategy/audiences/fresh-food", "sasha"),
    Shown("bring-content", "/bring-in?tag=returns", "sasha"),
    Shown("ask-colleague", "/strategy/begin/colleague?role=author", "sasha"),
    Shown("part-challenge", "/strategy/parts/challenges/fresh-counter", "sasha"),
    Shown("part-action", "/strategy/parts/actions/practise-shelf-prices", "sasha"),
    Shown("part-new", "/strategy/parts/stakeholders/new", "sasha"),
    Shown("begin-problem", "/strategy/begin/problem", "sasha"),
    Shown("begin-approach", "/strategy/begin/approach", "sasha"),
    Shown("begin-question", "/strategy/begin/Q-P7", "sasha"),
    Shown("begin-decide", "/strategy/begin/decide", "sasha"),
    Shown("begin-end", "/strategy/begin/end", "sasha"),
    Shown("asking", "/strategy/asking", "sasha"),
    Shown("asking-new", "/strategy/asking/new?code=Q-P9", "sasha"),
    Shown("enquiry", "/strategy/asking", "sasha", follow=(ENQUIRY,)),
    Shown("settling", "/strategy/asking", "sasha", follow=(ENQUIRY, "main a[href$='/Q-P9']")),
    Shown("asked", "", asked="Ana Ruiz"),
    Shown("asked-question", "/Q-P9", asked="Ben Okafor"),
    Shown("why-programme", "/strategy/runs/programme/practise-food-safety", "sasha"),
    Shown("rests-on-answer", "/strategy/rests/answers/Q-P7", "sasha"),
    Shown("papers", "/strategy/papers", "sasha"),
    *(
        Shown(f"paper-{name}", f"/strategy/papers/{name}", "sasha")
        for name in (
            "one-page",
            "strategy",
            "stakeholders",
            "calendar",
            "decisions",
            "evaluation",
            "data-protection",
        )
    ),
    Shown("paper-of-a-draft", "/strategy/papers/one-page?revision=2", "sasha"),
    Shown("ready", "/strategy/ready", "sasha"),
    Shown("ready-strategy", "/strategy/ready/manufacturer", "sasha"),
    Shown("ready-reader", "/strategy/ready/aid", "hana"),
    Shown("corrections", "/corrections", "sasha"),
    Shown("correction", "/corrections", "sasha", follow=("main a[href^='/corrections/']",)),
    Shown("results", "/results", "sasha"),
    Shown("sources", "/results/sources", "ada"),
    Shown("source", "/results/sources", "ada", follow=("main .rows a[href^='/results/sources/']",)),
    Shown("source-new", "/results/sources/new", "ada"),
    Shown("content", "/content", "auri"),
    Shown("gaps", "/gaps", "auri"),
    Shown("organisation", "/organisation", "ada"),
    Shown("people", "/people", "ada"),
    Shown("directory", "/people/directory", "ada"),
    Shown("people-new", "/people/new", "ada"),
    Shown("second-steps", "/people/second-steps", "ada"),
    Shown("person", "/people?q=wanda", "ada", follow=("main th a[href^='/people/']",)),
    Shown("people-import", "/people/import", "ada"),
    Shown("people-cards", "/people/cards", "ada"),
    Shown("devices", "/devices", "ada"),
    Shown("device", "/device"),
    Shown("come-in-typed", "/come-in"),
    Shown("me-pin", "/me/pin", "wanda"),
    Shown("me-password", "/me/password", "wanda"),
    Shown("forgotten", "/forgotten"),
    Shown("outbox", "/outbox", "ada"),
    Shown("audit", "/audit", "ada"),
    Shown("health", "/health", "ada"),
    Shown("backups", "/backups", "ada"),
    Shown("data-rights", "/data-rights?q=team", "stef"),
    Shown("data-rights-person", "/data-rights", "stef", follow=(ASKS,)),
    Shown("retention", "/data-rights/retention", "stef"),
    Shown("records", "/records", "ada"),
    Shown(
        "records-filtered",
        "/records?verb=http%3A%2F%2Factivitystrea.ms%2Fschema%2F1.0%2Fsearch&since=2026-01-01",
        "ada",
    ),
    Shown("records-wrong", "/records?actor=wanda&since=yesterday", "ada"),
    Shown("records-none", "/records?since=2100-01-01", "stef"),
    Shown("record", "/records", "ada", follow=("#records a",)),
    Shown("credentials", "/records/credentials", "ada"),
    Shown("forwarding", "/records/forwarding", "ada"),
    Shown(
        "forwarding-target",
        "/records/forwarding",
        "ada",
        follow=("main .rows a[href^='/records/forwarding/']",),
    ),
)
