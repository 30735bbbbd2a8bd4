"""The door of the room people, for the directory that keeps people."""

from trimtab.people.actions.directory.groups import (
    MAPPABLE,
    GroupReceipt,
    GroupWish,
    change_directory_group,
    delete_directory_group,
    make_directory_group,
    map_directory_group,
)
from trimtab.people.actions.directory.keeping import (
    DirectoryTaken,
    KeepReceipt,
    keep,
    keep_new,
    let_go,
)
from trimtab.people.actions.directory.tokens import (
    make_directory_token,
    revoke_directory_token,
    use_directory_token,
)
from trimtab.people.queries.directory.seeing import (
    directory_group,
    directory_groups,
    directory_person,
    directory_summary,
    find_directory_groups,
    find_directory_people,
    kept_by_directory,
)
from trimtab.people.queries.directory.tokens import directory_token, directory_tokens

__all__ = [
    "MAPPABLE",
    "DirectoryTaken",
    "GroupReceipt",
    "GroupWish",
    "KeepReceipt",
    "change_directory_group",
    "delete_directory_group",
    "directory_group",
    "directory_groups",
    "directory_person",
    "directory_summary",
    "directory_token",
    "directory_tokens",
    "find_directory_groups",
    "find_directory_people",
    "keep",
    "keep_new",
    "kept_by_directory",
    "let_go",
    "make_directory_group",
    "make_directory_token",
    "map_directory_group",
    "revoke_directory_token",
    "use_directory_token",
]
