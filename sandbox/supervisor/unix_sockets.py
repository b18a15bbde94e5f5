"""Rows of a host's Unix sockets (unix(7)): names are paths or "@abstract", ends are inodes.

Connections that nobody has accepted are no rows, the kernel does not list them: their listener
counts them. The steppers' channels end in the host's network too; they are not the learner's and
left out.
"""

from __future__ import annotations

import socket
import struct
import time

from rtnetlink import attributes
from sock_diag import (
    UNIX_DIAG_ICONS,
    UNIX_DIAG_NAME,
    UNIX_DIAG_PEER,
    UNIX_DIAG_RQLEN,
    UNIX_MESSAGE,
    UNIX_QUEUES,
)

KINDS: dict = {
    socket.SOCK_STREAM: "stream",
    socket.SOCK_DGRAM: "dgram",
    socket.SOCK_SEQPACKET: "seqpacket",
}
# The kernel borrows the numbers of TCP's states, <net/tcp_states.h>.
STATES = {1: "ESTABLISHED", 7: "CLOSED", 10: "LISTEN"}
NOBODY = 0  # inode at the other end of a connection that is unaccepted or whose peer has closed
DOUBT = 100_000_000  # ns; a stepper that has connected is accepted long before


class UnixSockets:
    """The rows of one host, made anew at each look."""

    def __init__(self, steppers: str) -> None:
        self._steppers = steppers  # name of the socket that steppers connect to
        self._shown = set()
        self._doubtful = {}  # inode: since when

    def rows(self, messages: list) -> tuple:
        """(rows, inodes of what is left out)."""
        rows = [_row(message) for message in messages]
        names = {row["inode"]: row["local"] for row in rows}
        ours = {inode for inode, name in names.items() if name == self._steppers}
        ours |= {row["inode"] for row in rows if row["peerInode"] in ours}
        knocking = {client: row["local"] for row in rows for client in row.pop("waiting")}
        ours |= self._doubts(rows, knocking)
        shown = [row for row in rows if row["inode"] not in ours]
        self._shown = {row["inode"] for row in shown}
        for row in shown:
            row["peer"] = names.get(row["peerInode"], knocking.get(row["inode"]))
            if not row["peerInode"]:
                del row["peerInode"]
        return shown, ours

    def _doubts(self, rows: list, knocking: dict) -> set:
        """New ones whose other end is nowhere: it has closed, or a stepper has just connected."""
        now = time.monotonic_ns()
        lonely = {row["inode"] for row in rows if row["peerInode"] == NOBODY}
        new = lonely - set(knocking) - self._shown
        self._doubtful = {inode: self._doubtful.get(inode, now) for inode in new}
        return {inode for inode, since in self._doubtful.items() if now - since < DOUBT}


def _row(message: bytes) -> dict:
    """One unix_diag_msg, <linux/unix_diag.h>; "waiting" are those a listener has not accepted."""
    kind, state, inode = UNIX_MESSAGE.unpack_from(message)
    said = attributes(message, UNIX_MESSAGE.size)
    recv_queue, send_queue = UNIX_QUEUES.unpack(said.get(UNIX_DIAG_RQLEN, bytes(8)))
    peers = _numbers(said.get(UNIX_DIAG_PEER, b""))
    return {
        "inode": inode,
        "owners": [],
        "protocol": "unix",
        "family": "unix",
        "kind": KINDS.get(kind, "stream"),
        "state": None if kind == socket.SOCK_DGRAM else STATES.get(state, "CLOSED"),
        "local": _name(said.get(UNIX_DIAG_NAME, b"")),
        "peer": None,
        "peerInode": peers[0] if peers else None,
        "recvQ": recv_queue,
        "sendQ": send_queue,
        "waiting": _numbers(said.get(UNIX_DIAG_ICONS, b"")),
    }


def _numbers(payload: bytes) -> tuple:
    return struct.unpack("=%dI" % (len(payload) // 4), payload)


def _name(raw: bytes) -> str | None:
    """A path without the zero that ends it; an abstract name with "@" for its first one."""
    if not raw:
        return None
    text = raw.rstrip(b"\0") if raw[0] else raw
    return text.replace(b"\0", b"@").decode("utf-8", "replace")
