"""A host's socket table: what sock_diag(7) lists, and /proc for who holds which socket.

Sockets that stand in no list (fresh ones, and those that are only bound) are found through the
descriptors of the host's processes.
"""

from __future__ import annotations

import os
import socket
import time

import linux
from rtnetlink import attributes
from sock_diag import INET_DIAG_INFO, INET_MESSAGE, SockDiag
from tcp_info import tcp_info
from timers import Timers
from unix_sockets import UnixSockets

# <net/tcp_states.h> → RFC 9293, section 3.3.2
STATES = {
    1: "ESTABLISHED", 2: "SYN-SENT", 3: "SYN-RECEIVED", 4: "FIN-WAIT-1", 5: "FIN-WAIT-2",
    6: "TIME-WAIT", 7: "CLOSED", 8: "CLOSE-WAIT", 9: "LAST-ACK", 10: "LISTEN", 11: "CLOSING",
    12: "SYN-RECEIVED",  # TCP_NEW_SYN_RECV: a request nobody has accepted
    13: "CLOSED",  # TCP_BOUND_INACTIVE: bound, neither listening nor connected
}  # fmt: skip
TCP_CLOSE = 7
WITHOUT_INFO = ("CLOSED", "LISTEN")  # there is no connection that it could speak of
PROTOCOLS = {socket.IPPROTO_TCP: "tcp", socket.IPPROTO_UDP: "udp"}
FAMILIES: dict = {socket.AF_INET: "inet", socket.AF_INET6: "inet6"}


class TableMoved(Exception):
    """A socket changed between the reading of the table and of the descriptors: read again."""


def _address(family: int, raw: bytes, port: int) -> str | None:
    """ "10.0.0.2:3333", "[::]:3333"; None for a socket without a port."""
    if port == 0:
        return None
    if family == socket.AF_INET:
        return "%s:%d" % (socket.inet_ntop(family, raw[:4]), port)
    return "[%s]:%d" % (socket.inet_ntop(family, raw), port)


class HostSockets:
    """The socket table of one host."""

    def __init__(self, host) -> None:
        self.host = host
        self._kernel = SockDiag(host)
        self._timers = Timers()
        self._unix = UnixSockets(host.listener.getsockname())
        self._other_inodes = set()  # sockets of other kinds: they stay what they are

    def rows(self, processes: list) -> list:
        """The rows in a stable order; `processes` are those of this host."""
        for attempt in range(3):
            try:
                return self._rows(processes, strict=attempt < 2)
            except TableMoved:
                continue
        return []

    def _rows(self, processes: list, strict: bool) -> list:
        rows, hidden = self._unix.rows(self._kernel.unix())
        for family in FAMILIES:
            for protocol in PROTOCOLS:
                rows += self._inet(family, protocol)
        self._timers.forget_unseen()
        holders = _holders(processes)
        known = {row["inode"] for row in rows} | hidden | self._other_inodes
        for inode in holders:
            if inode not in known:
                row = self._unlisted(inode, holders[inode], strict)
                if row is not None:
                    rows.append(row)
        self._other_inodes &= set(holders)
        for row in rows:
            row["owners"] = [
                {"program": process.program, "pid": process.local_pid, "fd": fd}
                for process, fd in holders.get(row["inode"], [])
            ]
        rows.sort(key=_order)
        return rows

    def _inet(self, family: int, protocol: int) -> list:
        before = time.monotonic_ns()
        messages = self._kernel.inet(family, protocol)
        looked = (before, time.monotonic_ns())
        return [self._row(message, protocol, looked) for message in messages]

    def _row(self, message: bytes, protocol: int, looked: tuple) -> dict:
        """One inet_diag_msg, <linux/inet_diag.h>."""
        (
            family, state, timer, count, local_port, peer_port, local, peer,
            left, recv_queue, send_queue, _uid, inode,
        ) = INET_MESSAGE.unpack_from(message)  # fmt: skip
        tcp = protocol == socket.IPPROTO_TCP
        row = {
            "inode": inode,
            "owners": [],
            "protocol": PROTOCOLS[protocol],
            "family": FAMILIES[family],
            "state": STATES[state] if tcp else None,
            "local": _address(family, local, int.from_bytes(local_port, "big")),
            "peer": _address(family, peer, int.from_bytes(peer_port, "big")),
            "recvQ": recv_queue,
            "sendQ": send_queue,
        }
        if tcp and row["state"] not in WITHOUT_INFO:
            ends = (row["local"], row["peer"])
            runs = self._timers.timer(ends, timer, count, left, looked)
            if runs is not None:
                row["timer"] = runs
            info = attributes(message, INET_MESSAGE.size).get(INET_DIAG_INFO, b"")
            figures = tcp_info(info)
            if figures is not None:
                row["tcp"] = figures
        return row

    def _unlisted(self, inode: int, holders: list, strict: bool) -> dict | None:
        """A socket that no list has, looked at through a duplicate of its descriptor."""
        process, fd = holders[0]
        try:
            pidfd = linux.pidfd_open(process.pid)
        except OSError:
            return None
        try:
            with socket.socket(fileno=linux.pidfd_getfd(pidfd, fd)) as sock:
                if sock.proto not in PROTOCOLS or sock.family not in FAMILIES:
                    self._other_inodes.add(inode)
                    return None
                return _unlisted_row(sock, inode, strict)
        except PermissionError:
            return self._not_shown(inode)
        except OSError:
            return None  # closed meanwhile
        finally:
            os.close(pidfd)

    def _not_shown(self, _inode: int) -> dict | None:
        """The row of a socket whose duplicate is refused."""
        return None


def _unlisted_row(sock: socket.socket, inode: int, strict: bool) -> dict:
    name = sock.getsockname()
    tcp = sock.proto == socket.IPPROTO_TCP
    moved = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO) != TCP_CLOSE if tcp else name[1]
    if strict and moved:
        raise TableMoved
    local = _address(sock.family, socket.inet_pton(sock.family, name[0]), name[1])
    return fresh_row(FAMILIES[sock.family], PROTOCOLS[sock.proto], inode, local)


def fresh_row(family: str, protocol: str, inode: int, local: str | None) -> dict:
    """Of a socket that is bound at most."""
    return {
        "inode": inode,
        "owners": [],
        "protocol": protocol,
        "family": family,
        "state": "CLOSED" if protocol == "tcp" else None,
        "local": local,
        "peer": None,
        "recvQ": 0,
        "sendQ": 0,
    }


def _holders(processes: list) -> dict:
    """inode: [(process, fd)] of every socket that a process has open."""
    holders = {}
    for process in processes:
        for fd, inode in held_by(process.pid):
            holders.setdefault(inode, []).append((process, fd))
    return holders


def held_by(pid: int) -> list:
    """(fd, inode) of every socket that a process has open."""
    folder = "/proc/%d/fd" % pid
    found = []
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    for name in sorted(names, key=int):
        try:
            target = os.readlink(folder + "/" + name)
        except OSError:
            continue
        if target.startswith("socket:["):
            found.append((int(name), int(target[8:-1])))
    return found


def _order(row: dict) -> tuple:
    return (row["protocol"], row["local"] or "", row["peer"] or "", row["inode"])
