"""A host's socket table as the kernel has it: sock_diag(7), and /proc for the owners.

/proc/net/tcp would take forty times as long and lacks the backlog. Sockets that are in no table
(fresh ones) are found through the descriptors of the host's processes.
"""

from __future__ import annotations

import os
import socket
import struct

import linux

NETLINK_SOCK_DIAG = 4
SOCK_DIAG_BY_FAMILY = 20
NLMSG_ERROR, NLMSG_DONE = 2, 3
NLM_F_REQUEST_DUMP = 0x301
ALL_STATES = 0xFFFFFFFF

# <net/tcp_states.h> → RFC 9293, section 3.3.2
STATES = {
    1: "ESTABLISHED", 2: "SYN-SENT", 3: "SYN-RECEIVED", 4: "FIN-WAIT-1", 5: "FIN-WAIT-2",
    6: "TIME-WAIT", 7: "CLOSED", 8: "CLOSE-WAIT", 9: "LAST-ACK", 10: "LISTEN", 11: "CLOSING",
    12: "SYN-RECEIVED",  # TCP_NEW_SYN_RECV: a request nobody has accepted
    13: "CLOSED",  # TCP_BOUND_INACTIVE: bound, neither listening nor connected
}  # fmt: skip
TCP_CLOSE = 7
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
        self._netlink = host.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_SOCK_DIAG)
        self._netlink.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
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
        rows = []
        for family in FAMILIES:
            for protocol in PROTOCOLS:
                rows += self._dump(family, protocol)
        holders = _holders(processes)
        listed = {row["inode"] for row in rows}
        for inode in holders:
            if inode not in listed and inode not in self._other_inodes:
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

    def _dump(self, family: int, protocol: int) -> list:
        request = struct.pack("BBBxI48x", family, protocol, 0, ALL_STATES)
        header = struct.pack(
            "IHHII", 16 + len(request), SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST_DUMP, 0, 0
        )
        self._netlink.send(header + request)
        rows = []
        while True:
            data = self._netlink.recv(1 << 18)
            offset = 0
            while offset + 16 <= len(data):
                length, kind = struct.unpack_from("IH", data, offset)
                if kind in (NLMSG_DONE, NLMSG_ERROR):
                    return rows
                rows.append(_row(data, offset + 16, protocol))
                offset += (length + 3) & ~3

    def _unlisted(self, inode: int, holders: list, strict: bool) -> dict | None:
        """A socket that no table has, looked at through a duplicate of its descriptor."""
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
        except OSError:
            return None  # closed meanwhile
        finally:
            os.close(pidfd)


def _row(data: bytes, offset: int, protocol: int) -> dict:
    """One inet_diag_msg, <linux/inet_diag.h>."""
    family, state = struct.unpack_from("BB", data, offset)
    local_port, peer_port = struct.unpack_from("!HH", data, offset + 4)
    local, peer = data[offset + 8 : offset + 24], data[offset + 24 : offset + 40]
    recv_queue, send_queue, _uid, inode = struct.unpack_from("IIII", data, offset + 56)
    return {
        "inode": inode,
        "owners": [],
        "protocol": PROTOCOLS[protocol],
        "family": FAMILIES[family],
        "state": STATES[state] if protocol == socket.IPPROTO_TCP else None,
        "local": _address(family, local, local_port),
        "peer": _address(family, peer, peer_port),
        "recvQ": recv_queue,
        "sendQ": send_queue,
    }


def _unlisted_row(sock: socket.socket, inode: int, strict: bool) -> dict:
    name = sock.getsockname()
    tcp = sock.proto == socket.IPPROTO_TCP
    moved = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO) != TCP_CLOSE if tcp else name[1]
    if strict and moved:
        raise TableMoved
    return {
        "inode": inode,
        "owners": [],
        "protocol": PROTOCOLS[sock.proto],
        "family": FAMILIES[sock.family],
        "state": "CLOSED" if tcp else None,
        "local": _address(sock.family, socket.inet_pton(sock.family, name[0]), name[1]),
        "peer": None,
        "recvQ": 0,
        "sendQ": 0,
    }


def _holders(processes: list) -> dict:
    """inode: [(process, fd)] of every socket that a process has open."""
    holders = {}
    for process in processes:
        folder = "/proc/%d/fd" % process.pid
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        for name in sorted(names, key=int):
            try:
                target = os.readlink(folder + "/" + name)
            except OSError:
                continue
            if target.startswith("socket:["):
                holders.setdefault(int(target[8:-1]), []).append((process, int(name)))
    return holders


def _order(row: dict) -> tuple:
    return (row["protocol"], row["local"] or "", row["peer"] or "", row["inode"])
