"""A plain box: one host that is this machine itself, with nothing around its programs but filters.

For machines on which nobody may open namespaces. Its host is 127.0.0.0/8: its programs' sockets
are held on lo (loopback_only.py), its ports are the machine's. There is no wire, no network of its
own to change, and no wall before the user's files. docs/decisions/0019 says what was rejected.
"""

from __future__ import annotations

import contextlib
import os
import socket

import loopback_only
import plain_door
import plain_files
import plain_keeper
import plain_sockets
from views import Views


class PlainHost:
    """The machine, as the one host of a plain box."""

    def __init__(self, spec: dict, folder: str, door: plain_door.Door) -> None:
        self.name = spec["name"]
        self.init = os.getpid()  # who has no parent any more is this process's child
        self._door = door
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        self.listener.bind(os.path.join(folder, "run", "step.sock"))
        self.listener.listen(16)

    def below(self, helper: int) -> list:
        """Pids of the programs that this join helper has asked for."""
        return [self._door.mains[helper]] if helper in self._door.mains else []

    def socket(self, family: int, kind: int, protocol: int = 0) -> socket.socket:
        """A socket of this machine, held on lo like those of the programs."""
        if family in (socket.AF_INET, socket.AF_INET6):
            return loopback_only.make(family, kind, protocol)
        return socket.socket(family, kind, protocol)

    def inside(self):
        """A context in which this process is in the host's network: it always is."""
        return contextlib.nullcontext()

    def views(self) -> Views:
        """What the kernel says of its programs; of its network it says nothing that is theirs."""
        table = plain_sockets.OwnSockets(self, self._door.sockets.made)
        return Views(table, None, None, plain_sockets.OwnSocketMemory(self, table))


class PlainBox:
    """One host and no wire; `close` ends every process of it."""

    wire = None
    door = ""

    def __init__(self, loop) -> None:
        self.hosts: list = []
        self._loop = loop
        self._ours: dict = {}
        # Here this process becomes the keeper's child.
        self._folder, self._keeper = plain_keeper.begin()
        loop.add(self._keeper, lambda _events: loop.stop())

    def prepare(self, ours: dict) -> None:
        """Tries what a plain box needs of the kernel; OSError where it refuses."""
        self._ours = ours
        loopback_only.try_out()

    def build(self, network: dict, files: list, _limits: dict, _setting: dict) -> None:
        """Lays everything out and opens the door."""
        spec, *others = network["hosts"]
        if others or spec["interfaces"]:
            raise ValueError("a plain box has one host without interfaces: this machine")
        plain_files.lay(self._folder, self._ours, files)
        door = plain_door.Door(self._folder, self._loop, loopback_only.Sockets(self._loop))
        self.door = door.path
        self.hosts = [PlainHost(spec, self._folder, door)]

    def finish(self, _limits: dict) -> None:
        """Nothing is left to wait for."""

    def host(self, name: str) -> PlainHost:
        """The host of this name; KeyError when there is none."""
        for host in self.hosts:
            if host.name == name:
                return host
        raise KeyError(name)

    def close(self) -> None:
        """Ends all programs, and whatever they have started."""
        plain_keeper.end_all(self._folder)
