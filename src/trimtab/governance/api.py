"""The door of the room governance: what other rooms may say."""

from trimtab.governance.actions.auditing import audit
from trimtab.governance.actions.erasures import (
    ask_to_be_erased,
    refuse_erasure,
    settle_requests,
    take_back,
)
from trimtab.governance.actions.granting import match_grants, match_rights, set_min_cell
from trimtab.governance.actions.looking import forget_old_looks, note_looks
from trimtab.governance.actions.proposals import decide, propose, withdraw
from trimtab.governance.domain.access import (
    FIGURES,
    Access,
    InUnit,
    OnePerson,
    What,
    offices,
)
from trimtab.governance.domain.decisions import (
    DecisionChoice,
    ProposalKind,
    ProposalRow,
    ProposalState,
)
from trimtab.governance.domain.disclosure import Tally, Telling, ends_coded, shown, telling, told
from trimtab.governance.domain.requests import RequestRow, RequestState
from trimtab.governance.domain.rows import AuditRow, GrantRow
from trimtab.governance.queries.access import (
    access,
    access_of_all,
    access_to_any,
    grants,
    min_cell,
)
from trimtab.governance.queries.auditing import PAGE_SIZE, audit_entries, held_about
from trimtab.governance.queries.erasures import (
    erasure,
    erasures,
    last_request,
    open_requests,
    request,
    requests_of,
)
from trimtab.governance.queries.looking import looks_at, old_looks
from trimtab.governance.queries.proposals import may_decide, proposal, proposals, rights

__all__ = [
    "FIGURES",
    "PAGE_SIZE",
    "Access",
    "AuditRow",
    "DecisionChoice",
    "GrantRow",
    "InUnit",
    "OnePerson",
    "ProposalKind",
    "ProposalRow",
    "ProposalState",
    "RequestRow",
    "RequestState",
    "Tally",
    "Telling",
    "What",
    "access",
    "access_of_all",
    "access_to_any",
    "ask_to_be_erased",
    "audit",
    "audit_entries",
    "decide",
    "ends_coded",
    "erasure",
    "erasures",
    "forget_old_looks",
    "grants",
    "held_about",
    "last_request",
    "looks_at",
    "match_grants",
    "match_rights",
    "may_decide",
    "min_cell",
    "note_looks",
    "offices",
    "old_looks",
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
