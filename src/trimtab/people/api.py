"""The door of the room people: what other rooms may say."""

from trimtab.people.actions.attributes import (
    define_attribute,
    forget_attribute,
)
from trimtab.people.actions.beginning import (
    begin_organisation,
    faults_of_beginning,
)
from trimtab.people.actions.connections import (
    add_connection,
    bind_to_directory,
    change_connection,
    note_trial,
    remove_connection,
    turn_off,
    turn_on,
)
from trimtab.people.actions.devices import (
    device_by_key,
    enrol_device,
    name_device,
    remove_device,
)
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
from trimtab.people.actions.filters import (
    remove_filter,
    save_filter,
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
    attempt_code,
    attempt_directory,
    attempt_failed,
    attempt_passkey,
    attempt_pin,
    attempt_reset,
    attempt_sign_in,
    attempt_succeeded,
    attempt_unmade,
)
from trimtab.people.actions.hashing import (
    GATE,
    Argon2id,
)
from trimtab.people.actions.identities import (
    add_identity,
    remove_identity,
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
    use_sign_in_link,
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
from trimtab.people.actions.many import (
    choose_change,
)
from trimtab.people.actions.organisation import (
    change_organisation,
    create_organisation,
    match_audiences,
    match_units,
    tidy_organisation,
)
from trimtab.people.actions.passkeys import (
    add_passkey,
    ask_passkey,
    offer_passkey,
    remove_passkey,
    rename_passkey,
    shown_passkey,
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
from trimtab.people.actions.pins import (
    check_pin,
    has_pin,
    is_pin_of,
    remove_pin,
    set_pin,
)
from trimtab.people.actions.recognising import (
    recognise,
)
from trimtab.people.actions.returning import (
    ask_back,
    take_back,
)
from trimtab.people.actions.second_steps import (
    add_authenticator,
    ask_second_step,
    draw_recovery_codes,
    draw_secret,
    is_code_right,
    opened_secret,
    remove_authenticator,
    remove_second_steps,
    reseal_second_steps,
)
from trimtab.people.actions.session_store import (
    Store,
)
from trimtab.people.actions.sessions import (
    end_session,
    end_sessions,
    end_sessions_of_many,
    signed_in,
)
from trimtab.people.actions.setting_up import (
    keep_set_up_logo,
    make_set_up_link,
    set_up_link,
)
from trimtab.people.actions.units import (
    add_unit,
    call_off_move,
    let_manage,
    make_due_moves,
    move_unit,
    rename_unit,
    retire_unit,
)
from trimtab.people.actions.visits import (
    begin_visit,
    end_visit,
    keep_answer,
)
from trimtab.people.domain.attributes import (
    AttributeKind,
    AttributeRow,
)
from trimtab.people.domain.beginning import (
    Beginning,
    SetUpRow,
)
from trimtab.people.domain.bulk import (
    BulkChange,
    BulkKind,
)
from trimtab.people.domain.column_names import (
    System,
)
from trimtab.people.domain.columns import (
    ColumnUse,
    target_of,
)
from trimtab.people.domain.connections import (
    VISIT_LASTS,
    ConnectionKind,
    ConnectionRow,
    ConnectionSpec,
    ConnectionStage,
    ConnectionTrial,
    DirectoryAnswer,
    DirectoryVisit,
    bounded,
    check_address,
    domains_of,
)
from trimtab.people.domain.devices import (
    LONGEST_IDLE,
    USUAL_IDLE,
    DeviceRow,
    DeviceStage,
    NewDevice,
    PersonAtDevice,
)
from trimtab.people.domain.exporting import (
    as_csv,
)
from trimtab.people.domain.finding import (
    Invitable,
    PeopleOrder,
)
from trimtab.people.domain.guessing import (
    TELL_AFTER,
    TELL_AT,
    TELL_OF_CODES_AT,
)
from trimtab.people.domain.identities import (
    IdentityRow,
    Provider,
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
    as_learner,
)
from trimtab.people.domain.second_steps import (
    PasskeyQuestion,
    PasskeySite,
    authenticator_address,
)
from trimtab.people.domain.sessions import (
    AtDevice,
    Ends,
)
from trimtab.people.domain.states import (
    Trait,
)
from trimtab.people.domain.unit_tree import (
    UnitInTree,
)
from trimtab.people.queries.attributes import (
    attribute_rows,
    people_by_attribute,
)
from trimtab.people.queries.audiences import (
    AttributeValues,
    RuleCount,
    attribute_values,
    audience_sets,
    audiences,
    audiences_of,
    count_by_rule,
    count_by_unit_within,
    count_rule,
    keys_with_people,
    members_by_audience,
    rule_sample,
)
from trimtab.people.queries.connections import (
    connection,
    connection_secret,
    connections,
    directory_rule,
    is_bound_to_directory,
)
from trimtab.people.queries.devices import (
    chosen_at_device,
    has_shared_devices,
    name_at_device,
    names_at_device,
    shared_devices,
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
from trimtab.people.queries.directory.tokens import (
    directory_token,
    directory_tokens,
)
from trimtab.people.queries.entering import (
    count_to_invite,
    entries,
    held_about,
    ids_not_in,
    ids_to_invite,
    sessions_of,
)
from trimtab.people.queries.filters import (
    saved_filters,
)
from trimtab.people.queries.finding import (
    find_people,
    ids_of_people,
    people_as_list,
)
from trimtab.people.queries.identities import (
    identities_of,
    ids_by_email,
    names_by_email,
)
from trimtab.people.queries.list_files import (
    MOST_BYTES,
)
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
from trimtab.people.queries.second_steps import (
    count_with_second_step,
    must_set_up,
    second_step_rules,
    second_steps_of,
)
from trimtab.people.queries.units import (
    count_units,
    find_units,
    kinds_of_units,
    managers_of,
    moves_to_come,
    open_tree,
    unit_codes,
    unit_standing,
)

__all__ = [
    "AT_ONCE",
    "GATE",
    "LONGEST_IDLE",
    "MAPPABLE",
    "MOST_BYTES",
    "ROLE_WORDS",
    "TELL_AFTER",
    "TELL_AT",
    "TELL_OF_CODES_AT",
    "USUAL_IDLE",
    "VISIT_LASTS",
    "AccessLinkRow",
    "Argon2id",
    "AtDevice",
    "AttributeKind",
    "AttributeRow",
    "AttributeValues",
    "AudienceLike",
    "Beginning",
    "BulkChange",
    "BulkKind",
    "ColumnUse",
    "ConnectionKind",
    "ConnectionRow",
    "ConnectionSpec",
    "ConnectionStage",
    "ConnectionTrial",
    "Danger",
    "DeviceRow",
    "DeviceStage",
    "DirectoryAnswer",
    "DirectoryTaken",
    "DirectoryVisit",
    "Ends",
    "EntryOfList",
    "EntryRow",
    "EntryStage",
    "GroupReceipt",
    "GroupWish",
    "IdentityRow",
    "ImportReport",
    "Invitable",
    "KeepReceipt",
    "LastAdministrator",
    "ListRow",
    "ListStage",
    "NewDevice",
    "OrganisationRow",
    "PasskeyQuestion",
    "PasskeySite",
    "PeopleOrder",
    "PersonAtDevice",
    "PersonRow",
    "PersonSpec",
    "Provider",
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
    "UnitInTree",
    "UnitRow",
    "UnitSpec",
    "Way",
    "add_authenticator",
    "add_connection",
    "add_identity",
    "add_passkey",
    "add_person",
    "add_unit",
    "agree",
    "as_csv",
    "as_learner",
    "ask_back",
    "ask_passkey",
    "ask_second_step",
    "attempt_code",
    "attempt_directory",
    "attempt_failed",
    "attempt_passkey",
    "attempt_pin",
    "attempt_reset",
    "attempt_sign_in",
    "attempt_succeeded",
    "attempt_unmade",
    "attribute_rows",
    "attribute_values",
    "audience_sets",
    "audiences",
    "audiences_of",
    "authenticator_address",
    "begin_organisation",
    "begin_visit",
    "bind_to_directory",
    "bounded",
    "call_off_move",
    "came_in",
    "change_connection",
    "change_directory_group",
    "change_organisation",
    "change_password",
    "change_person",
    "changed_by_list",
    "check_address",
    "check_pin",
    "choose_change",
    "choose_language",
    "choose_list",
    "chosen_at_device",
    "connection",
    "connection_secret",
    "connections",
    "count_by_role",
    "count_by_rule",
    "count_by_unit",
    "count_by_unit_within",
    "count_people",
    "count_rule",
    "count_to_invite",
    "count_units",
    "count_with_second_step",
    "create_organisation",
    "created_by_list",
    "define_attribute",
    "delete_directory_group",
    "device_by_key",
    "directory_group",
    "directory_groups",
    "directory_person",
    "directory_rule",
    "directory_summary",
    "directory_token",
    "directory_tokens",
    "domains_of",
    "draw_recovery_codes",
    "draw_secret",
    "draw_token",
    "end_links",
    "end_session",
    "end_sessions",
    "end_sessions_of_many",
    "end_visit",
    "enrol_device",
    "entries",
    "erase_person",
    "everybody_as_csv",
    "examples",
    "faults_of_beginning",
    "find_directory_groups",
    "find_directory_people",
    "find_people",
    "find_units",
    "forget_attribute",
    "forget_old_sign_ins",
    "has_other_names",
    "has_pin",
    "has_shared_devices",
    "held_about",
    "holds",
    "identities_of",
    "ids_by_email",
    "ids_in_units",
    "ids_not_in",
    "ids_of_people",
    "ids_to_invite",
    "import_people",
    "is_bound_to_directory",
    "is_code_right",
    "is_pin_of",
    "keep",
    "keep_answer",
    "keep_new",
    "keep_set_up_logo",
    "kept_by_directory",
    "kept_rows",
    "keys_with_people",
    "kinds_of_units",
    "let_back_in",
    "let_go",
    "let_go_of_expired",
    "let_manage",
    "link_by_token",
    "list_entries",
    "logo",
    "look",
    "make_directory_group",
    "make_directory_token",
    "make_due_moves",
    "make_links",
    "make_set_up_link",
    "managers_of",
    "map_directory_group",
    "match_audiences",
    "match_people",
    "match_units",
    "members_by_audience",
    "move_unit",
    "moves_to_come",
    "must_set_up",
    "name_at_device",
    "name_device",
    "named_by_pseudonym",
    "names_at_device",
    "names_by_email",
    "names_by_role",
    "note_trial",
    "offer_passkey",
    "old_sign_ins",
    "open_tree",
    "opened_secret",
    "organisation",
    "password_rules",
    "people_as_list",
    "people_by_attribute",
    "people_list",
    "people_lists",
    "people_rows",
    "people_with_role",
    "person",
    "person_by_email",
    "pseudonyms",
    "recognise",
    "redrawn",
    "remove_authenticator",
    "remove_connection",
    "remove_device",
    "remove_filter",
    "remove_identity",
    "remove_passkey",
    "remove_pin",
    "remove_second_steps",
    "rename_passkey",
    "rename_unit",
    "require",
    "reseal_second_steps",
    "retire_unit",
    "return_counts",
    "revoke_directory_token",
    "rule_sample",
    "save_filter",
    "saved_filters",
    "say_columns",
    "second_step_rules",
    "second_steps_of",
    "sessions_of",
    "set_logo",
    "set_password",
    "set_pin",
    "set_up_link",
    "shared_devices",
    "shown_passkey",
    "shut_out",
    "signed_in",
    "stop_list",
    "take",
    "take_back",
    "target_of",
    "tidy_organisation",
    "time_zones",
    "told_progress",
    "turn_off",
    "turn_on",
    "unit_codes",
    "unit_standing",
    "units",
    "units_within",
    "use_directory_token",
    "use_link",
    "use_sign_in_link",
    "waiting_lists",
    "with_password",
]
