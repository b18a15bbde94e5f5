"""What a host's sockets keep of the kernel's memory: bytes that were sent and that nobody has read.

No process's figures show it, and 250 sockets may hold gigabytes where a machine allows large
buffers. Few sockets cannot hold much: they are counted, not asked.
"""

from __future__ import annotations

import os
import socket
import struct

from rtnetlink import attributes
from sock_diag import INET_DIAG_SKMEMINFO, INET_MESSAGE, UNIX_DIAG_MEMINFO, UNIX_MESSAGE, SockDiag

FEW = 16  # sockets
LONGEST = 1 << 16
# <linux/sock_diag.h>: the first of SK_MEMINFO_*
MEMINFO = struct.Struct("=IIIIII")  # rmem_alloc, rcvbuf, wmem_alloc, sndbuf, fwd_alloc, wmem_queued
RECEIVED_COLUMN = 4  # of /proc/net/netlink


class SocketMemory:
    """The sockets of one host; `read` tells their bytes."""

    def __init__(self, host) -> None:
        self.host = host
        self._kernel = SockDiag(host)
        with host.inside():
            self._counts = os.open("/proc/self/net/sockstat", os.O_RDONLY | os.O_CLOEXEC)
            self._netlink = os.open("/proc/self/net/netlink", os.O_RDONLY | os.O_CLOEXEC)

    def read(self) -> int:
        """Bytes; 0 while there are few sockets."""
        if self._are_few():
            return 0
        kept = 0
        for message in self._kernel.unix_memory():
            if self._is_own(UNIX_MESSAGE.unpack_from(message)[2]):
                kept += _kept(attributes(message, UNIX_MESSAGE.size).get(UNIX_DIAG_MEMINFO))
        for family in (socket.AF_INET, socket.AF_INET6):
            for protocol in (socket.IPPROTO_TCP, socket.IPPROTO_UDP):
                for message in self._kernel.inet_memory(family, protocol):
                    if self._is_own(INET_MESSAGE.unpack_from(message)[-1]):
                        figures = attributes(message, INET_MESSAGE.size).get(INET_DIAG_SKMEMINFO)
                        kept += _kept(figures)
        return kept + self._answers_unread()

    def _are_few(self) -> bool:
        # "sockets: used 5"
        return int(os.pread(self._counts, LONGEST, 0).split()[2]) <= FEW

    def _is_own(self, _inode: int) -> bool:
        """All that is in a host's network is the host's."""
        return True

    def _answers_unread(self) -> int:
        """What the kernel has answered on netlink(7) sockets, in a first page of their list."""
        lines = os.pread(self._netlink, LONGEST, 0).decode("ascii", "replace").splitlines()[1:]
        words = [line.split() for line in lines]
        return sum(int(each[RECEIVED_COLUMN]) for each in words if len(each) > RECEIVED_COLUMN)


def _kept(figures: bytes | None) -> int:
    """What waits to be read, and what was sent: TCP queues it, others charge it to the sender."""
    if figures is None or len(figures) < MEMINFO.size:
        return 0
    received, _, sent, _, _, queued = MEMINFO.unpack_from(figures)
    return received + max(sent, queued)
