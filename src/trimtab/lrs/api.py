"""The door of the room lrs: what other rooms may say."""

from trimtab.lrs.actions.credentials import add_credential, revoke_credential
from trimtab.lrs.actions.documents import delete_document, delete_states, forget_person, put_document
from trimtab.lrs.actions.own import record, record_many
from trimtab.lrs.actions.storing import Conflict, Unstorable, prepare, store, store_together
from trimtab.lrs.documents import document, document_names, documents_about
from trimtab.lrs.domain.documents import Condition, Content, DocumentRow, Kind, Place
from trimtab.lrs.domain.keys import agent_key, shelf
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
from trimtab.lrs.knowing import known_activity, known_person
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
    "Condition",
    "Conflict",
    "Content",
    "CredentialRow",
    "DocumentRow",
    "Evidence",
    "Filters",
    "Kind",
    "Place",
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
    "delete_document",
    "delete_states",
    "document",
    "document_names",
    "documents_about",
    "forget_person",
    "home",
    "known_activity",
    "known_person",
    "page",
    "prepare",
    "put_document",
    "record",
    "record_many",
    "revoke_credential",
    "settle_at",
    "shelf",
    "statement",
    "statement_text",
    "statements",
    "statements_about",
    "store",
    "store_together",
]
