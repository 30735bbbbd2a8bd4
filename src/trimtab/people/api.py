"""The door of the room people: what other rooms may say."""

from trimtab.people.actions.beginning import (
    begin_organisation,
    faults_of_beginning,
)
from trimtab.people.actions.forgetting import (
    erase_person,
    forget_old_sign_ins,
    old_sign_ins,
)
from trimtab.people.actions.guarding import (
    LastAdministrator,
)
from trimtab.people.actions.guessing import (
    attempt_failed,
    attempt_reset,
    attempt_sign_in,
    attempt_succeeded,
    attempt_unmade,
)
from trimtab.people.actions.hashing import (
    GATE,
    Argon2id,
)
from trimtab.people.actions.importing import (
    import_people,
    match_people,
)
from trimtab.people.actions.links import (
    draw_token,
    end_links,
    link_by_token,
    make_links,
    use_link,
)
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
from trimtab.people.actions.logo import (
    redrawn,
    set_logo,
)
from trimtab.people.actions.organisation import (
    change_organisation,
    create_organisation,
    match_audiences,
    match_units,
    tidy_organisation,
)
from trimtab.people.actions.passwords import (
    change_password,
    password_rules,
    set_password,
    with_password,
)
from trimtab.people.actions.pending import (
    let_go_of_expired,
)
from trimtab.people.actions.persons import (
    add_person,
    change_person,
    choose_language,
    holds,
    let_back_in,
    require,
    shut_out,
)
from trimtab.people.actions.returning import (
    ask_back,
    take_back,
)
from trimtab.people.actions.session_store import (
    Store,
)
from trimtab.people.actions.sessions import (
    end_sessions,
    signed_in,
)
from trimtab.people.actions.setting_up import (
    keep_set_up_logo,
    make_set_up_link,
    set_up_link,
)
from trimtab.people.domain.beginning import (
    Beginning,
    SetUpRow,
)
from trimtab.people.domain.column_names import (
    System,
)
from trimtab.people.domain.columns import (
    ColumnUse,
    target_of,
)
from trimtab.people.domain.guessing import (
    TELL_AFTER,
    TELL_AT,
)
from trimtab.people.domain.import_report import (
    ImportReport,
    RoleTaken,
)
from trimtab.people.domain.links import (
    AccessLinkRow,
    EntryRow,
    EntryStage,
    Purpose,
    Way,
)
from trimtab.people.domain.lists import (
    Danger,
    EntryOfList,
    ListRow,
    ListStage,
    ReturnFate,
    RowFate,
)
from trimtab.people.domain.roles import (
    ROLE_WORDS,
    Role,
)
from trimtab.people.domain.rows import (
    AudienceLike,
    OrganisationRow,
    PersonRow,
    PersonSpec,
    UnitRow,
    UnitSpec,
)
from trimtab.people.domain.sessions import (
    Ends,
)
from trimtab.people.domain.states import (
    Trait,
)
from trimtab.people.queries.audiences import (
    AttributeValues,
    RuleCount,
    attribute_values,
    audience_sets,
    audience_sizes,
    audiences,
    audiences_of,
    count_by_rule,
    count_by_unit_within,
    count_rule,
    keys_with_people,
    members_by_audience,
    rule_sample,
)
from trimtab.people.queries.entering import (
    count_to_invite,
    entries,
    find_people,
    held_about,
    ids_to_invite,
    sessions_of,
)
from trimtab.people.queries.identities import (
    ids_by_email,
    names_by_email,
)
from trimtab.people.queries.list_files import (
    MOST_BYTES,
)
from trimtab.people.queries.lists import (
    came_in,
    created_by_list,
    has_other_names,
    kept_rows,
    list_entries,
    people_list,
    people_lists,
    return_counts,
    waiting_lists,
)
from trimtab.people.queries.persons import (
    count_by_role,
    count_by_unit,
    count_people,
    everybody_as_csv,
    ids_in_units,
    logo,
    named_by_pseudonym,
    names_by_role,
    organisation,
    people_rows,
    people_with_role,
    person,
    person_by_email,
    pseudonyms,
    time_zones,
    units,
    units_within,
)

__all__ = [
    "AT_ONCE",
    "GATE",
    "MOST_BYTES",
    "ROLE_WORDS",
    "TELL_AFTER",
    "TELL_AT",
    "AccessLinkRow",
    "Argon2id",
    "AttributeValues",
    "AudienceLike",
    "Beginning",
    "ColumnUse",
    "Danger",
    "Ends",
    "EntryOfList",
    "EntryRow",
    "EntryStage",
    "ImportReport",
    "LastAdministrator",
    "ListRow",
    "ListStage",
    "OrganisationRow",
    "PersonRow",
    "PersonSpec",
    "Purpose",
    "ReturnFate",
    "Role",
    "RoleTaken",
    "RowFate",
    "RuleCount",
    "SetUpRow",
    "Store",
    "System",
    "Trait",
    "UnitRow",
    "UnitSpec",
    "Way",
    "add_person",
    "agree",
    "ask_back",
    "attempt_failed",
    "attempt_reset",
    "attempt_sign_in",
    "attempt_succeeded",
    "attempt_unmade",
    "attribute_values",
    "audience_sets",
    "audience_sizes",
    "audiences",
    "audiences_of",
    "begin_organisation",
    "came_in",
    "change_organisation",
    "change_password",
    "change_person",
    "choose_language",
    "choose_list",
    "count_by_role",
    "count_by_rule",
    "count_by_unit",
    "count_by_unit_within",
    "count_people",
    "count_rule",
    "count_to_invite",
    "create_organisation",
    "created_by_list",
    "draw_token",
    "end_links",
    "end_sessions",
    "entries",
    "erase_person",
    "everybody_as_csv",
    "examples",
    "faults_of_beginning",
    "find_people",
    "forget_old_sign_ins",
    "has_other_names",
    "held_about",
    "holds",
    "ids_by_email",
    "ids_in_units",
    "ids_to_invite",
    "import_people",
    "keep_set_up_logo",
    "kept_rows",
    "keys_with_people",
    "let_back_in",
    "let_go_of_expired",
    "link_by_token",
    "list_entries",
    "logo",
    "look",
    "make_links",
    "make_set_up_link",
    "match_audiences",
    "match_people",
    "match_units",
    "members_by_audience",
    "named_by_pseudonym",
    "names_by_email",
    "names_by_role",
    "old_sign_ins",
    "organisation",
    "password_rules",
    "people_list",
    "people_lists",
    "people_rows",
    "people_with_role",
    "person",
    "person_by_email",
    "pseudonyms",
    "redrawn",
    "require",
    "return_counts",
    "rule_sample",
    "say_columns",
    "sessions_of",
    "set_logo",
    "set_password",
    "set_up_link",
    "shut_out",
    "signed_in",
    "stop_list",
    "take",
    "take_back",
    "target_of",
    "tidy_organisation",
    "time_zones",
    "told_progress",
    "units",
    "units_within",
    "use_link",
    "waiting_lists",
    "with_password",
]
