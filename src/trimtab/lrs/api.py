"""The door of the room lrs: what other rooms may say."""

from trimtab.lrs.actions.credentials import add_credential, revoke_credential
from trimtab.lrs.actions.months import open_months
from trimtab.lrs.actions.own import record, record_many
from trimtab.lrs.actions.retention import drop_month, months_before
from trimtab.lrs.actions.storing import Conflict, Unstorable, prepare, store, store_together
from trimtab.lrs.domain.keys import agent_key
from trimtab.lrs.domain.months import Month
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
from trimtab.lrs.domain.sizes import MonthSize, StoreSize
from trimtab.lrs.home import home, settle_at
from trimtab.lrs.publishing import Published, publish
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
from trimtab.lrs.sizes import size

__all__ = [
    "MOST_IN_A_BATCH",
    "BadBatch",
    "Conflict",
    "CredentialRow",
    "Evidence",
    "Filters",
    "Month",
    "MonthSize",
    "Prepared",
    "Published",
    "Scope",
    "StatementPage",
    "StatementText",
    "StoreSize",
    "Unstorable",
    "add_credential",
    "agent_key",
    "check_credential",
    "consistent_through",
    "count_about",
    "count_statements",
    "drop_month",
    "home",
    "months_before",
    "open_months",
    "page",
    "prepare",
    "publish",
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
