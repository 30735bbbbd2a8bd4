"""The door of the room governance: what other rooms may say."""

from trimtab.governance.actions import audit, decide, match_grants, match_rights, propose, set_min_cell, withdraw
from trimtab.governance.domain.decisions import Choice, DecisionRow, ProposalKind, ProposalRow, ProposalState
from trimtab.governance.domain.disclosure import Tally, Telling, ends_coded, shown, telling, told
from trimtab.governance.domain.requests import RequestRow, RequestState
from trimtab.governance.domain.rows import AuditRow, GrantRow
from trimtab.governance.erasures import (
    ask_to_be_erased,
    erasure,
    erasures,
    last_request,
    open_requests,
    refuse_erasure,
    request,
    requests_of,
    settle_requests,
    take_back,
)
from trimtab.governance.queries import (
    audit_entries,
    grants,
    held_about,
    may_decide,
    may_see,
    min_cell,
    proposal,
    proposals,
    rights,
)

__all__ = [
    "AuditRow",
    "Choice",
    "DecisionRow",
    "GrantRow",
    "ProposalKind",
    "ProposalRow",
    "ProposalState",
    "RequestRow",
    "RequestState",
    "Tally",
    "Telling",
    "ask_to_be_erased",
    "audit",
    "audit_entries",
    "decide",
    "ends_coded",
    "erasure",
    "erasures",
    "grants",
    "held_about",
    "last_request",
    "match_grants",
    "match_rights",
    "may_decide",
    "may_see",
    "min_cell",
    "open_requests",
    "proposal",
    "proposals",
    "propose",
    "refuse_erasure",
    "request",
    "requests_of",
    "rights",
    "set_min_cell",
    "settle_requests",
    "shown",
    "take_back",
    "telling",
    "told",
    "withdraw",
]
