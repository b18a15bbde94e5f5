"""A box: its namespaces, its hosts and its wire, built in the order that the kernel permits."""

from __future__ import annotations

import os

import hosts
import image
import keeper
import linux
import sysctl
import wire


def enter_namespaces() -> None:
    """A user namespace whose root is this process's user, with a network and mounts of its own.

    uid 0 inside, because bubblewrap refuses capabilities under any other. Children will be in a
    pid namespace of their own; this process stays outside of it.
    """
    uid, gid = os.geteuid(), os.getegid()
    kinds = linux.CLONE_NEWUSER | linux.CLONE_NEWNET | linux.CLONE_NEWNS | linux.CLONE_NEWPID
    linux.unshare(kinds)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", "0 %d 1" % uid),
        ("gid_map", "0 %d 1" % gid),
    ):
        with open("/proc/self/" + name, "w") as file:
            file.write(text)


class Box:
    """The hosts and the wire; `close` ends every process of them."""

    def __init__(self, network: dict) -> None:
        self._network = network
        self.hosts = [hosts.Host(spec, number) for number, spec in enumerate(network["hosts"])]
        self.wire: wire.Ends | None = None
        self._keeper: keeper.Keeper | None = None

    def build(self, files: list, limits: dict, ours: dict, setting: dict) -> None:
        """Raises OSError where the kernel or bubblewrap refuses, in words for the log."""
        enter_namespaces()
        self._keeper = keeper.Keeper()
        image.mount_box(limits["filesMb"])
        image.lay_root(ours)
        for spec in self._network["hosts"]:
            own = [file for file in files if file["host"] == spec["name"]]
            image.lay_host(spec, self._network["hosts"], own)
        self._start(self._keeper, limits["processes"], setting)

    def _start(self, parent: keeper.Keeper, processes: int, setting: dict) -> None:
        sysctl.disable_ipv6()  # on the ports, which are cables' ends and no host
        sysctl.small_tables()
        for host in self.hosts:
            host.fork(parent)
        for host in self.hosts:
            host.expect_namespace()
        hosts.plug_cables(self.hosts)
        # Hosts first: what IPv6 says while an interface comes up is said to nobody.
        for host in self.hosts:
            host.configure()
        for host in self.hosts:
            host.expect_network()
        self.wire = wire.start(self.hosts, parent, setting)
        for host in self.hosts:
            host.start()
        for host in self.hosts:
            host.finish(processes)
            host.listen_for_steppers()

    def host(self, name: str) -> hosts.Host:
        """The host of this name; KeyError when there is none."""
        for host in self.hosts:
            if host.name == name:
                return host
        raise KeyError(name)

    def close(self) -> None:
        """Ends all hosts, their programs and the wire."""
        if self._keeper is not None:
            self._keeper.end()
