"""Whether the demonstration is loaded here, and who can then sign in."""

from __future__ import annotations

from trimtab.demo.accounts import ACCOUNTS, SampleAccount
from trimtab.people import api as people


def accounts() -> tuple[SampleAccount, ...]:
    """The demonstration's accounts where it is loaded; none in any other organisation, simulated or
    not.
    """
    organisation = people.organisation()
    is_loaded = (
        organisation is not None
        and organisation.simulated
        and people.ids_by_email([ACCOUNTS[0].email])
    )
    return ACCOUNTS if is_loaded else ()
