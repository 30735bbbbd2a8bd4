"""Everything that this installation asks of other systems over HTTP leaves through here.

The name is resolved, every address is checked, and the connection goes to the address
that was checked: a name that leads elsewhere a moment later leads nowhere
(docs/decisions/0030-what-goes-out.md).
"""

from trimtab.gateway.outgoing.addresses import Network, networks, why_closed
from trimtab.gateway.outgoing.connecting import Closed, client, within
from trimtab.gateway.outgoing.saying import not_reached, status_said

__all__ = [
    "Closed",
    "Network",
    "client",
    "networks",
    "not_reached",
    "status_said",
    "why_closed",
    "within",
]
