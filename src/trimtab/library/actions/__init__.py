"""Writing, publishing, checking and importing items and job aids."""

from trimtab.library.actions.aids import flag_aid, import_aids, publish_aid, retire_aid, verify_aid
from trimtab.library.actions.items import import_items

__all__ = [
    "flag_aid",
    "import_aids",
    "import_items",
    "publish_aid",
    "retire_aid",
    "verify_aid",
]
