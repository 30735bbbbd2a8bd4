"""Who can sign in to the demonstration: one account for each role, and a second person who
decides.
"""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "three-minutes-a-day"  # noqa: S105  shown on purpose: everything here is made up
DOMAIN = "greenbasket.example"


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """A sign-in that the demonstration shows; `role` is the platform role it stands for, `says`
    what it is good for.
    """

    role: str
    name: str
    email: str
    says: str
    password: str = PASSWORD


def _account(role: str, name: str, says: str, mailbox: str = "") -> SampleAccount:
    return SampleAccount(role=role, name=name, email=f"{mailbox or role}@{DOMAIN}", says=says)


ACCOUNTS: tuple[SampleAccount, ...] = (
    _account(
        "learner",
        "Mia Hollis",
        "stocks shelves and chillers in Alder Bridge; practises a few minutes a week",
    ),
    _account("manager", "Tomas Reidy", "manages the shop in Alder Bridge"),
    _account("author", "Nora Quill", "writes items and job aids"),
    _account("strategist", "Ada Lindqvist", "keeps the strategy and reads the evidence"),
    _account("steward", "Ravi Menon", "looks after data and agreements"),
    _account("administrator", "Jo Sandoval", "runs the installation"),
    _account("stakeholder", "Helen Okoro", "operations director", mailbox="director"),
    _account(
        "strategist", "Ben Achterberg", "leads learning; decides on corrections", mailbox="decider"
    ),
)
