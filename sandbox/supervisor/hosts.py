"""The hosts of a box: a network namespace each, a cable to the wire, and bubblewrap around it.

The network namespaces belong to the supervisor's user namespace, so nobody inside a host, not even
its root, could change an interface.
"""

from __future__ import annotations

import contextlib
import os
import socket

import host_network
import image
import iproute
import limits
import linux
import rtnetlink
import seccomp
from processes import children

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
        self._to_init = -1
        self._from_init = -1
        self._complaint = -1

    def fork(self, keeper) -> None:
        """Forks the process that will be the host."""
        stdin_read, self._to_init = os.pipe2(os.O_CLOEXEC)
        self._from_init, stdout_write = os.pipe2(os.O_CLOEXEC)
        self._complaint, stderr_write = os.pipe2(os.O_CLOEXEC)
        self.monitor = keeper.fork()
        if self.monitor == 0:
            try:
                # Not the supervisor's own: /proc/1/fd would show the server's log.
                os.dup2(stderr_write, 2)
                self._become(stdin_read, stdout_write)
            except BaseException as error:
                os.write(2, str(error).encode())
            os._exit(1)
        for fd in (stdin_read, stdout_write, stderr_write):
            os.close(fd)

    def expect_namespace(self) -> None:
        """Waits until it has its network namespace."""
        self._expect(b"n", "no network namespace")
        self.network = os.open("/proc/%d/ns/net" % self.monitor, os.O_RDONLY | os.O_CLOEXEC)

    def configure(self) -> None:
        """Lets the forked process set its interfaces up, once its cables are there."""
        self._tell(b"c")

    def expect_network(self) -> None:
        """Waits until they are up; OSError when the kernel refuses what the author wrote."""
        self._expect(b"c", "its network was not set up")

    def start(self) -> None:
        """Lets bubblewrap begin."""
        self._tell(b"g")

    def finish(self, processes: int) -> None:
        """Waits until bubblewrap is done.

        Its --info-fd comes before the sandbox is finished; only a byte that PID 1 itself echoes
        shows that the namespaces can be joined.
        """
        self._tell(b"r")
        self._expect(b"r", "bubblewrap did not start")
        self.init = children(self.monitor)[0]
        limits.limit_program(processes, self.init)

    def listen_for_steppers(self) -> None:
        """The socket that programs of this host find at /run/sockscope/step.sock."""
        path = "%s/%s/run/step.sock" % (image.BOX, self.name)
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        self.listener.bind(path)
        os.chmod(path, 0o666)
        self.listener.listen(16)

    @contextlib.contextmanager
    def inside(self):
        """This process is in the host's network meanwhile."""
        own = os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
        try:
            linux.setns(self.network, linux.CLONE_NEWNET)
            try:
                yield
            finally:
                linux.setns(own, linux.CLONE_NEWNET)
        finally:
            os.close(own)

    def socket(self, family: int, kind: int, protocol: int = 0) -> socket.socket:
        """A socket made inside the host's network; it stays there wherever its holder goes."""
        with self.inside():
            return socket.socket(family, kind, protocol)

    def rtnetlink(self) -> rtnetlink.Rtnetlink:
        """The host's kernel, to be asked about its network or told to change it."""
        return rtnetlink.Rtnetlink(
            self.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
        )

    def _tell(self, byte: bytes) -> None:
        try:
            os.write(self._to_init, byte)
        except BrokenPipeError:
            raise self._failure("it ended while it was built") from None

    def _expect(self, wanted: bytes, complaint: str) -> None:
        if os.read(self._from_init, 1) != wanted:
            raise self._failure(complaint)

    def _failure(self, what: str) -> OSError:
        said = os.read(self._complaint, 2000).decode("utf-8", "replace").strip()
        return OSError("host %s: %s" % (self.name, said or what))

    def _become(self, stdin: int, stdout: int) -> None:
        """In the child: network namespace, settings, interfaces, then bubblewrap."""
        linux.unshare(linux.CLONE_NEWNET)
        host_network.prepare(self.spec)
        os.write(stdout, b"n")
        if os.read(stdin, 1) != b"c":
            return
        host_network.set_up(self.spec, self.cables)
        os.write(stdout, b"c")
        if os.read(stdin, 1) != b"g":
            return
        # bubblewrap finds its child's uid map under the number that their pid namespace gave it.
        linux.unshare(linux.CLONE_NEWNS)
        flags = linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC
        linux.mount("proc", "/proc", "proc", flags)
        os.dup2(stdin, 0)
        os.dup2(stdout, 1)
        filter_read, filter_write = os.pipe()
        os.write(filter_write, seccomp.learner_filter())
        os.close(filter_write)
        os.set_inheritable(filter_read, True)
        command = image.bubblewrap(self.name, filter_read)
        linux.execute(command, {"PATH": os.environ["PATH"]})


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
