"""What can be done with people, units and audiences."""

from trimtab.people.actions.guarding import LastAdministrator
from trimtab.people.actions.guessing import (
    Attempt,
    attempt_failed,
    attempt_reset,
    attempt_sign_in,
    attempt_succeeded,
    attempt_unmade,
)
from trimtab.people.actions.importing import import_people, match_people
from trimtab.people.actions.links import draw_token, end_links, link_by_token, make_links, use_link
from trimtab.people.actions.organisation import (
    change_organisation,
    create_organisation,
    match_audiences,
    match_units,
)
from trimtab.people.actions.passwords import (
    change_password,
    password_rules,
    set_password,
    with_password,
)
from trimtab.people.actions.pending import close_import, keep_import, kept_import, let_go_of_expired
from trimtab.people.actions.persons import (
    add_person,
    change_person,
    holds,
    let_back_in,
    require,
    set_roles,
    shut_out,
)
from trimtab.people.actions.sessions import end_sessions, signed_in

__all__ = [
    "Attempt",
    "LastAdministrator",
    "add_person",
    "attempt_failed",
    "attempt_reset",
    "attempt_sign_in",
    "attempt_succeeded",
    "attempt_unmade",
    "change_organisation",
    "change_password",
    "change_person",
    "close_import",
    "create_organisation",
    "draw_token",
    "end_links",
    "end_sessions",
    "holds",
    "import_people",
    "keep_import",
    "kept_import",
    "let_back_in",
    "let_go_of_expired",
    "link_by_token",
    "make_links",
    "match_audiences",
    "match_people",
    "match_units",
    "password_rules",
    "require",
    "set_password",
    "set_roles",
    "shut_out",
    "signed_in",
    "use_link",
    "with_password",
]
