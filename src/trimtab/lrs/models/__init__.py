"""Tables of the evidence store, by resource."""

from trimtab.lrs.models.credentials import Credential, LeftOut
from trimtab.lrs.models.documents import Document
from trimtab.lrs.models.erasing import Summary
from trimtab.lrs.models.forwarding import Forwarding, Target
from trimtab.lrs.models.statements import (
    Attachment,
    AttachmentUse,
    Reference,
    Related,
    Statement,
    StatementId,
    Voiding,
)

__all__ = [
    "Attachment",
    "AttachmentUse",
    "Credential",
    "Document",
    "Forwarding",
    "LeftOut",
    "Reference",
    "Related",
    "Statement",
    "StatementId",
    "Summary",
    "Target",
    "Voiding",
]
