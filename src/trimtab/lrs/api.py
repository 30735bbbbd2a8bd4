"""The door of the room lrs: what other rooms may say."""

from trimtab.lrs.actions.credentials import (
    add_credential,
    make_lenient,
    note_left_out,
    revoke_credential,
    rotate_credential,
)
from trimtab.lrs.actions.documents import (
    delete_document,
    delete_states,
    forget_old_documents,
    forget_person,
    put_document,
)
from trimtab.lrs.actions.erasing.people import redact_person
from trimtab.lrs.actions.erasing.retention import MonthInUse, drop_month
from trimtab.lrs.actions.forwarding.targets import add_target, end_target, pause_target, replay
from trimtab.lrs.actions.forwarding.turns import Forwarded, forward
from trimtab.lrs.actions.installation import settle
from trimtab.lrs.actions.statements.importing import ImportOptions, import_lines
from trimtab.lrs.actions.statements.months import open_months
from trimtab.lrs.actions.statements.own import record, record_many
from trimtab.lrs.actions.statements.parquet import write_parquet, writing_into
from trimtab.lrs.actions.statements.publishing import Published, publish
from trimtab.lrs.actions.statements.storing import (
    prepare,
    prepare_content,
    prepare_each,
    store,
    store_together,
)
from trimtab.lrs.domain.credentials import (
    PER_SECOND,
    CredentialInfo,
    CredentialRow,
    LeftOutRow,
    Scope,
)
from trimtab.lrs.domain.documents import DocumentContent, DocumentKind, DocumentPlace, Precondition
from trimtab.lrs.domain.forwarding import (
    Forwarder,
    ForwardingOutcome,
    Parcel,
    Refused,
    TakenByTarget,
    TargetKind,
    TargetRow,
    Unwell,
)
from trimtab.lrs.domain.installation import Installation
from trimtab.lrs.domain.keys import agent_key, is_person, person_key, shelf
from trimtab.lrs.domain.statements.months import Month
from trimtab.lrs.domain.statements.preparing import LenientBatch, NotTaken
from trimtab.lrs.domain.statements.rows import (
    PLATFORM,
    UNITS,
    Experience,
    Filters,
    Prepared,
    StatementPage,
)
from trimtab.lrs.domain.statements.sizes import MonthSize
from trimtab.lrs.queries.credentials import (
    check_credential,
    credential,
    credentials,
    left_out_lately,
)
from trimtab.lrs.queries.documents import (
    count_documents,
    document,
    document_names,
    documents_about,
    old_documents,
)
from trimtab.lrs.queries.erasing.people import count_named, held_about, named
from trimtab.lrs.queries.erasing.retention import months_before, old_months
from trimtab.lrs.queries.forwarding import (
    dead_letters,
    due_targets,
    target,
    target_named,
    targets,
    targets_left_waiting,
    unreadable_targets,
)
from trimtab.lrs.queries.installation import home
from trimtab.lrs.queries.statements.browsing import own_pseudonym, verbs, without_names
from trimtab.lrs.queries.statements.exporting import Exported, attachments, count_between, export
from trimtab.lrs.queries.statements.knowing import known_activity, known_person
from trimtab.lrs.queries.statements.months import size
from trimtab.lrs.queries.statements.pages import (
    consistent_through,
    count_about,
    page,
    statement,
    statement_text,
    statements,
)

__all__ = [
    "PER_SECOND",
    "PLATFORM",
    "UNITS",
    "CredentialInfo",
    "CredentialRow",
    "DocumentContent",
    "DocumentKind",
    "DocumentPlace",
    "Experience",
    "Exported",
    "Filters",
    "Forwarded",
    "Forwarder",
    "ForwardingOutcome",
    "ImportOptions",
    "Installation",
    "LeftOutRow",
    "LenientBatch",
    "Month",
    "MonthInUse",
    "MonthSize",
    "NotTaken",
    "Parcel",
    "Precondition",
    "Prepared",
    "Published",
    "Refused",
    "Scope",
    "StatementPage",
    "TakenByTarget",
    "TargetKind",
    "TargetRow",
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
    "credential",
    "credentials",
    "dead_letters",
    "delete_document",
    "delete_states",
    "document",
    "document_names",
    "documents_about",
    "drop_month",
    "due_targets",
    "end_target",
    "export",
    "forget_old_documents",
    "forget_person",
    "forward",
    "held_about",
    "home",
    "import_lines",
    "is_person",
    "known_activity",
    "known_person",
    "left_out_lately",
    "make_lenient",
    "months_before",
    "named",
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
    "settle",
    "shelf",
    "size",
    "statement",
    "statement_text",
    "statements",
    "store",
    "store_together",
    "target",
    "target_named",
    "targets",
    "targets_left_waiting",
    "unreadable_targets",
    "verbs",
    "without_names",
    "write_parquet",
    "writing_into",
]
