"""The door of the room lrs: what other rooms may say."""

from trimtab.lrs.actions.credentials import add_credential, revoke_credential
from trimtab.lrs.actions.own import record, record_many
from trimtab.lrs.actions.storing import Conflict, Unstorable, prepare, store, store_together
from trimtab.lrs.domain.keys import agent_key
from trimtab.lrs.domain.preparing import MOST_IN_A_BATCH, BadBatch
from trimtab.lrs.domain.rows import (
    CredentialRow,
    Evidence,
    Filters,
    Prepared,
    Scope,
    StatementPage,
    StatementText,
)
from trimtab.lrs.home import home, settle_at
from trimtab.lrs.sizes import size
from trimtab.lrs.queries import (
    check_credential,
    consistent_through,
    count_about,
    count_statements,
    page,
    statement,
    statement_text,
    statements,
    statements_about,
)

__all__ = [
    "MOST_IN_A_BATCH",
    "BadBatch",
    "Conflict",
    "CredentialRow",
    "Evidence",
    "Filters",
    "Prepared",
    "Scope",
    "StatementPage",
    "StatementText",
    "Unstorable",
    "add_credential",
    "agent_key",
    "check_credential",
    "consistent_through",
    "count_about",
    "count_statements",
    "home",
    "page",
    "prepare",
    "record",
    "record_many",
    "revoke_credential",
    "settle_at",
    "size",
    "statement",
    "statement_text",
    "statements",
    "statements_about",
    "store",
    "store_together",
]
