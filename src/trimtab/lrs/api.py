"""The door of the room lrs: what other rooms may say."""

from trimtab.lrs.actions import (
    Conflict,
    add_credential,
    prepare,
    record,
    record_many,
    revoke_credential,
    settle,
    store,
)
from trimtab.lrs.bulk import copy_in
from trimtab.lrs.domain.rows import CredentialRow, Evidence, Filters, Scope, StoredStatement
from trimtab.lrs.queries import check_credential, count_statements, statement, statements, statements_about

__all__ = [
    "Conflict",
    "CredentialRow",
    "Evidence",
    "Filters",
    "Scope",
    "StoredStatement",
    "add_credential",
    "check_credential",
    "copy_in",
    "count_statements",
    "prepare",
    "record",
    "record_many",
    "revoke_credential",
    "settle",
    "statement",
    "statements",
    "statements_about",
    "store",
]
