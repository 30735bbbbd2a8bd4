"""The door of the room library: what other rooms may say."""

from trimtab.library.actions import (
    flag_aid,
    import_aids,
    import_items,
    match_items,
    publish_aid,
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
from trimtab.library.domain.paths import is_document, is_picture
from trimtab.library.domain.rows import (
    AidFound,
    AidRow,
    Asked,
    Collected,
    ContentImport,
    ContentProblem,
    ItemRow,
    ItemVersionRow,
    PictureRow,
    QueryWord,
    SectionFound,
    SectionRow,
    State,
    TagRow,
    VersionRow,
    WordRow,
    gathered,
)
from trimtab.library.domain.words import asked_words, words_of
from trimtab.library.finding import (
    collected,
    find_sections,
    known_words,
    near_words,
    section_texts,
    words_beginning,
)
from trimtab.library.queries import (
    aid,
    aid_sections,
    aid_source,
    aid_titles,
    aid_versions,
    aids,
    aids_by_tags,
    count_unchecked,
    due_for_review,
    item_body,
    item_versions,
    items,
    items_by_id,
    items_by_tags,
    page_of_aids,
    page_of_items,
    picture,
    tags,
)

__all__ = [
    "GAP", "SELF_RATINGS", "AidFound", "AidKind", "AidRow", "Asked", "Cloze", "Collected", "ContentImport",
    "ContentProblem", "Flashcard", "Graded", "ItemBody", "ItemFormat", "ItemKind", "ItemRow", "ItemSpec",
    "ItemVersionRow", "MultipleChoice", "Ordering", "PictureRow", "QueryWord", "SectionFound", "SectionRow",
    "ShortAnswer", "SingleChoice", "State", "TagRow", "VersionRow", "WordRow", "address", "aid", "aid_sections",
    "aid_source", "aid_titles", "aid_versions", "aids", "aids_by_tags", "asked_words", "body_data", "collected",
    "count_unchecked", "distance", "due_for_review", "find_sections", "flag_aid", "folded", "gap_answers", "gathered",
    "grade", "import_aids", "import_items", "is_document", "is_picture", "item_body", "item_versions", "items",
    "items_by_id", "items_by_tags", "kind_of", "known_words", "match_items", "near_words", "page_of_aids",
    "page_of_items", "picture", "publish_aid", "read_body", "read_items", "retire_aid", "retire_item",
    "section_texts", "tags", "verify_aid", "words_beginning", "words_of",
]  # fmt: skip
