"""Which addresses may be asked: those of the open internet, and networks
that the machine's administrator opened.

Sources: IANA's registries of special-purpose addresses (RFC 6890, RFC 8190), and the addresses
at which clouds tell a machine its own secrets.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, as_written, say

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address
SETTING = "TRIMTAB_OUTGOING_NETWORKS"
OPEN = as_written("")

_CLOSED_4 = tuple(
    IPv4Network(one)
    for one in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "168.63.129.16/32",
    )
)
_OPEN_6 = IPv6Network("2000::/3")
# Within it: protocols (Teredo, ORCHID), documentation, and 6to4, which carries an
# IPv4 address to a relay of anybody's.
_CLOSED_6 = tuple(
    IPv6Network(one) for one in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
_MAPPED, _NAT64 = IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96")
# An interface that is really an IPv4 address (ISATAP, RFC 5214).
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)
_WEB_PORTS, _FIRST_FREE_PORT = (80, 443), 1024


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Networks as the setting names them, such as 10.1.0.0/16 or ::1. Raises Refusal."""
    opened: list[Network] = []
    for text in filter(None, map(str.strip, texts)):
        try:
            opened.append(ip_network(text))
        except ValueError as error:
            sentence = say(
                "'{text}' is no network such as 10.1.0.0/16 ({setting}).",
                text=text[:60],
                setting=SETTING,
            )
            raise Refusal("outgoing.network", sentence, SETTING) from error
    return tuple(opened)


def why_closed(address: str, port: int, opened: Sequence[Network]) -> Said:
    """Why an address (as the system resolved it) and port may not be asked; nothing when they may."""
    asked = _meant(ip_address(address.partition("%")[0]))
    if any(asked in network for network in opened):
        return OPEN
    if _is_closed(asked):
        return say("it leads into a network that is not the open internet")
    if port not in _WEB_PORTS and port < _FIRST_FREE_PORT:
        return say("port {port} belongs to something else than the web", port=str(port))
    return OPEN


def _meant(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for: mapped (RFC 4291), or
    translated for the whole internet (RFC 6052)."""
    if isinstance(address, IPv6Address) and (address in _MAPPED or address in _NAT64):
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def _is_closed(address: Address) -> bool:
    if isinstance(address, IPv4Address):
        return any(address in network for network in _CLOSED_4)
    if address not in _OPEN_6 or any(address in network for network in _CLOSED_6):
        return True
    number = int(address)
    return number >> 32 & 0xFFFF_FFFF in _ISATAP and _is_closed(IPv4Address(number & 0xFFFF_FFFF))
