"""What a directory may say of somebody, and whom that can mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.kernel.errors import Refusal
from trimtab.people.domain.connections import (
    MOST_CLAIMS,
    ConnectionKind,
    ConnectionSpec,
    DirectoryAnswer,
    DirectoryRule,
    bounded,
    check_address,
    claimed,
    domains_of,
    why_not_by_address,
)
from trimtab.people.domain.roles import Role

DOMAINS = ("corner.example", "shop.corner.example")
ADDRESSES = st.one_of(
    st.text(max_size=40),
    st.builds(
        lambda name, domain, end: f"{name}@{domain}{end}",
        st.text(max_size=10),
        st.sampled_from(DOMAINS),
        st.sampled_from(("", ".", ".evil.example", "\n", " ", "@evil.example", "\u202e")),
    ),
)


def spec(**changes: object) -> ConnectionSpec:
    given_values: dict[str, object] = {
        "kind": ConnectionKind.OIDC,
        "name": "Corner",
        "issuer": "https://directory.example",
        "email_claim": "email",
        "domains": DOMAINS,
    }
    return ConnectionSpec(**given_values | changes)  # type: ignore[arg-type]  # fields by name


@given(email=ADDRESSES, verified=st.sampled_from(("true", "false", "", "maybe")))
def test_an_address_finds_somebody_only_when_it_is_verified_and_of_an_agreed_domain(
    email: str, verified: str
) -> None:
    answer = DirectoryAnswer("s", {"email": email, "email_verified": verified})
    person = claimed(spec(), answer)
    if why_not_by_address(spec(), person) is None:
        assert verified == "true"
        name, _, domain = person.email.rpartition("@")
        assert domain in DOMAINS and "@" not in name
    assert why_not_by_address(spec(domains=()), person) is not None


def test_that_an_address_is_verified_is_said_of_the_claim_email_alone() -> None:
    answer = DirectoryAnswer("s", {"upn": "ada@corner.example", "email_verified": "true"})
    other = spec(email_claim="upn")
    assert why_not_by_address(other, claimed(other, answer)) is not None
    vouching = spec(email_claim="upn", vouches=True)
    assert why_not_by_address(vouching, claimed(vouching, answer)) is None


@given(
    st.dictionaries(
        st.text(max_size=300),
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.lists(st.text())),
    )
)
def test_claims_are_kept_within_bounds(claims: dict[str, object]) -> None:
    kept = bounded(claims.items())
    assert len(kept) <= MOST_CLAIMS
    assert all(len(name) <= 200 and len(value) <= 200 for name, value in kept.items())


@pytest.mark.parametrize(
    "text", ["corner.example, other.example", "@corner.example\nother.example;corner.example"]
)
def test_domains_are_read_however_they_are_written(text: str) -> None:
    assert domains_of(text) == ("corner.example", "other.example")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ftp://directory.example",
        "http://directory.example",
        "https://",
        "https://user@directory.example",
        "https://directory.example/#part",
        "https://directory.example/ x",
        "https://[::1",
        "javascript:alert(1)",
        "https://directory.example/\u202e",
        f"https://directory.example/{'a' * 600}",
    ],
)
def test_what_is_no_address_of_a_directory_is_refused(address: str) -> None:
    with pytest.raises(Refusal):
        check_address(address, "issuer")


@given(
    everybody=st.booleans(),
    roles=st.sets(st.sampled_from(Role)),
    held=st.sets(st.sampled_from(Role)),
)
def test_no_rule_binds_an_administrator(everybody: bool, roles: set[Role], held: set[Role]) -> None:
    rule = DirectoryRule(everybody, frozenset(roles))
    assert not rule.binds(frozenset(held | {Role.ADMINISTRATOR}))
    if not everybody and not roles & held:
        assert not rule.binds(frozenset(held))
