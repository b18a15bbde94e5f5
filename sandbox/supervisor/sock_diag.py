"""sock_diag(7): the kernel's list of the sockets of one host, and how its messages are read.

/proc/net/tcp takes forty times as long and lacks the backlog, the timers and tcp_info.
"""

from __future__ import annotations

import socket
import struct

import rtnetlink

NETLINK_SOCK_DIAG = 4  # <linux/netlink.h>
SOCK_DIAG_BY_FAMILY = 20  # <linux/sock_diag.h>

# <net/tcp_states.h>
TCP_BOUND_INACTIVE = 13
ALL_STATES = 0xFFFFFFFF
# Sockets that are only bound stand in a table of 65,536 chains that all hosts share: to walk it
# takes ten times as long as all the rest. They are found through their descriptors instead, where
# those may be looked at.
WANTED_STATES = ALL_STATES & ~(1 << TCP_BOUND_INACTIVE)

# <linux/inet_diag.h>
INET_DIAG_INFO, INET_DIAG_SKMEMINFO = 2, 7
INET_REQUEST = struct.Struct("=BBBxI48x")  # family, protocol, wanted attributes, states
# family, state, timer, how often it has run out; then both ports and addresses, then milliseconds
# to the timer's end, both queues, uid, inode
INET_MESSAGE = struct.Struct("=BBBB 2s2s16s16s 12x IIIII")

# <linux/unix_diag.h>
UDIAG_SHOW_NAME, UDIAG_SHOW_PEER, UDIAG_SHOW_ICONS, UDIAG_SHOW_RQLEN = 0x1, 0x4, 0x8, 0x10
UDIAG_SHOW_MEMINFO = 0x20
UNIX_SHOWN = UDIAG_SHOW_NAME | UDIAG_SHOW_PEER | UDIAG_SHOW_ICONS | UDIAG_SHOW_RQLEN
UNIX_DIAG_NAME, UNIX_DIAG_PEER, UNIX_DIAG_ICONS, UNIX_DIAG_RQLEN = 0, 2, 3, 4
UNIX_DIAG_MEMINFO = 5
UNIX_REQUEST = struct.Struct("=BBxxIIIII")  # family, protocol, states, inode, shown, cookie (2)
UNIX_MESSAGE = struct.Struct("=xBBxI8x")  # type, state, inode, cookie
UNIX_QUEUES = struct.Struct("=II")


class SockDiag:
    """Asks one host's kernel; each answer is a list of messages, a `bytes` each."""

    def __init__(self, host) -> None:
        sock = host.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_SOCK_DIAG)
        self._kernel = rtnetlink.Rtnetlink(sock)
        self.states = WANTED_STATES

    def inet(self, family: int, protocol: int) -> list:
        """Sockets of TCP or UDP, with tcp_info where there is one."""
        wanted = INET_DIAG_INFO if protocol == socket.IPPROTO_TCP else 0
        return self._dump_inet(family, protocol, wanted)

    def inet_memory(self, family: int, protocol: int) -> list:
        """The same sockets, with what they keep of memory."""
        return self._dump_inet(family, protocol, INET_DIAG_SKMEMINFO)

    def unix(self) -> list:
        """Unix sockets that were made in this host's network."""
        return self._dump_unix(UNIX_SHOWN)

    def unix_memory(self) -> list:
        """The same sockets, with what they keep of memory."""
        return self._dump_unix(UDIAG_SHOW_MEMINFO)

    def _dump_inet(self, family: int, protocol: int, attribute: int) -> list:
        wanted = 1 << (attribute - 1) if attribute else 0
        return self._dump(INET_REQUEST.pack(family, protocol, wanted, self.states))

    def _dump_unix(self, shown: int) -> list:
        request = (socket.AF_UNIX, 0, ALL_STATES, 0, shown, ALL_STATES, ALL_STATES)
        return self._dump(UNIX_REQUEST.pack(*request))

    def _dump(self, request: bytes) -> list:
        try:
            return self._kernel.dump(SOCK_DIAG_BY_FAMILY, request)
        except FileNotFoundError:
            return []  # a kernel without this family's diagnosis
