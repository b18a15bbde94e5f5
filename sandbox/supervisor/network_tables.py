"""A host's interfaces, routes and neighbours as its kernel has them (rtnetlink(7)).

The contract is HostNetwork in src/protocol/network.ts; every list is in an order of its own, so
that two looks at the same network are equal.
"""

from __future__ import annotations

import socket
import struct

import iproute
import rtnetlink
from rtnetlink import attributes

# <linux/rtnetlink.h>: the kernel tells a socket bound to these of every change
RTMGRP_LINK, RTMGRP_NEIGH = 0x1, 0x4
RTMGRP_IPV4_IFADDR, RTMGRP_IPV4_ROUTE = 0x10, 0x40
RTMGRP_IPV6_IFADDR, RTMGRP_IPV6_ROUTE = 0x100, 0x400
RTNLGRP_IPV4_NETCONF = 24
NEWS = (
    RTMGRP_LINK | RTMGRP_NEIGH | RTMGRP_IPV4_IFADDR | RTMGRP_IPV4_ROUTE
    | RTMGRP_IPV6_IFADDR | RTMGRP_IPV6_ROUTE | 1 << (RTNLGRP_IPV4_NETCONF - 1)
)  # fmt: skip
IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS = 29, 8
RTA_OIF, RTA_PRIORITY, RTA_PREFSRC, RTA_TABLE = 4, 6, 7, 15
RTM_F_CLONED = 0x200
# <linux/neighbour.h>
NDA_DST, NDA_LLADDR = 1, 2
NUD_STATES = {
    0x01: "INCOMPLETE",
    0x02: "REACHABLE",
    0x04: "STALE",
    0x08: "DELAY",
    0x10: "PROBE",
    0x20: "FAILED",
    0x80: "PERMANENT",
}  # fmt: skip; NOARP (multicast, broadcast) and none at all: left out, as `ip neigh` does
# <linux/netconf.h>
NETCONFA_IFINDEX, NETCONFA_FORWARDING, NETCONFA_PROXY_NEIGH = 1, 2, 5
NETCONFA_IFINDEX_ALL = -1

FAMILIES = (socket.AF_INET, socket.AF_INET6)
FLUSH = 1 << 16


class HostNetwork:
    """What a host's kernel says of its network, and a descriptor that is ready on changes."""

    def __init__(self, host) -> None:
        self.host = host
        self._kernel = host.rtnetlink()
        self._links = {cable.interface: cable.link for cable in host.cables}
        kind = socket.SOCK_RAW | socket.SOCK_NONBLOCK
        self._news = host.socket(socket.AF_NETLINK, kind, socket.NETLINK_ROUTE)
        self._news.bind((0, NEWS))
        self._told = {}  # the tables of the last reading; empty: there are news
        self._names = {}  # of interfaces, by index

    def fileno(self) -> int:
        return self._news.fileno()

    def read_news(self) -> None:
        """Empties the descriptor; whatever was said, the tables are read anew."""
        try:
            while self._news.recv(FLUSH):
                self._told = {}
        except BlockingIOError:
            pass
        except OSError:
            self._told = {}  # ENOBUFS: news were lost, and there are some

    def read(self) -> dict:
        """The tables as they are now; under a millisecond on a small host.

        Only neighbours change without a word of the kernel: the rest is read when there are news.
        """
        self.read_news()
        if not self._told:
            interfaces = self._interfaces()
            self._names = {index: interface["name"] for index, interface in interfaces.items()}
            self._add_addresses(interfaces)
            self._told = {
                "interfaces": [interfaces[index] for index in sorted(interfaces)],
                "routes": self._routes(self._names),
                "neighbours": [],
                **self._as_router(),
            }
        return dict(self._told, neighbours=self._neighbours(self._names))

    def _interfaces(self) -> dict:
        """index: interface."""
        mask = struct.pack("=I", RTEXT_FILTER_SKIP_STATS)
        request = rtnetlink.LINK.pack(0, 0, 0, 0, 0) + rtnetlink.attribute(IFLA_EXT_MASK, mask)
        found = {}
        for body in self._kernel.dump(rtnetlink.RTM_GETLINK, request):
            _, _, index, flags, _ = rtnetlink.LINK.unpack_from(body)
            said = attributes(body, rtnetlink.LINK.size)
            name = rtnetlink.text(said[iproute.IFLA_IFNAME])
            link = self._links.get(name)
            found[index] = {
                "name": name,
                "link": link,
                "mac": said[iproute.IFLA_ADDRESS].hex(":") if link else None,
                "up": bool(flags & iproute.IFF_UP),
                "mtu": struct.unpack("=I", said[iproute.IFLA_MTU])[0],
                "addresses": [],
            }
        return found

    def _add_addresses(self, interfaces: dict) -> None:
        for family in FAMILIES:
            request = rtnetlink.ADDRESS.pack(family, 0, 0, 0, 0)
            for body in self._kernel.dump(rtnetlink.RTM_GETADDR, request):
                _, length, _, _, index = rtnetlink.ADDRESS.unpack_from(body)
                said = attributes(body, rtnetlink.ADDRESS.size)
                raw = said.get(iproute.IFA_LOCAL) or said[iproute.IFA_ADDRESS]
                if index in interfaces:
                    text = "%s/%d" % (socket.inet_ntop(family, raw), length)
                    interfaces[index]["addresses"].append(text)

    def _routes(self, names: dict) -> list:
        """Of the main table; IPv4 before IPv6, the longest prefix first, then the lowest metric."""
        found = []
        for family in FAMILIES:
            request = rtnetlink.ROUTE.pack(family, 0, 0, 0, rtnetlink.RT_TABLE_MAIN, 0, 0, 0, 0)
            for body in self._kernel.dump(rtnetlink.RTM_GETROUTE, request):
                _, length, _, _, table, _, _, _, flags = rtnetlink.ROUTE.unpack_from(body)
                said = attributes(body, rtnetlink.ROUTE.size)
                if table != rtnetlink.RT_TABLE_MAIN or flags & RTM_F_CLONED:
                    continue
                to = said.get(iproute.RTA_DST, b"")
                if family == socket.AF_INET6 and to[:2] == b"\xfe\x80":
                    continue  # every interface has it
                key = (family, -length, to, said.get(RTA_PRIORITY, b"")[::-1])
                found.append((key, _route(family, to, length, said, names)))
        found.sort(key=lambda entry: entry[0])
        return [route for _, route in found]

    def _neighbours(self, names: dict) -> list:
        found = []
        request = rtnetlink.NEIGHBOUR.pack(0, 0, 0, 0, 0)
        for body in self._kernel.dump(rtnetlink.RTM_GETNEIGH, request):
            family, index, state, _, _ = rtnetlink.NEIGHBOUR.unpack_from(body)
            if family not in FAMILIES or state not in NUD_STATES or index not in names:
                continue
            said = attributes(body, rtnetlink.NEIGHBOUR.size)
            mac = said.get(NDA_LLADDR)
            neighbour = {
                "address": socket.inet_ntop(family, said[NDA_DST]),
                "mac": mac.hex(":") if mac else None,
                "interface": names[index],
                "state": NUD_STATES[state],
            }
            found.append(((family, said[NDA_DST], index), neighbour))
        found.sort(key=lambda entry: entry[0])
        return [neighbour for _, neighbour in found]

    def _as_router(self) -> dict:
        """net.ipv4.ip_forward and, where it is on, net.ipv4.conf.all.proxy_arp."""
        every = rtnetlink.attribute(NETCONFA_IFINDEX, struct.pack("=i", NETCONFA_IFINDEX_ALL))
        request = struct.pack("=Bxxx", socket.AF_INET) + every
        answer = attributes(self._kernel.ask(rtnetlink.RTM_GETNETCONF, request), 4)
        settings = {"forwards": struct.unpack("=i", answer[NETCONFA_FORWARDING])[0] != 0}
        if struct.unpack("=i", answer[NETCONFA_PROXY_NEIGH])[0] != 0:
            settings["proxyArp"] = True
        return settings


def _route(family: int, to: bytes, length: int, said: dict, names: dict) -> dict:
    text = "default" if length == 0 else "%s/%d" % (socket.inet_ntop(family, to), length)
    index = struct.unpack("=I", said[RTA_OIF])[0] if RTA_OIF in said else 0
    return {
        "to": text,
        "via": _next_hop(family, said),
        "interface": names.get(index),
        "source": socket.inet_ntop(family, said[RTA_PREFSRC]) if RTA_PREFSRC in said else None,
    }


def _next_hop(family: int, said: dict) -> str | None:
    if iproute.RTA_GATEWAY in said:
        return socket.inet_ntop(family, said[iproute.RTA_GATEWAY])
    if iproute.RTA_VIA in said:  # a gateway of the other family
        other = struct.unpack_from("=H", said[iproute.RTA_VIA])[0]
        return socket.inet_ntop(other, said[iproute.RTA_VIA][2:])
    return None
