"""Rows of a host's Unix sockets (unix(7)): names are paths or "@abstract", ends are inodes.

The steppers' channels end in the host's network too; they are not the learner's and left out.
"""

from __future__ import annotations

import socket
import struct

from rtnetlink import attributes
from sock_diag import (
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
NOBODY = 0  # inode of a socket without a holder: unaccepted, or closed


def unix_rows(messages: list, hidden_name: str) -> tuple:
    """(rows, inodes left out); what is bound to `hidden_name` and what is connected to it is not
    told of.
    """
    rows = [_row(message) for message in messages]
    hidden = [row for row in rows if row["local"] == hidden_name]
    inodes = {row["inode"] for row in hidden}
    # With NOBODY among them a stepper has just connected: who is at the other end cannot be told,
    # and what has nobody at its other end waits for the next look.
    ours = {row["inode"] for row in rows if row["peerInode"] in inodes} | inodes
    shown = [row for row in rows if row not in hidden and row["inode"] not in ours - {NOBODY}]
    names = {row["inode"]: row["local"] for row in shown if row["inode"] != NOBODY}
    for row in shown:
        row["peer"] = names.get(row["peerInode"])
        if not row["peerInode"]:
            del row["peerInode"]
    return shown, ours - {NOBODY}


def _row(message: bytes) -> dict:
    """One unix_diag_msg, <linux/unix_diag.h>."""
    kind, state, inode = UNIX_MESSAGE.unpack_from(message)
    said = attributes(message, UNIX_MESSAGE.size)
    recv_queue, send_queue = UNIX_QUEUES.unpack(said.get(UNIX_DIAG_RQLEN, bytes(8)))
    return {
        "inode": inode,
        "owners": [],
        "protocol": "unix",
        "family": "unix",
        "kind": KINDS.get(kind, "stream"),
        "state": None if kind == socket.SOCK_DGRAM else STATES.get(state, "CLOSED"),
        "local": _name(said.get(UNIX_DIAG_NAME, b"")),
        "peer": None,
        "peerInode": _number(said.get(UNIX_DIAG_PEER)),
        "recvQ": recv_queue,
        "sendQ": send_queue,
    }


def _number(payload: bytes | None) -> int | None:
    return struct.unpack("=I", payload)[0] if payload else None


def _name(raw: bytes) -> str | None:
    """A path without the zero that ends it; an abstract name with "@" for the one it begins with."""
    if not raw:
        return None
    text = raw.rstrip(b"\0") if raw[0] else raw
    return text.replace(b"\0", b"@").decode("utf-8", "replace")
