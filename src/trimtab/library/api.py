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
from trimtab.library.domain.grading import LONGEST_WRITTEN, SELF_RATINGS, Graded, folded, gaps_right, grade
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
    response_words,
)
from trimtab.library.domain.language import is_common, is_word
from trimtab.library.domain.rows import (
    AidFound,
    AidRow,
    Asked,
    Collected,
    ContentImport,
    ContentProblem,
    ItemRow,
    ItemVersionRow,
    QueryWord,
    SectionFound,
    SectionRow,
    State,
    TagRow,
    VersionRow,
    WordRow,
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
    due_for_review,
    item_body,
    item_versions,
    items,
    items_by_id,
    items_by_tags,
    tags,
)

__all__ = [
    "GAP", "LONGEST_WRITTEN", "SELF_RATINGS", "AidFound", "AidKind", "AidRow", "Asked", "Cloze", "Collected", "ContentImport",
    "ContentProblem", "Flashcard", "Graded", "ItemBody", "ItemFormat", "ItemKind", "ItemRow", "ItemSpec",
    "ItemVersionRow", "MultipleChoice", "Ordering", "QueryWord", "SectionFound", "SectionRow", "ShortAnswer",
    "SingleChoice", "State", "TagRow", "VersionRow", "WordRow", "address", "aid", "aid_sections", "aid_source", "aid_titles",
    "aid_versions", "aids", "aids_by_tags", "asked_words", "body_data", "collected", "due_for_review",
    "find_sections", "flag_aid", "folded", "gap_answers", "gaps_right", "grade", "import_aids", "import_items", "is_common", "is_word", "item_body",
    "item_versions", "items", "items_by_id", "items_by_tags", "kind_of", "known_words", "match_items", "near_words",
    "read_body", "read_items", "response_words", "retire_aid", "retire_item", "section_texts", "tags", "verify_aid", "words_beginning",
    "words_of",
]  # fmt: skip
