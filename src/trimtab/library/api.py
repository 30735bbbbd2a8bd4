"""The door of the room library: what other rooms may say."""

from trimtab.library.actions import (
    flag_aid,
    import_aids,
    import_items,
    match_items,
    retire_aid,
    retire_item,
    verify_aid,
)
from trimtab.library.domain.aids import AidKind, address
from trimtab.library.domain.grading import SELF_RATINGS, Graded, distance, folded, grade
from trimtab.library.domain.item_files import ItemFormat, ItemSpec, read_items
from trimtab.library.domain.items import (
    GAP,
    Cloze,
    Flashcard,
    ItemBody,
    ItemKind,
    MultipleChoice,
    Ordering,
    ShortAnswer,
    SingleChoice,
    body_data,
    gap_answers,
    kind_of,
    read_body,
)
from trimtab.library.domain.rows import (
    AidRow,
    ContentImport,
    ContentProblem,
    ItemRow,
    ItemVersionRow,
    SectionRow,
    State,
    VersionRow,
)
from trimtab.library.queries import (
    aid,
    aid_sections,
    aid_source,
    aid_versions,
    aids,
    aids_by_tags,
    due_for_review,
    item_body,
    item_versions,
    items,
    items_by_id,
    items_by_tags,
)

__all__ = [
    "GAP", "SELF_RATINGS", "AidKind", "AidRow", "Cloze", "ContentImport", "ContentProblem", "Flashcard", "Graded",
    "ItemBody", "ItemFormat", "ItemKind", "ItemRow", "ItemSpec", "ItemVersionRow", "MultipleChoice", "Ordering",
    "SectionRow", "ShortAnswer", "SingleChoice", "State", "VersionRow", "address", "aid", "aid_sections", "aid_source",
    "aid_versions", "aids", "aids_by_tags", "body_data", "distance", "due_for_review", "flag_aid", "folded",
    "gap_answers", "grade", "import_aids", "import_items", "item_body", "item_versions", "items", "items_by_id",
    "items_by_tags", "kind_of", "match_items", "read_body", "read_items", "retire_aid", "retire_item", "verify_aid",
]  # fmt: skip
