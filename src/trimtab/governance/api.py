"""The door of the room governance: what other rooms may say."""

from trimtab.governance.actions import audit, decide, match_grants, match_rights, propose, set_min_cell
from trimtab.governance.domain.decisions import Choice, DecisionRow, ProposalKind, ProposalRow, ProposalState
from trimtab.governance.domain.rows import AuditRow, GrantRow
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
    "audit",
    "audit_entries",
    "decide",
    "grants",
    "held_about",
    "match_grants",
    "match_rights",
    "may_decide",
    "may_see",
    "min_cell",
    "proposal",
    "proposals",
    "propose",
    "rights",
    "set_min_cell",
]
