"""The addresses of the workbench."""

from __future__ import annotations

from django.urls import path

from trimtab.workbench.views import (
    advice,
    answering,
    beginning,
    content,
    corrections,
    draft,
    merging,
    parts,
    policy,
    records,
    results,
    reviewing,
    revisions,
    strategy,
    why,
)

app_name = "workbench"
urlpatterns = [
    path("strategy", strategy.page, name="strategy"),
    path("strategy/begin", beginning.start, name="begin"),
    path("strategy/begin/end", beginning.end, name="begin-end"),
    path("strategy/begin/<str:key>", beginning.page, name="begin-step"),
    path("strategy/draft", draft.page, name="draft"),
    path("strategy/draft/mend", draft.mend, name="mend"),
    path("strategy/advice", advice.page, name="advice"),
    path("strategy/advice/taken", advice.take, name="take-advice"),
    path("strategy/policy", policy.page, name="policy"),
    path("strategy/parts/<slug:kind>", parts.listing, name="parts"),
    path("strategy/parts/<slug:kind>/new", parts.form, name="new-part"),
    path("strategy/parts/<slug:kind>/<str:key>", parts.form, name="part"),
    path("strategy/parts/<slug:kind>/<str:key>/removed", parts.remove, name="remove-part"),
    path("strategy/runs/<slug:kind>/<path:key>", why.running, name="running"),
    path("strategy/rests/<path:place>", why.rests, name="rests"),
    path("strategy/answers", strategy.answers, name="answers"),
    path("strategy/answers/<slug:code>", answering.page, name="answer"),
    path("strategy/revisions", revisions.listing, name="revisions"),
    path("strategy/revisions/<int:number>", revisions.page, name="revision"),
    path("strategy/revisions/<int:number>/review", reviewing.submit, name="submit-revision"),
    path("strategy/revisions/<int:number>/verdict", reviewing.judge, name="judge-revision"),
    path("strategy/revisions/<int:number>/adoption", reviewing.adopt, name="adopt-revision"),
    path("strategy/revisions/<int:number>/restored", reviewing.restore, name="restore-revision"),
    path("strategy/revisions/<int:number>/comments", reviewing.comment, name="comment-revision"),
    path(
        "strategy/revisions/<int:number>/comments/<uuid:comment_id>/settled", reviewing.resolve, name="resolve-comment"
    ),
    path("strategy/merging", merging.merge, name="merge"),
    path("strategy/strategy.yaml", strategy.document, name="document"),
    path("corrections", corrections.listing, name="corrections"),
    path("corrections/<uuid:proposal_id>", corrections.page, name="correction"),
    path("corrections/<uuid:proposal_id>/decision", corrections.decision, name="decision"),
    path("results", results.page, name="results"),
    path("results/measures/<slug:key>.csv", results.download, name="measure-csv"),
    path("content", content.listing, name="content"),
    path("gaps", content.gaps, name="gaps"),
    path("gaps/<uuid:gap_id>/closing", content.close, name="close-gap"),
    path("people", records.people_page, name="people"),
    path("outbox", records.outbox, name="outbox"),
    path("audit", records.audit, name="audit"),
]
