"""Public IP addresses; private, reserved and documentation ranges stay, and so do well-known name servers.

Four numbers with dots may also be a version, a section or an object's identifier: what stands before on the
same line decides, and where nothing does, four small numbers are a version.
"""

from __future__ import annotations

import ipaddress
import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.nearby import line_start
from llamita.corpus.redaction.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOUR: Final = re.compile(
    r"(?<![\w.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\w]|\.\d|-(?:[a-z]|\d+\.\D))", re.ASCII
)
_SIX: Final = re.compile(
    r"(?:(?<![\w:.])|(?<=IPv6:))[23][0-9a-fA-F]{3}:(?:[0-9a-fA-F]{0,4}:){1,6}[0-9a-fA-F]{0,4}(?![\w:])",
    re.ASCII,
)
# What every address has, and patterns find fast.
_DOTTED: Final = re.compile(r"\d\.\d{1,3}\.\d{1,3}\.\d")
_FIRST_CHARACTERS: Final = 4
_LEADING_ZERO: Final = re.compile(r"(?:^|\.)0\d")
_COLONS: Final = re.compile(r":(?<=[23][0-9a-fA-F]{3}:)[0-9a-fA-F]{0,4}:")
_RESERVED: Final = tuple(
    map(
        ipaddress.IPv4Network,
        (
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
            "224.0.0.0/3",
        ),
    )
)
_RESERVED_FIRST: Final = [int(network[0]) for network in _RESERVED]
_RESERVED_LAST: Final = [int(network[-1]) for network in _RESERVED]
_RESERVED_SIX: Final = tuple(
    map(ipaddress.IPv6Network, ("2001:db8::/32", "3fff::/20", "2001::/23", "2002::/16"))
)
_NAME_SERVERS: Final = frozenset(
    (
        "8.8.8.8",
        "8.8.4.4",
        "1.1.1.1",
        "1.0.0.1",
        "1.1.1.2",
        "1.0.0.2",
        "1.1.1.3",
        "1.0.0.3",
        "9.9.9.9",
        "149.112.112.112",
        "9.9.9.10",
        "9.9.9.11",
        "208.67.222.222",
        "208.67.220.220",
        "208.67.222.123",
        "208.67.220.123",
        "4.2.2.1",
        "4.2.2.2",
        "4.2.2.3",
        "4.2.2.4",
        "4.2.2.5",
        "4.2.2.6",
        "64.6.64.6",
        "64.6.65.6",
        "76.76.2.0",
        "76.76.10.0",
        "94.140.14.14",
        "94.140.15.15",
        "114.114.114.114",
        "114.114.115.115",
        "77.88.8.8",
        "77.88.8.1",
        "223.5.5.5",
        "223.6.6.6",
        "119.29.29.29",
        "180.76.76.76",
        "185.228.168.9",
        "185.228.169.9",
    )
)
_NAME_SERVERS_SIX: Final = frozenset(
    map(
        ipaddress.IPv6Address,
        (
            "2001:4860:4860::8888",
            "2001:4860:4860::8844",
            "2606:4700:4700::1111",
            "2606:4700:4700::1001",
            "2620:fe::fe",
            "2620:fe::9",
            "2620:119:35::35",
            "2620:119:53::53",
            "2a10:50c0::ad1:ff",
            "2a10:50c0::ad2:ff",
        ),
    )
)
_VERSION: Final = re.compile(
    r"(?i)versions?|(?<![a-z])ver(?![a-z])|(?<![a-z])v(?=[\s.:]*$)|release|revision"
    r"|(?<![a-z])rev(?![a-z])|build|firmware|(?<![a-z])oids?(?![a-z])"
    r"|sections?\b|§|chapter|clause|appendix|upgrade|downgrade|since|prior to|snmp"
    r"|object ?identifier|requires?\b|compatible|changelog|asn\.?1"
    r"|\b(?:steps?|figures?|tables?)\b|driver|\bsdk\b|runtime|toolset|assembly|publickeytoken|(?:==|>="
    r"|<=|~=|~>|\^)\s?$|chrome|safari|firefox|mozilla|opera|msie"
)
# Before numbers that no version has, and in a file of hosts, only these tell one.
_SURE_VERSION: Final = re.compile(
    r"(?i)versions?|(?<![a-z])ver(?![a-z])|(?<![a-z])v(?=[\s.:]*$)|revision|firmware"
    r"|(?<![a-z])oids?(?![a-z])|object ?identifier"
    r"|publickeytoken|(?:==|>=|<=|~=|~>|\^)\s?$"
)
_HOSTS_ENTRY: Final = re.compile(r"^\s{0,24}-\s{1,4}[\"']?[\w.-]{1,60}[:=]$")
_NETWORK: Final = re.compile(
    r"(?i)(?<![a-z])ips?(?:v4|v6)?(?![a-z])|host|addr|server|://|ping|ssh|gateway|proxy|remote|client"
    r"|peer|subnet|cidr|bind|listen|connect"
    r"|network|endpoint|allow|deny|forward|\bfrom\b|whitelist|blacklist|ban|firewall|iptables|curl|wget"
    r"|nmap|traceroute|route|node|cluster|dns|nameserver|@"
    r"|rsync|scp|sftp|telnet|\bnc\b|mtr|\bdig\b|whois|ftp|https?|\burl|\buri|domain|origin|visitor"
    r"|attack|blocked|spam"
    r"|inet|socket|\bsrc\b|\bdst\b|upstream|master|slave|worker|broker|target"
)
# Behind an address: a port, a prefix's length or a path on a machine.
_ENDPOINT: Final = re.compile(r":\d{2,5}(?![\w.])|/(?:8|16|2[0-9]|3[0-2])(?![\w.])|:/")
_SMALL: Final = 32
_MAX_BEFORE_CHARACTERS: Final = 60


def find_ip_addresses(text: str) -> Iterator[Span]:
    """Public addresses in a text; not in order.

    >>> text = "host = '52.14.33.7', not 192.168.0.1, version 1.2.3.4"
    >>> [text[span.start : span.stop] for span in find_ip_addresses(text)]
    ['52.14.33.7']
    """
    for match in _FOUR.finditer(text) if _DOTTED.search(text) else ():
        if _is_public(match) and not _is_version(text, match):
            yield Span(*match.span(), "ip address", "ipv4")
    for mark in _COLONS.finditer(text):
        six = _SIX.match(text, mark.start() - _FIRST_CHARACTERS)
        if six and _is_public_six(six[0]):
            yield Span(*six.span(), "ip address", "ipv6")


def _is_public(match: re.Match[str]) -> bool:
    numbers = [int(part) for part in match.groups()]
    if max(numbers) > 255 or match[0] in _NAME_SERVERS or _LEADING_ZERO.search(match[0]):  # noqa: PLR2004 - a byte
        return False
    address = int.from_bytes(numbers)
    return address > _RESERVED_LAST[bisect_right(_RESERVED_FIRST, address) - 1]


def _is_public_six(written: str) -> bool:
    try:
        address = ipaddress.IPv6Address(written)
    except ValueError:
        return False
    return address not in _NAME_SERVERS_SIX and not any(address in network for network in _RESERVED_SIX)


def _is_version(text: str, match: re.Match[str]) -> bool:
    """Whether it is rather a version, a section or an identifier."""
    start = match.start()
    numbers = [int(part) for part in match.groups()]
    if _counts_up(numbers) or numbers[:3] == [1, 3, 6] or numbers[:2] in ([2, 5], [1, 2]):
        return True
    line = text[line_start(text, start, _MAX_BEFORE_CHARACTERS) : start]
    if line.endswith(("-", "_", "^", "~", "=v", " v")) or re.search(r"[A-Za-z]/$", line):
        return True
    version = _last_end(_SURE_VERSION if _is_large(numbers) or _HOSTS_ENTRY.search(line) else _VERSION, line)
    network = len(line) if _ENDPOINT.match(text, match.end()) else _last_end(_NETWORK, line)
    if version > network:
        return True
    return network < 0 and max(numbers) < _SMALL


def _is_large(numbers: list[int]) -> bool:
    """Whether no version has such numbers: two beyond 99."""
    return sum(number > 99 for number in numbers) > 1  # noqa: PLR2004


def _counts_up(numbers: list[int]) -> bool:
    """Whether four numbers are as in an example: 1.2.3.4, 5.6.7.8, 1.1.1.0, 2.2.2.2."""
    if "".join(map(str, numbers)) in "0123456789":
        return True
    steps = {after - before for before, after in pairwise(numbers)}
    return (len(steps) == 1 and steps <= {-1, 0, 1}) or (max(numbers) <= 9 and len(set(numbers)) <= 2)  # noqa: PLR2004


def _last_end(pattern: re.Pattern[str], line: str) -> int:
    return max((match.end() for match in pattern.finditer(line)), default=-1)
