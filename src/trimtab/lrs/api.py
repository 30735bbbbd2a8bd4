"""The door of the room lrs: what other rooms may say."""

from trimtab.lrs.actions.credentials import (
    add_credential,
    make_lenient,
    note_left_out,
    revoke_credential,
    rotate_credential,
)
from trimtab.lrs.actions.delivering import Sent, deliver, due_targets, targets_left_waiting
from trimtab.lrs.actions.documents import (
    delete_document,
    delete_states,
    forget_old_documents,
    forget_person,
    put_document,
)
from trimtab.lrs.actions.erasing import redact_person
from trimtab.lrs.actions.importing import BatchReport, LineProblem, Reading, import_lines
from trimtab.lrs.actions.months import open_months
from trimtab.lrs.actions.own import record, record_many
from trimtab.lrs.actions.retention import Busy, drop_month, months_before
from trimtab.lrs.actions.storing import (
    Conflict,
    Unstorable,
    prepare,
    prepare_content,
    prepare_each,
    store,
    store_together,
)
from trimtab.lrs.actions.targets import add_target, end_target, pause_target, replay
from trimtab.lrs.browsing import own_pseudonym, verbs, without_names
from trimtab.lrs.documents import (
    count_documents,
    document,
    document_names,
    documents_about,
    old_documents,
)
from trimtab.lrs.domain.delivering import (
    DeadLetter,
    Outcome,
    Parcel,
    Refused,
    Send,
    Taken,
    TargetKind,
    TargetRow,
    Unwell,
)
from trimtab.lrs.domain.documents import Condition, Content, DocumentRow, Kind, Place
from trimtab.lrs.domain.keys import agent_key, is_person, person_key, shelf
from trimtab.lrs.domain.months import Month
from trimtab.lrs.domain.preparing import MOST_IN_A_BATCH, BadBatch, LeftOut, Leniently
from trimtab.lrs.domain.rows import (
    PER_SECOND,
    PLATFORM,
    UNITS,
    CredentialInfo,
    CredentialRow,
    Evidence,
    Filters,
    LeftOutRow,
    Prepared,
    Scope,
    StatementPage,
    StatementText,
)
from trimtab.lrs.domain.sizes import MonthSize, StoreSize
from trimtab.lrs.exporting import Exported, attachments, count_between, export
from trimtab.lrs.held import count_named, held_about
from trimtab.lrs.home import home, settle_at
from trimtab.lrs.keys import check_credential, credential, credentials, left_out_lately
from trimtab.lrs.knowing import known_activity, known_person
from trimtab.lrs.parquet import write_parquet, writing_into
from trimtab.lrs.publishing import Published, publish
from trimtab.lrs.queries import (
    consistent_through,
    count_about,
    count_statements,
    page,
    statement,
    statement_text,
    statements,
    statements_about,
)
from trimtab.lrs.secrecy import seal, settle_secret, unseal
from trimtab.lrs.sending import dead_letters, target, target_named, targets, unreadable_targets
from trimtab.lrs.sizes import old_months, size

__all__ = [
    "MOST_IN_A_BATCH",
    "PER_SECOND",
    "PLATFORM",
    "UNITS",
    "BadBatch",
    "BatchReport",
    "Busy",
    "Condition",
    "Conflict",
    "Content",
    "CredentialInfo",
    "CredentialRow",
    "DeadLetter",
    "DocumentRow",
    "Evidence",
    "Exported",
    "Filters",
    "Kind",
    "LeftOut",
    "LeftOutRow",
    "Leniently",
    "LineProblem",
    "Month",
    "MonthSize",
    "Outcome",
    "Parcel",
    "Place",
    "Prepared",
    "Published",
    "Reading",
    "Refused",
    "Scope",
    "Send",
    "Sent",
    "StatementPage",
    "StatementText",
    "StoreSize",
    "Taken",
    "TargetKind",
    "TargetRow",
    "Unstorable",
    "Unwell",
    "add_credential",
    "add_target",
    "agent_key",
    "attachments",
    "check_credential",
    "consistent_through",
    "count_about",
    "count_between",
    "count_documents",
    "count_named",
    "count_statements",
    "credential",
    "credentials",
    "dead_letters",
    "delete_document",
    "delete_states",
    "deliver",
    "document",
    "document_names",
    "documents_about",
    "drop_month",
    "due_targets",
    "end_target",
    "export",
    "forget_old_documents",
    "forget_person",
    "held_about",
    "home",
    "import_lines",
    "is_person",
    "known_activity",
    "known_person",
    "left_out_lately",
    "make_lenient",
    "months_before",
    "note_left_out",
    "old_documents",
    "old_months",
    "open_months",
    "own_pseudonym",
    "page",
    "pause_target",
    "person_key",
    "prepare",
    "prepare_content",
    "prepare_each",
    "publish",
    "put_document",
    "record",
    "record_many",
    "redact_person",
    "replay",
    "revoke_credential",
    "rotate_credential",
    "seal",
    "settle_at",
    "settle_secret",
    "shelf",
    "size",
    "statement",
    "statement_text",
    "statements",
    "statements_about",
    "store",
    "store_together",
    "target",
    "target_named",
    "targets",
    "targets_left_waiting",
    "unreadable_targets",
    "unseal",
    "verbs",
    "without_names",
    "write_parquet",
    "writing_into",
]
