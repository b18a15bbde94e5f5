"""A box: its namespaces, its hosts and its wire, built in the order that the kernel permits."""

from __future__ import annotations

import os

import host_network
import hosts
import image
import keeper
import linux
import sysctl
import wire

USUAL_HOSTS = 2


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

    door = None  # its hosts are entered by their namespaces

    def __init__(self) -> None:
        self.hosts: list = []
        self.wire: wire.WireProcess
        self._keeper: keeper.Keeper | None = None
        self._networks: list = []  # that no host has taken yet

    def prepare(self, ours: dict) -> None:
        """Does what a box needs whatever its hosts are, so that it can be done ahead.

        Raises OSError where the kernel refuses, in words for the log; so does all that follows.
        """
        enter_namespaces()
        self._keeper = keeper.Keeper()
        image.mount_box()
        image.lay_root(ours)
        sysctl.disable_ipv6()  # on the ports, which are cables' ends and no host
        sysctl.small_tables()
        sysctl.few_watches()
        self._networks = [host_network.fresh() for _ in range(USUAL_HOSTS)]

    def build(self, network: dict, files: list, limits: dict, setting: dict) -> None:
        """Lays everything out and lets the hosts and the wire begin."""
        image.resize_box(limits["filesMb"])
        for spec in network["hosts"]:
            own = [file for file in files if file["host"] == spec["name"]]
            image.lay_host(spec, network["hosts"], own)
        self.hosts = [hosts.Host(spec, number) for number, spec in enumerate(network["hosts"])]
        self._connect()
        for host in self.hosts:
            host.listen_for_steppers()
        self.wire = wire.WireProcess(self.hosts, setting)
        self._let_live([*self.hosts, self.wire])

    def finish(self, limits: dict) -> None:
        """Returns when the hosts can be entered and the wire carries."""
        self.wire.expect()
        for host in self.hosts:
            host.finish(limits["processes"])

    def _connect(self) -> None:
        """Networks, cables, addresses, before any wire: what IPv6 says then is said to nobody."""
        for host in self.hosts:
            host.plug_in(self._networks.pop() if self._networks else host_network.fresh())
        for left_over in self._networks:
            os.close(left_over)
        hosts.plug_cables(self.hosts)
        for host in self.hosts:
            host.set_up()
        for host in self.hosts:
            host.await_silence()

    def _let_live(self, born: list) -> None:
        assert self._keeper is not None, "prepare() comes first"
        pids = self._keeper.fork([each.live for each in born])
        for each, pid in zip(born, pids):
            each.forked(pid)

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
