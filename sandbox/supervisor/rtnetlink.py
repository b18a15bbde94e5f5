"""rtnetlink(7): the kernel's own language for interfaces, addresses, routes and neighbours.

Spoken here without `ip`: starting a program takes longer than all that it would ask for, and the
kernel's extended acknowledgement says why it refuses in words that can be shown as they are.
"""

from __future__ import annotations

import os
import socket
import struct

# <linux/netlink.h>
SOL_NETLINK = 270
NETLINK_CAP_ACK, NETLINK_EXT_ACK, NETLINK_GET_STRICT_CHK = 10, 11, 12
NLM_F_REQUEST, NLM_F_ACK, NLM_F_DUMP = 0x1, 0x4, 0x300
NLM_F_EXCL, NLM_F_CREATE = 0x200, 0x400  # of a request that makes something
NLM_F_DUMP_INTR = 0x10  # of an answer: what is listed changed meanwhile
NLM_F_CAPPED, NLM_F_ACK_TLVS = 0x100, 0x200  # of an acknowledgement
NLMSG_ERROR, NLMSG_DONE = 2, 3
NLMSGERR_ATTR_MSG = 1
NLA_TYPE_MASK = 0x3FFF

# <linux/rtnetlink.h>
RTM_NEWLINK, RTM_GETLINK = 16, 18
RTM_NEWADDR, RTM_DELADDR, RTM_GETADDR = 20, 21, 22
RTM_NEWROUTE, RTM_DELROUTE, RTM_GETROUTE = 24, 25, 26
RTM_GETNEIGH = 30
RTM_SETNEIGHTBL = 67
RTM_GETNETCONF = 82
RT_TABLE_MAIN = 254

HEADER = struct.Struct("=IHHII")  # nlmsghdr: length, type, flags, sequence number, port
ATTRIBUTE = struct.Struct("=HH")  # rtattr: length, type
LINK = struct.Struct("=BxHiII")  # ifinfomsg: family, device type, index, flags, changed flags
ADDRESS = struct.Struct("=BBBBI")  # ifaddrmsg: family, prefix length, flags, scope, index
# rtmsg: family, lengths of destination and source, tos, table, protocol, scope, type, flags
ROUTE = struct.Struct("=BBBBBBBBI")
NEIGHBOUR = struct.Struct("=BxxxiHBB")  # ndmsg: family, index, state, flags, type

ATTEMPTS = 5  # at a list that changes while it is read


class Rtnetlink:
    """Requests over one NETLINK_ROUTE socket, which speaks of the network it was made in."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._number = 0
        for option in (NETLINK_CAP_ACK, NETLINK_EXT_ACK, NETLINK_GET_STRICT_CHK):
            try:
                sock.setsockopt(SOL_NETLINK, option, 1)
            except OSError:
                pass  # before Linux 4.20; refusals are shorter then, lists longer

    def change(self, kind: int, body: bytes, flags: int = 0) -> None:
        """Has something done; OSError with the kernel's errno and, where it has any, its words."""
        self._send(kind, flags | NLM_F_ACK, body)
        self._answers()

    def ask(self, kind: int, body: bytes) -> bytes:
        """The body of the one message that answers."""
        self._send(kind, NLM_F_ACK, body)
        return self._answers()[0]

    def dump(self, kind: int, body: bytes) -> list:
        """The bodies of all messages of a list."""
        for _ in range(ATTEMPTS):
            self._send(kind, NLM_F_DUMP, body)
            try:
                return self._answers()
            except InterruptedError:
                continue
        raise OSError(0, "the kernel's list %d does not stand still" % kind)

    def close(self) -> None:
        self._socket.close()

    def _send(self, kind: int, flags: int, body: bytes) -> None:
        self._number += 1
        length = HEADER.size + len(body)
        self._socket.send(HEADER.pack(length, kind, flags | NLM_F_REQUEST, self._number, 0) + body)

    def _answers(self) -> list:
        """The bodies up to the acknowledgement or the end of the list."""
        bodies = []
        interrupted = False
        while True:
            data = self._socket.recv(1 << 16)
            offset = 0
            while offset + HEADER.size <= len(data):
                length, kind, flags, number, _ = HEADER.unpack_from(data, offset)
                body = data[offset + HEADER.size : offset + length]
                offset += (length + 3) & ~3
                if number != self._number:
                    continue  # the rest of an answer that was given up
                interrupted = interrupted or bool(flags & NLM_F_DUMP_INTR)
                if kind == NLMSG_ERROR:
                    _raise_refusal(flags, body)
                if kind in (NLMSG_ERROR, NLMSG_DONE):
                    if interrupted:
                        raise InterruptedError
                    return bodies
                bodies.append(body)


def _raise_refusal(flags: int, body: bytes) -> None:
    """Nothing for errno 0, which is the acknowledgement."""
    number = -struct.unpack_from("=i", body)[0]
    if number == 0:
        return
    words = os.strerror(number)
    if flags & NLM_F_ACK_TLVS:
        # Behind the errno stands the refused request, only its header when it is capped.
        request = HEADER.size if flags & NLM_F_CAPPED else HEADER.unpack_from(body, 4)[0]
        said = attributes(body, 4 + ((request + 3) & ~3)).get(NLMSGERR_ATTR_MSG)
        words = text(said) if said else words
    raise OSError(number, words)


def attribute(kind: int, *parts: bytes) -> bytes:
    """One attribute; its parts may be attributes themselves."""
    payload = b"".join(parts)
    padding = b"\0" * (-len(payload) % 4)
    return ATTRIBUTE.pack(ATTRIBUTE.size + len(payload), kind) + payload + padding


def attributes(data: bytes, offset: int = 0) -> dict:
    """type: payload of the attributes from this offset on."""
    found = {}
    while offset + ATTRIBUTE.size <= len(data):
        length, kind = ATTRIBUTE.unpack_from(data, offset)
        if length < ATTRIBUTE.size:
            break
        found[kind & NLA_TYPE_MASK] = data[offset + ATTRIBUTE.size : offset + length]
        offset += (length + 3) & ~3
    return found


def text(payload: bytes) -> str:
    """A string attribute, which ends in a zero byte."""
    return payload.rstrip(b"\0").decode("utf-8", "replace")
