"""The addresses of strategy."""

from __future__ import annotations

from django.urls import path

from trimtab.workbench.strategy import (
    advice,
    answering,
    draft,
    pages,
    papers,
    parts,
    policy,
    ready,
    why,
)
from trimtab.workbench.strategy.asking import pages as asking
from trimtab.workbench.strategy.audiences import pages as audiences
from trimtab.workbench.strategy.beginning import colleagues
from trimtab.workbench.strategy.beginning import pages as beginning
from trimtab.workbench.strategy.forecasting import pages as forecasting
from trimtab.workbench.strategy.revisions import merging, reviewing
from trimtab.workbench.strategy.revisions import pages as revisions

urlpatterns = [
    path("strategy", pages.page, name="strategy"),
    path("strategy/begin", beginning.start, name="begin"),
    path("strategy/begin/end", beginning.end, name="begin-end"),
    path("strategy/begin/colleague", colleagues.page, name="ask-colleague"),
    path("strategy/begin/<str:key>", beginning.page, name="begin-step"),
    path("strategy/ready", ready.listing, name="ready"),
    path("strategy/ready/<slug:name>", ready.page, name="ready-strategy"),
    path("strategy/ready/<slug:name>/strategy.yaml", ready.document, name="ready-document"),
    path("strategy/ready/<slug:name>/begun", ready.begin, name="begin-from"),
    path("strategy/draft", draft.page, name="draft"),
    path("strategy/draft/mend", draft.mend, name="mend"),
    path("strategy/forecast", forecasting.page, name="forecast"),
    path("strategy/advice", advice.page, name="advice"),
    path("strategy/advice/taken", advice.take, name="take-advice"),
    path("strategy/policy", policy.page, name="policy"),
    path("strategy/audiences/<str:key>", audiences.page, name="audience"),
    path("strategy/parts/<slug:kind>", parts.listing, name="parts"),
    path("strategy/parts/<slug:kind>/new", parts.form, name="new-part"),
    path("strategy/parts/<slug:kind>/<str:key>", parts.form, name="part"),
    path("strategy/parts/<slug:kind>/<str:key>/removed", parts.remove, name="remove-part"),
    path("strategy/runs/<slug:kind>/<path:key>", why.running, name="running"),
    path("strategy/rests/<path:place>", why.rests, name="rests"),
    path("strategy/answers", pages.answers, name="answers"),
    path("strategy/answers/<slug:code>", answering.page, name="answer"),
    path("strategy/asking", asking.listing, name="asking"),
    path("strategy/asking/new", asking.new, name="ask"),
    path("strategy/asking/<uuid:enquiry_id>", asking.page, name="enquiry"),
    path("strategy/asking/<uuid:enquiry_id>/more", asking.more, name="ask-more"),
    path("strategy/asking/<uuid:enquiry_id>/reminders", asking.remind, name="remind-asked"),
    path("strategy/asking/<uuid:enquiry_id>/time", asking.more_time, name="more-time"),
    path("strategy/asking/<uuid:enquiry_id>/closing", asking.close, name="close-enquiry"),
    path("strategy/asking/<uuid:enquiry_id>/opening", asking.reopen, name="reopen-enquiry"),
    path(
        "strategy/asking/<uuid:enquiry_id>/links/<uuid:invitation_id>",
        asking.withdraw,
        name="withdraw-link",
    ),
    path(
        "strategy/asking/<uuid:enquiry_id>/links/<uuid:invitation_id>/working",
        asking.let_work,
        name="let-link-work",
    ),
    path(
        "strategy/asking/<uuid:enquiry_id>/links/<uuid:invitation_id>/handing",
        asking.hand_over,
        name="hand-over-link",
    ),
    path(
        "strategy/asking/<uuid:enquiry_id>/links/<uuid:invitation_id>/erasing",
        asking.erase,
        name="erase-asked",
    ),
    path("strategy/asking/<uuid:enquiry_id>/<slug:code>", asking.settle, name="settle"),
    path("strategy/revisions", revisions.listing, name="revisions"),
    path("strategy/revisions/<int:number>", revisions.page, name="revision"),
    path("strategy/revisions/<int:number>/review", reviewing.submit, name="submit-revision"),
    path("strategy/revisions/<int:number>/verdict", reviewing.judge, name="judge-revision"),
    path("strategy/revisions/<int:number>/adoption", reviewing.adopt, name="adopt-revision"),
    path("strategy/revisions/<int:number>/restored", reviewing.restore, name="restore-revision"),
    path("strategy/revisions/<int:number>/comments", reviewing.comment, name="comment-revision"),
    path(
        "strategy/revisions/<int:number>/comments/<uuid:comment_id>/settled",
        reviewing.resolve,
        name="resolve-comment",
    ),
    path("strategy/merging", merging.merge, name="merge"),
    path("strategy/papers", papers.listing, name="papers"),
    path("strategy/papers/<slug:name>", papers.page, name="paper"),
    path("strategy/papers/<slug:name>.<slug:form>", papers.download, name="paper-file"),
    path("strategy/strategy.yaml", pages.document, name="document"),
]
