"""What ip(8) does to a host's network, asked of the kernel directly and in the same words.

Nothing is checked for sense here: the kernel accepts or refuses as it does for `ip`.
"""

from __future__ import annotations

import socket
import struct

import rtnetlink
from rtnetlink import attribute

# <linux/if_link.h>, <linux/veth.h>, <linux/if.h>
IFLA_ADDRESS, IFLA_IFNAME, IFLA_MTU, IFLA_LINKINFO, IFLA_NET_NS_FD = 1, 3, 4, 18, 28
IFLA_INFO_KIND, IFLA_INFO_DATA = 1, 2
VETH_INFO_PEER = 1
IFF_UP = 0x1
# <linux/if_addr.h>
IFA_ADDRESS, IFA_LOCAL, IFA_BROADCAST = 1, 2, 4
IFA_F_NODAD = 0x02
# <linux/rtnetlink.h>
RTA_DST, RTA_GATEWAY, RTA_VIA = 1, 5, 18
RTPROT_BOOT = 3
RT_SCOPE_UNIVERSE, RT_SCOPE_NOWHERE = 0, 255
RTN_UNICAST = 1
# <linux/neighbour.h>
NDTA_NAME, NDTA_PARMS = 1, 6
NDTPA_IFINDEX, NDTPA_BASE_REACHABLE_TIME, NDTPA_RETRANS_TIME = 1, 4, 5
NDTPA_GC_STALETIME, NDTPA_DELAY_PROBE_TIME = 6, 7
NDTPA_UCAST_PROBES, NDTPA_MCAST_PROBES = 10, 11

ETHERNET_MTU = 1500
DAY = 86_400_000  # ms
CREATE = rtnetlink.NLM_F_CREATE | rtnetlink.NLM_F_EXCL
# What a host has found out it believes for longer than anybody reads, but it asks, and asks again,
# at the pace of any machine: three times, a second apart (arp(7)).
NEIGHBOUR_TIMES = {
    NDTPA_BASE_REACHABLE_TIME: DAY,
    NDTPA_GC_STALETIME: DAY,
    NDTPA_DELAY_PROBE_TIME: DAY,
    NDTPA_RETRANS_TIME: 1000,
}
NEIGHBOUR_PROBES = {NDTPA_UCAST_PROBES: 3, NDTPA_MCAST_PROBES: 3}


def family_of(address: str) -> int:
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def index_of(kernel: rtnetlink.Rtnetlink, interface: str) -> int:
    """The interface's number."""
    body = rtnetlink.LINK.pack(0, 0, 0, 0, 0) + _name(interface)
    return rtnetlink.LINK.unpack_from(kernel.ask(rtnetlink.RTM_GETLINK, body))[2]


def plug_cable(kernel: rtnetlink.Rtnetlink, cable, network: int) -> None:
    """A veth pair: the cable's port here and up, its interface in that descriptor's network."""
    size = attribute(IFLA_MTU, struct.pack("=I", ETHERNET_MTU))
    peer = rtnetlink.LINK.pack(0, 0, 0, 0, 0) + _name(cable.interface) + size
    peer += attribute(IFLA_ADDRESS, bytes.fromhex(cable.mac.replace(":", "")))
    peer += attribute(IFLA_NET_NS_FD, struct.pack("=I", network))
    body = rtnetlink.LINK.pack(0, 0, cable.number, IFF_UP, IFF_UP) + _name(cable.port) + size
    data = attribute(IFLA_INFO_DATA, attribute(VETH_INFO_PEER, peer))
    body += attribute(IFLA_LINKINFO, attribute(IFLA_INFO_KIND, b"veth"), data)
    kernel.change(rtnetlink.RTM_NEWLINK, body, CREATE)


def set_link(kernel: rtnetlink.Rtnetlink, interface: str, up: bool) -> None:
    """`ip link set eth0 up`, `ip link set eth0 down`."""
    index = index_of(kernel, interface)
    body = rtnetlink.LINK.pack(0, 0, index, IFF_UP if up else 0, IFF_UP)
    kernel.change(rtnetlink.RTM_NEWLINK, body)


def add_address(kernel: rtnetlink.Rtnetlink, interface: str, cidr: str) -> None:
    """`ip address add 10.0.0.1/24 broadcast + dev eth0`; IPv6 without duplicate detection.

    A host must be able to send at once, not a second later (RFC 4862, section 5.4).
    """
    address, length = _parts(cidr)
    body = _address(kernel, interface, cidr, IFA_F_NODAD)
    if family_of(cidr) == socket.AF_INET and length < 31:
        host_part = (1 << (32 - length)) - 1
        all_ones = int.from_bytes(address, "big") | host_part
        body += attribute(IFA_BROADCAST, all_ones.to_bytes(4, "big"))
    kernel.change(rtnetlink.RTM_NEWADDR, body, CREATE)


def remove_address(kernel: rtnetlink.Rtnetlink, interface: str, cidr: str) -> None:
    """`ip address del 10.0.0.1/24 dev eth0`."""
    kernel.change(rtnetlink.RTM_DELADDR, _address(kernel, interface, cidr, 0))


def add_route(kernel: rtnetlink.Rtnetlink, to: str, via: str) -> None:
    """`ip route add 192.168.1.64/26 via 192.168.1.1`; `to` may be "default"."""
    gateway = socket.inet_pton(family_of(via), via)
    family = family_of(via if to == "default" else to)
    what = (RTPROT_BOOT, RT_SCOPE_UNIVERSE, RTN_UNICAST)
    if family == family_of(via):
        next_hop = attribute(RTA_GATEWAY, gateway)
    else:
        next_hop = attribute(RTA_VIA, struct.pack("=H", family_of(via)), gateway)
    kernel.change(rtnetlink.RTM_NEWROUTE, _route(family, to, what) + next_hop, CREATE)


def remove_route(kernel: rtnetlink.Rtnetlink, to: str) -> None:
    """`ip route del 192.168.1.64/26`: the first such route; "default" of IPv4 before IPv6's."""
    what = (0, RT_SCOPE_NOWHERE, 0)  # whoever made it, however far it leads
    if to != "default":
        kernel.change(rtnetlink.RTM_DELROUTE, _route(family_of(to), to, what))
        return
    try:
        kernel.change(rtnetlink.RTM_DELROUTE, _route(socket.AF_INET, to, what))
    except ProcessLookupError as refusal:  # ESRCH: the kernel's word for no such route
        try:
            kernel.change(rtnetlink.RTM_DELROUTE, _route(socket.AF_INET6, to, what))
        except OSError:
            raise refusal from None


def keep_neighbours(kernel: rtnetlink.Rtnetlink, interface: str) -> None:
    """`ip ntable change`, for ARP and neighbour discovery: nothing found out is doubted again.

    The sysctls of the same names are hidden from a user namespace.
    """
    parameters = attribute(NDTPA_IFINDEX, struct.pack("=I", index_of(kernel, interface)))
    for kind, milliseconds in NEIGHBOUR_TIMES.items():
        parameters += attribute(kind, struct.pack("=Q", milliseconds))
    for kind, number in NEIGHBOUR_PROBES.items():
        parameters += attribute(kind, struct.pack("=I", number))
    for family, table in ((socket.AF_INET, b"arp_cache\0"), (socket.AF_INET6, b"ndisc_cache\0")):
        body = struct.pack("=Bxxx", family) + attribute(NDTA_NAME, table)
        kernel.change(rtnetlink.RTM_SETNEIGHTBL, body + attribute(NDTA_PARMS, parameters))


def _name(interface: str) -> bytes:
    return attribute(IFLA_IFNAME, interface.encode() + b"\0")


def _parts(cidr: str) -> tuple:
    """ "10.0.0.1/24": the address's bytes and 24."""
    address, _, length = cidr.partition("/")
    return socket.inet_pton(family_of(address), address), int(length)


def _address(kernel: rtnetlink.Rtnetlink, interface: str, cidr: str, flags: int) -> bytes:
    address, length = _parts(cidr)
    family = family_of(cidr)
    index = index_of(kernel, interface)
    body = rtnetlink.ADDRESS.pack(family, length, flags, RT_SCOPE_UNIVERSE, index)
    return body + attribute(IFA_LOCAL, address) + attribute(IFA_ADDRESS, address)


def _route(family: int, to: str, what: tuple) -> bytes:
    destination, length = (b"", 0) if to == "default" else _parts(to)
    body = rtnetlink.ROUTE.pack(family, length, 0, 0, rtnetlink.RT_TABLE_MAIN, *what, 0)
    return body + (attribute(RTA_DST, destination) if destination else b"")
