"""A host's network as its author wrote it, set up by the supervisor before the host begins.

A mistake that the kernel accepts stays, for the reader to find; one that it refuses is the
author's, and is told with the line that was refused.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import time

import iproute
import linux
import rtnetlink
import sysctl

# <linux/if_link.h>, <linux/ipv6.h>
IFLA_AF_SPEC = 26
IFLA_INET6_ICMP6STATS = 6
ICMP6_MIB_OUTMSGS = 3
BOOT_REPORTS = 2  # multicast listener reports of an interface that comes up (RFC 3810)
BOOT_PATIENCE = 0.1  # s; the second one goes out after two jiffies


@contextlib.contextmanager
def inside(network: int):
    """This process is in the network of this descriptor meanwhile."""
    own = _own_network()
    try:
        linux.setns(network, linux.CLONE_NEWNET)
        try:
            yield
        finally:
            linux.setns(own, linux.CLONE_NEWNET)
    finally:
        os.close(own)


def fresh() -> int:
    """Descriptor of a new network that has our settings and nothing else yet."""
    own = _own_network()
    linux.unshare(linux.CLONE_NEWNET)
    try:
        sysctl.settle()
        return _own_network()
    finally:
        linux.setns(own, linux.CLONE_NEWNET)
        os.close(own)


def _own_network() -> int:
    return os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)


def prepare(spec: dict) -> None:
    """What its interfaces take over from it, before any cable is plugged in."""
    if not has_ipv6(spec):
        sysctl.disable_ipv6()
    if spec["forwards"]:
        sysctl.set_forwarding(True)


def set_up(spec: dict, cables: list) -> None:
    """Addresses, interfaces, routes; OSError when the kernel refuses what the author wrote."""
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as sock:
        kernel = rtnetlink.Rtnetlink(sock)
        for interface in ["lo"] + [cable.interface for cable in cables]:
            linux.switch_offloads_off(sock, interface)
        iproute.set_link(kernel, "lo", True)
        for cable in cables:
            for address in cable.addresses:
                with _named("address %s on %s" % (address, cable.interface)):
                    iproute.add_address(kernel, cable.interface, address)
            iproute.keep_neighbours(kernel, cable.interface)
            iproute.set_link(kernel, cable.interface, True)
        for route in spec["routes"]:
            with _named("route %(to)s via %(via)s" % route):
                iproute.add_route(kernel, route["to"], route["via"])


class _named:
    """Puts before the kernel's words what it was asked for."""

    def __init__(self, what: str) -> None:
        self._what = what

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind, error, _trace) -> None:
        if isinstance(error, OSError):
            raise OSError("%s: %s" % (self._what, error.strerror)) from error


def has_ipv6(spec: dict) -> bool:
    """Whether any of its addresses is one."""
    return any(":" in address for plug in spec["interfaces"] for address in plug["addresses"])


def await_boot_reports(kernel: rtnetlink.Rtnetlink, interface: str) -> None:
    """Returns when the kernel's own count says that they are out.

    Carried by the wire, they would stand in one recording before a program's frame and in the
    next behind it.
    """
    body = rtnetlink.LINK.pack(0, 0, iproute.index_of(kernel, interface), 0, 0)
    last = time.monotonic() + BOOT_PATIENCE
    while time.monotonic() < last:
        answer = kernel.ask(rtnetlink.RTM_GETLINK, body)
        families = rtnetlink.attributes(answer, rtnetlink.LINK.size).get(IFLA_AF_SPEC, b"")
        ipv6 = rtnetlink.attributes(families).get(socket.AF_INET6, b"")
        counts = rtnetlink.attributes(ipv6).get(IFLA_INET6_ICMP6STATS, b"")
        if len(counts) >= 8 * (ICMP6_MIB_OUTMSGS + 1):
            if struct.unpack_from("=Q", counts, 8 * ICMP6_MIB_OUTMSGS)[0] >= BOOT_REPORTS:
                return
        time.sleep(0.001)
