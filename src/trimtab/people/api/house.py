"""The door of the room people, for the organisation, its units, attributes and audiences."""

from trimtab.people.actions.attributes import define_attribute, forget_attribute
from trimtab.people.actions.beginning import begin_organisation, faults_of_beginning
from trimtab.people.actions.logo import redrawn, set_logo
from trimtab.people.actions.organisation import (
    change_organisation,
    create_organisation,
    match_audiences,
    match_units,
    tidy_organisation,
)
from trimtab.people.actions.setting_up import keep_set_up_logo, make_set_up_link, set_up_link
from trimtab.people.actions.units import (
    add_unit,
    call_off_move,
    let_manage,
    make_due_moves,
    move_unit,
    rename_unit,
    retire_unit,
)
from trimtab.people.domain.attributes import AttributeKind, AttributeRow
from trimtab.people.domain.beginning import Beginning, SetUpRow
from trimtab.people.domain.unit_tree import UnitInTree
from trimtab.people.queries.attributes import attribute_rows, people_by_attribute
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
    "AttributeKind",
    "AttributeRow",
    "AttributeValues",
    "Beginning",
    "RuleCount",
    "SetUpRow",
    "UnitInTree",
    "add_unit",
    "attribute_rows",
    "attribute_values",
    "audience_sets",
    "audiences",
    "audiences_of",
    "begin_organisation",
    "call_off_move",
    "change_organisation",
    "count_by_rule",
    "count_by_unit_within",
    "count_rule",
    "count_units",
    "create_organisation",
    "define_attribute",
    "faults_of_beginning",
    "find_units",
    "forget_attribute",
    "keep_set_up_logo",
    "keys_with_people",
    "kinds_of_units",
    "let_manage",
    "make_due_moves",
    "make_set_up_link",
    "managers_of",
    "match_audiences",
    "match_units",
    "members_by_audience",
    "move_unit",
    "moves_to_come",
    "open_tree",
    "people_by_attribute",
    "redrawn",
    "rename_unit",
    "retire_unit",
    "rule_sample",
    "set_logo",
    "set_up_link",
    "tidy_organisation",
    "unit_codes",
    "unit_standing",
]
