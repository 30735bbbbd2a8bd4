"""The door of the room people: what other rooms may say."""

from trimtab.people.actions.beginning import (
    begin_organisation,
    faults_of_beginning,
)
from trimtab.people.actions.devices import (
    device_by_key,
    enrol_device,
    name_device,
    remove_device,
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
from trimtab.people.actions.pins import (
    check_pin,
    has_pin,
    is_pin_of,
    remove_pin,
    set_pin,
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
from trimtab.people.domain.devices import (
    LONGEST_IDLE,
    USUAL_IDLE,
    DeviceRow,
    DeviceStage,
    NewDevice,
    PersonAtDevice,
)
from trimtab.people.domain.guessing import (
    TELL_AFTER,
    TELL_AT,
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
    UnitSpec,
    as_learner,
)
from trimtab.people.domain.sessions import (
    AtDevice,
    Ends,
)
from trimtab.people.domain.states import (
    Trait,
)
from trimtab.people.queries.devices import (
    chosen_at_device,
    has_shared_devices,
    name_at_device,
    names_at_device,
    shared_devices,
)
from trimtab.people.queries.entering import (
    count_to_invite,
    entries,
    find_people,
    held_about,
    ids_not_in,
    ids_to_invite,
    sessions_of,
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
    audience_sets,
    audience_sizes,
    audiences,
    audiences_of,
    count_by_role,
    count_by_rule,
    count_by_unit,
    count_people,
    everybody_as_csv,
    ids_in_units,
    logo,
    members_by_audience,
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
    "LONGEST_IDLE",
    "MOST_BYTES",
    "ROLE_WORDS",
    "TELL_AFTER",
    "TELL_AT",
    "USUAL_IDLE",
    "AccessLinkRow",
    "Argon2id",
    "AtDevice",
    "AudienceLike",
    "Beginning",
    "ColumnUse",
    "Danger",
    "DeviceRow",
    "DeviceStage",
    "Ends",
    "EntryOfList",
    "EntryRow",
    "EntryStage",
    "IdentityRow",
    "ImportReport",
    "LastAdministrator",
    "ListRow",
    "ListStage",
    "NewDevice",
    "OrganisationRow",
    "PersonAtDevice",
    "PersonRow",
    "PersonSpec",
    "Provider",
    "Purpose",
    "ReturnFate",
    "Role",
    "RoleTaken",
    "RowFate",
    "SetUpRow",
    "Store",
    "System",
    "Trait",
    "UnitSpec",
    "Way",
    "add_identity",
    "add_person",
    "agree",
    "as_learner",
    "ask_back",
    "attempt_failed",
    "attempt_pin",
    "attempt_reset",
    "attempt_sign_in",
    "attempt_succeeded",
    "attempt_unmade",
    "audience_sets",
    "audience_sizes",
    "audiences",
    "audiences_of",
    "begin_organisation",
    "came_in",
    "change_organisation",
    "change_password",
    "change_person",
    "check_pin",
    "choose_language",
    "choose_list",
    "chosen_at_device",
    "count_by_role",
    "count_by_rule",
    "count_by_unit",
    "count_people",
    "count_to_invite",
    "create_organisation",
    "created_by_list",
    "device_by_key",
    "draw_token",
    "end_links",
    "end_sessions",
    "enrol_device",
    "entries",
    "erase_person",
    "everybody_as_csv",
    "examples",
    "faults_of_beginning",
    "find_people",
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
    "ids_to_invite",
    "import_people",
    "is_pin_of",
    "keep_set_up_logo",
    "kept_rows",
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
    "name_at_device",
    "name_device",
    "named_by_pseudonym",
    "names_at_device",
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
    "remove_device",
    "remove_identity",
    "remove_pin",
    "require",
    "return_counts",
    "say_columns",
    "sessions_of",
    "set_password",
    "set_pin",
    "set_up_link",
    "shared_devices",
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
