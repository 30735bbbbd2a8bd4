"""The door of the room people, for lists of people: found, brought in, changed many at once, taken back."""

from trimtab.people.actions.filters import remove_filter, save_filter
from trimtab.people.actions.importing import import_people, match_people
from trimtab.people.actions.lists import (
    AT_ONCE,
    agree,
    choose_list,
    examples,
    look,
    say_columns,
    stop_list,
    take,
    told_progress,
)
from trimtab.people.actions.many import choose_change
from trimtab.people.actions.returning import ask_back, take_back
from trimtab.people.domain.bulk import BulkChange, BulkKind
from trimtab.people.domain.column_names import System
from trimtab.people.domain.columns import ColumnUse, target_of
from trimtab.people.domain.exporting import as_csv
from trimtab.people.domain.finding import Invitable, PeopleOrder
from trimtab.people.domain.import_report import ImportReport, RoleTaken
from trimtab.people.domain.lists import Danger, EntryOfList, ListRow, ListStage, ReturnFate, RowFate
from trimtab.people.domain.states import Trait
from trimtab.people.queries.filters import saved_filters
from trimtab.people.queries.finding import find_people, ids_of_people, people_as_list
from trimtab.people.queries.list_files import MOST_BYTES
from trimtab.people.queries.lists import (
    came_in,
    changed_by_list,
    created_by_list,
    has_other_names,
    kept_rows,
    list_entries,
    people_list,
    people_lists,
    return_counts,
    waiting_lists,
)

__all__ = [
    "AT_ONCE",
    "MOST_BYTES",
    "BulkChange",
    "BulkKind",
    "ColumnUse",
    "Danger",
    "EntryOfList",
    "ImportReport",
    "Invitable",
    "ListRow",
    "ListStage",
    "PeopleOrder",
    "ReturnFate",
    "RoleTaken",
    "RowFate",
    "System",
    "Trait",
    "agree",
    "as_csv",
    "ask_back",
    "came_in",
    "changed_by_list",
    "choose_change",
    "choose_list",
    "created_by_list",
    "examples",
    "find_people",
    "has_other_names",
    "ids_of_people",
    "import_people",
    "kept_rows",
    "list_entries",
    "look",
    "match_people",
    "people_as_list",
    "people_list",
    "people_lists",
    "remove_filter",
    "return_counts",
    "save_filter",
    "saved_filters",
    "say_columns",
    "stop_list",
    "take",
    "take_back",
    "target_of",
    "told_progress",
    "waiting_lists",
]
