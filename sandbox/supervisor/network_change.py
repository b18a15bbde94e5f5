"""The changes that a reader may make to a running host (NetworkChange in src/protocol/network.ts).

Programs hold no capability, so the supervisor does it for them, in the host's own network. Nothing
goes through a shell, and the kernel alone judges.
"""

from __future__ import annotations

import socket

import iproute
import sysctl


def change(host, wanted: dict) -> None:
    """Done on return; OSError with the kernel's words where it refuses."""
    kernel = host.rtnetlink()
    try:
        _CHANGES[wanted["what"]](host, kernel, wanted)
    finally:
        kernel.close()


def _add_address(host, kernel, wanted: dict) -> None:
    interface, address = wanted["interface"], wanted["address"]
    if iproute.family_of(address) == socket.AF_INET6:
        iproute.index_of(kernel, interface)  # refuses one that is not there in the kernel's words
        with host.inside():
            sysctl.enable_ipv6(interface)  # off until a host has an address for it
    iproute.add_address(kernel, interface, address)


def _remove_address(_host, kernel, wanted: dict) -> None:
    iproute.remove_address(kernel, wanted["interface"], wanted["address"])


def _replace_address(host, kernel, wanted: dict) -> None:
    """Both or nothing. IPv6 has an address only once, so its new prefix length must wait."""
    interface, old, new = wanted["interface"], wanted["old"], wanted["address"]
    if iproute.family_of(old) == socket.AF_INET6 and _same(old, new):
        iproute.remove_address(kernel, interface, old)
        do, undo = (iproute.add_address, new), (iproute.add_address, old)
    else:
        _add_address(host, kernel, wanted)
        do, undo = (iproute.remove_address, old), (iproute.remove_address, new)
    try:
        do[0](kernel, interface, do[1])
    except OSError:
        undo[0](kernel, interface, undo[1])
        raise


def _same(one: str, other: str) -> bool:
    """Whether two addresses differ in their prefix length at most."""
    return one.split("/")[0] == other.split("/")[0]


def _add_route(_host, kernel, wanted: dict) -> None:
    iproute.add_route(kernel, wanted["to"], wanted["via"])


def _remove_route(_host, kernel, wanted: dict) -> None:
    iproute.remove_route(kernel, wanted["to"])


def _set_interface(_host, kernel, wanted: dict) -> None:
    iproute.set_link(kernel, wanted["interface"], wanted["up"])


def _set_forwarding(host, _kernel, wanted: dict) -> None:
    with host.inside():
        sysctl.set_forwarding(wanted["on"])


def _set_proxy_arp(host, _kernel, wanted: dict) -> None:
    with host.inside():
        sysctl.set_proxy_arp(wanted["on"])


def _set_privileged_ports(host, _kernel, wanted: dict) -> None:
    with host.inside():
        sysctl.set_privileged_ports(wanted["below"])


_CHANGES = {
    "address-added": _add_address,
    "address-removed": _remove_address,
    "address-replaced": _replace_address,
    "route-added": _add_route,
    "route-removed": _remove_route,
    "interface-set": _set_interface,
    "forwarding-set": _set_forwarding,
    "proxy-arp-set": _set_proxy_arp,
    "privileged-ports-set": _set_privileged_ports,
}
