"""The door of the room people, for people themselves: who they are, what they may do, and letting them go."""

from trimtab.people.actions.forgetting import erase_person, forget_old_sign_ins, old_sign_ins
from trimtab.people.actions.guarding import LastAdministrator
from trimtab.people.actions.identities import add_identity, remove_identity
from trimtab.people.actions.merging import Merger, merge_people, what_merging_gives
from trimtab.people.actions.pending import let_go_of_expired
from trimtab.people.actions.persons import (
    add_person,
    change_person,
    choose_language,
    holds,
    let_back_in,
    require,
    shut_out,
)
from trimtab.people.domain.identities import IdentityRow, Provider
from trimtab.people.domain.roles import ROLE_WORDS, Role
from trimtab.people.domain.rows import (
    AudienceLike,
    OrganisationRow,
    PersonRow,
    PersonSpec,
    UnitRow,
    UnitSpec,
    as_learner,
)
from trimtab.people.queries.identities import (
    addresses_of,
    identities_of,
    ids_by_email,
    names_by_email,
)
from trimtab.people.queries.merging import doubles_of, likely_doubles, merged_among, merged_into
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
    "ROLE_WORDS",
    "AudienceLike",
    "IdentityRow",
    "LastAdministrator",
    "Merger",
    "OrganisationRow",
    "PersonRow",
    "PersonSpec",
    "Provider",
    "Role",
    "UnitRow",
    "UnitSpec",
    "add_identity",
    "add_person",
    "addresses_of",
    "as_learner",
    "change_person",
    "choose_language",
    "count_by_role",
    "count_by_unit",
    "count_people",
    "doubles_of",
    "erase_person",
    "everybody_as_csv",
    "forget_old_sign_ins",
    "holds",
    "identities_of",
    "ids_by_email",
    "ids_in_units",
    "let_back_in",
    "let_go_of_expired",
    "likely_doubles",
    "logo",
    "merge_people",
    "merged_among",
    "merged_into",
    "named_by_pseudonym",
    "names_by_email",
    "names_by_role",
    "old_sign_ins",
    "organisation",
    "people_rows",
    "people_with_role",
    "person",
    "person_by_email",
    "pseudonyms",
    "remove_identity",
    "require",
    "shut_out",
    "time_zones",
    "units",
    "units_within",
    "what_merging_gives",
]
