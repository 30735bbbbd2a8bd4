"""Whose word is believed about where a request comes from: the proxies of TRIMTAB_TRUSTED_PROXIES,
by default nobody's."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from functools import lru_cache

from django.core.exceptions import ImproperlyConfigured

from trimtab.config import env

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def networks(given: Sequence[str]) -> tuple[Network, ...]:
    """Addresses and networks as networks. Raises ImproperlyConfigured for what is neither."""
    try:
        return tuple(ipaddress.ip_network(address.strip(), strict=False) for address in given)
    except ValueError as error:
        raise ImproperlyConfigured(
            "TRIMTAB_TRUSTED_PROXIES holds addresses and networks, such as 127.0.0.1 or "
            f"10.0.0.0/8: {error}."
        ) from error


TRUSTED = networks(env.TRUSTED_PROXIES)


@lru_cache(1024)
def is_trusted(address: str) -> bool:
    """Whether an address is that of a proxy that is believed."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in TRUSTED)
