"""The hosts of a box: a network namespace each, a cable to the wire, and bubblewrap around it.

The network namespaces belong to the supervisor's user namespace, so nobody inside a host, not even
its root, could change an interface.
"""

from __future__ import annotations

import os
import socket

import first_process
import host_network
import image
import iproute
import limits
import rtnetlink
from counters import HostCounters
from network_tables import HostNetwork
from processes import children
from socket_memory import SocketMemory
from sockets import HostSockets
from views import Views

FIRST_PORT = 1000
MOST_INTERFACES = 8  # of a host, in src/protocol/network.ts


class Cable:
    """An interface of a host and the port at the wire's end of its cable, joined by a veth pair."""

    def __init__(self, spec: dict, host: int, index: int) -> None:
        self.link = spec["link"]
        self.addresses = spec["addresses"]
        self.interface = "eth%d" % index
        self.port = "port%d-%d" % (host, index)
        # Not that of any interface in a host: the kernel takes both ends of equal number for one
        # device, and lets a cable that is plugged in again rest for up to a second (link_watch.c).
        self.number = FIRST_PORT + host * MOST_INTERFACES + index
        self.mac = hardware_address(host, index)


class Host:
    """One machine of the box. It ends with the box's keeper."""

    def __init__(self, spec: dict, number: int) -> None:
        self.name = spec["name"]
        self.spec = spec
        self.cables = [
            Cable(interface, number, index) for index, interface in enumerate(spec["interfaces"])
        ]
        self.monitor = 0  # bubblewrap
        self.init = 0  # the host's PID 1, as seen from outside
        self.network = -1  # descriptor of its network namespace
        self.listener = None  # where its steppers connect
        self._first = first_process.FirstProcess(self.name)

    def plug_in(self, network: int) -> None:
        """Takes this fresh network for its own."""
        self.network = network
        with self.inside():
            host_network.prepare(self.spec)

    def set_up(self) -> None:
        """Addresses and routes, once its cables are there; OSError when the kernel refuses."""
        try:
            with self.inside():
                host_network.set_up(self.spec, self.cables)
        except OSError as error:
            raise OSError("host %s: %s" % (self.name, error.strerror or error)) from error

    def await_silence(self) -> None:
        """Returns when its network says nothing more by itself."""
        if host_network.has_ipv6(self.spec):
            kernel = self.rtnetlink()
            for cable in self.cables:
                host_network.await_boot_reports(kernel, cable.interface)
            kernel.close()

    def listen_for_steppers(self) -> None:
        """The socket that programs of this host find at /run/sockscope/step.sock."""
        path = "%s/%s/run/step.sock" % (image.BOX, self.name)
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        self.listener.bind(path)
        os.chmod(path, 0o666)
        self.listener.listen(16)

    def inside(self):
        """A context in which this process is in the host's network."""
        return host_network.inside(self.network)

    def socket(self, family: int, kind: int, protocol: int = 0) -> socket.socket:
        """A socket made inside the host's network; it stays there wherever its holder goes."""
        with self.inside():
            return socket.socket(family, kind, protocol)

    def rtnetlink(self) -> rtnetlink.Rtnetlink:
        """The host's kernel, to be asked about its network or told to change it."""
        return rtnetlink.Rtnetlink(
            self.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
        )

    def below(self, helper: int) -> list:
        """Pids of the programs that this join helper has started."""
        return children(helper)

    def views(self) -> Views:
        """What its kernel says of it."""
        return Views(HostSockets(self), HostNetwork(self), HostCounters(self), SocketMemory(self))

    def live(self) -> None:
        """In a child of the keeper: becomes the host."""
        self._first.live(self.network)

    def forked(self, pid: int) -> None:
        """Its life has begun in this process."""
        self.monitor = pid
        self.let_go()

    def let_go(self) -> None:
        """Leaves the ends of pipes that are its first process's own to that one."""
        self._first.let_go()

    def finish(self, processes: int) -> None:
        """Waits until it can be entered, and limits what will be started in it."""
        try:
            self._first.expect()
        except OSError as error:
            raise OSError("host %s: %s" % (self.name, error)) from error
        self.init = children(self.monitor)[0]
        limits.limit_program(processes, self.init)


def plug_cables(hosts: list) -> None:
    """A veth pair from the wire's namespace (this process's) for every cable."""
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as sock:
        kernel = rtnetlink.Rtnetlink(sock)
        for host in hosts:
            for cable in host.cables:
                iproute.plug_cable(kernel, cable, host.network)


def hardware_address(host: int, index: int) -> str:
    """Locally administered, and the same in every box, so that recordings compare."""
    return "02:00:00:00:%02x:%02x" % (index, host + 1)
