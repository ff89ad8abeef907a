"""Where webhooks may go: public addresses only, over TLS. Pure: no database, no network.

A webhook is a request that a stranger has us make (server-side request forgery, OWASP API7:2023): whatever only we can
reach must not be reachable through it. The form of the address is judged when it is given; the machine behind it is
judged again at each connection, by the number that is connected to.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

PORTS = frozenset({443, 8443})
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)", re.IGNORECASE)
_NAME_MAX = 253
# Ranges that carry an IPv4 address inside (NAT64, 6to4, Teredo, mapped, compatible): the way round every other rule.
_CARRIERS = [
    ip_network(n) for n in ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")
]
# A public number that answers for one cloud's own machines.
_METADATA = frozenset({ip_address("168.63.129.16")})
_GLOBAL_IPV6 = ip_network("2000::/3")


def is_public(number: str) -> bool:
    """Whether an IP address belongs to the public internet; False for what is no address."""
    try:
        address = ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if address in _METADATA or address.is_multicast or address.is_reserved or not address.is_global:
        return False
    if isinstance(address, IPv6Address):
        return address in _GLOBAL_IPV6 and not any(address in carrier for carrier in _CARRIERS)
    return True


def may_connect(number: str, *, this_machine: bool) -> bool:
    """Whether a webhook may be sent to this IP address; `this_machine` adds loopback, for tests."""
    return is_public(number) or (this_machine and _is_loopback(number))


def _is_loopback(number: str) -> bool:
    try:
        address: IPv4Address | IPv6Address = ip_address(number)
    except ValueError:
        return False
    return address.is_loopback


def problem_with(address: str, *, this_machine: bool = False) -> str:
    """Why an address cannot be a webhook's, as a sentence; empty when it can."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "Enter a whole web address, like https://example.nhs.uk/webhook."
    if this_machine and _is_loopback(host) and parts.scheme in {"http", "https"}:
        return ""
    last = host.rpartition(".")[2]
    rules = {
        "without spaces or special characters.": any(not "!" <= c <= "~" or c in '\\<>"' for c in address),
        "that begins with https://.": parts.scheme != "https",
        "without a user name or password. We sign what we send instead.": "@" in parts.netloc,
        "without the part after #.": "#" in address,
        "with port 443 or 8443, or without a port.": port is not None and port not in PORTS,
        "with a host name, not a number.": ":" in host or last.isdigit() or last.lower().startswith("0x"),
        "with a whole host name, like https://example.nhs.uk/webhook.": not _is_name(host),
    }
    return next((f"Enter an address {said}" for said, broken in rules.items() if broken), "")


def _is_name(host: str) -> bool:
    return len(host) <= _NAME_MAX and "." in host and all(_LABEL.fullmatch(label) for label in host.split("."))
