"""Parts of the network: whom an address stands for when somebody is slowed down."""

from __future__ import annotations

import ipaddress


def network_part(address: str) -> str | None:
    """The /24 (IPv4) or /64 (IPv6) of an address; ``None`` for this machine, which may be a proxy for all.

    What is no address has no part either.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    if parsed.is_loopback:
        return None
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 64), strict=False))
