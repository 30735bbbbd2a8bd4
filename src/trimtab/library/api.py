"""The door of the room library: what other rooms may say."""

from trimtab.library.actions import (
    flag_aid,
    import_aids,
    import_items,
    publish_aid,
    retire_aid,
    verify_aid,
)
from trimtab.library.domain.item import LONGEST_WRITTEN, ItemBody
from trimtab.library.domain.item_files import ItemFormat
from trimtab.library.domain.item_shown import Appearance, ShownItem
from trimtab.library.domain.items import kind_titles, read_body
from trimtab.library.domain.language import is_common
from trimtab.library.domain.paths import address
from trimtab.library.domain.rows import (
    AidRow,
    ContentImport,
    ContentState,
    HeadingRow,
    ItemRow,
    ItemVersionRow,
    PassageRow,
    SectionRow,
    TagRow,
    gathered,
)
from trimtab.library.queries.aids import (
    aid,
    aid_sections,
    aid_titles,
    aids,
    aids_by_tags,
    count_unchecked,
    due_for_review,
    page_of_aids,
    picture,
)
from trimtab.library.queries.items import (
    item_body,
    item_versions,
    items,
    items_by_id,
    items_by_tags,
    page_of_items,
)
from trimtab.library.queries.passages import (
    collected,
    headings,
    passages,
    published_texts,
)
from trimtab.library.queries.tags import tags

__all__ = [
    "LONGEST_WRITTEN",
    "AidRow",
    "Appearance",
    "ContentImport",
    "ContentState",
    "HeadingRow",
    "ItemBody",
    "ItemFormat",
    "ItemRow",
    "ItemVersionRow",
    "PassageRow",
    "SectionRow",
    "ShownItem",
    "TagRow",
    "address",
    "aid",
    "aid_sections",
    "aid_titles",
    "aids",
    "aids_by_tags",
    "collected",
    "count_unchecked",
    "due_for_review",
    "flag_aid",
    "gathered",
    "headings",
    "import_aids",
    "import_items",
    "is_common",
    "item_body",
    "item_versions",
    "items",
    "items_by_id",
    "items_by_tags",
    "kind_titles",
    "page_of_aids",
    "page_of_items",
    "passages",
    "picture",
    "publish_aid",
    "published_texts",
    "read_body",
    "retire_aid",
    "tags",
    "verify_aid",
]
