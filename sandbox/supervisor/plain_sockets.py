"""A plain box's part of the machine's socket table: what the box's own processes hold.

Those that this process holds are a checker's, and the box's too.
A socket that nobody holds (a connection that waits in an accept queue, one that is closed and
still has to wait) has no number in the kernel's list. It is the box's if it waits at one of its
listeners, or joins the same two ends as a socket that a process of the box has held.
"""

from __future__ import annotations

import os

import sock_diag
import socket_memory
import sockets

ACCEPTABLE = ("SYN-RECEIVED", "ESTABLISHED", "CLOSE-WAIT")  # what accept(2) may still give out
MANY = 1000  # sockets of which something is remembered


class OwnSockets(sockets.HostSockets):
    """The rows of one plain host. `made` are sockets that it was given, by inode."""

    def __init__(self, host, made: dict) -> None:
        super().__init__(host)
        self._made = made  # inode: (family, protocol)
        self._ends = set()  # pairs of addresses of connections that the box has had
        self.held = set()  # inodes
        self._last = {}  # inode: its row at the last look

    def _rows(self, processes: list, strict: bool) -> list:
        rows = super()._rows(processes, strict)
        ours = {inode for _, inode in sockets.held_by(os.getpid())}
        internet = [row for row in rows if row["protocol"] != "unix"]
        held = [row for row in internet if row["owners"] or row["inode"] in ours]
        self.held = {row["inode"] for row in rows if row["owners"]} | {row["inode"] for row in held}
        self._remember(held, internet)
        listening = {row["local"] for row in held if row["state"] == "LISTEN"}
        return [row for row in rows if row["inode"] in self.held or self._waits(row, listening)]

    def _remember(self, held: list, internet: list) -> None:
        self._last = {row["inode"]: row for row in held}
        self._ends |= {_ends(row) for row in held if row["peer"]}
        self._ends &= {_ends(row) for row in internet if row["peer"]}
        if len(self._made) > MANY:
            for inode in set(self._made) - self.held:
                del self._made[inode]

    def _waits(self, row: dict, listening: set) -> bool:
        """Whether it is held by nobody, and the box's all the same."""
        if row["inode"] != 0 or row["peer"] is None:
            return False
        port = row["local"].rpartition(":")[2]
        at = {row["local"], "0.0.0.0:" + port, "[::]:" + port}
        # One that is over may be that of a box before, at the same port.
        return (row["state"] in ACCEPTABLE and bool(at & listening)) or _ends(row) in self._ends

    def _not_shown(self, inode: int) -> dict | None:
        """Where not even a parent may look at a child's descriptors, as in a container of Docker's.

        What it was before, or was made as. What is bound is listed from now on (Linux 6.8).
        """
        self._kernel.states = sock_diag.ALL_STATES
        known = self._last.get(inode)
        if known is not None:
            return sockets.fresh_row(known["family"], known["protocol"], inode, known["local"])
        family, protocol = self._made.get(inode, (0, 0))
        if protocol not in sockets.PROTOCOLS:
            return None
        named = (sockets.FAMILIES[family], sockets.PROTOCOLS[protocol])
        return sockets.fresh_row(*named, inode, None)


class OwnSocketMemory(socket_memory.SocketMemory):
    """What the sockets of one plain host keep of the kernel's memory."""

    def __init__(self, host, table: OwnSockets) -> None:
        super().__init__(host)
        self._table = table

    def _are_few(self) -> bool:
        return len(self._table.held) <= socket_memory.FEW

    def _is_own(self, inode: int) -> bool:
        return inode in self._table.held

    def _answers_unread(self) -> int:
        return 0  # the kernel's list names all of the machine's, and no inode that would tell


def _ends(row: dict) -> frozenset:
    return frozenset((row["local"], row["peer"]))
