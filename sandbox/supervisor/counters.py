"""What a host's kernel counts of what went wrong, was sent again or forwarded: /proc/net, proc(5).

The names are those that nstat(8) prints: the group, then the counter (RFC 4293, RFC 4022, RFC 4113;
those of TcpExt and IpExt are Linux's own). The files are opened once inside the host's network and
show it from then on, wherever they are read.
"""

from __future__ import annotations

import os

# Of some two hundred those that a lesson can make move, and a reader can make sense of.
WANTED = frozenset(
    """
    IpForwDatagrams IpInHdrErrors IpInAddrErrors IpOutNoRoutes IpExtInNoRoutes
    IpFragCreates IpFragFails IpReasmOKs IpReasmFails IpReasmTimeout
    IcmpInDestUnreachs IcmpInTimeExcds
    TcpRetransSegs TcpInErrs TcpInCsumErrors TcpOutRsts TcpEstabResets TcpAttemptFails
    TcpExtListenOverflows TcpExtListenDrops TcpExtTCPReqQFullDrop TcpExtSyncookiesSent
    TcpExtTCPTimeouts TcpExtTCPFastRetrans TcpExtTCPLossProbes TcpExtTCPAbortOnData
    UdpNoPorts UdpInErrors UdpInCsumErrors UdpRcvbufErrors
    Ip6OutForwDatagrams Ip6InNoRoutes Ip6OutNoRoutes Ip6ReasmFails Ip6ReasmTimeout
    Udp6NoPorts Udp6InErrors Udp6InCsumErrors Udp6RcvbufErrors
    """.split()
)
LONGEST = 1 << 16


class HostCounters:
    """The counters of one host."""

    def __init__(self, host) -> None:
        self.host = host
        self._columns = {}  # of a group, once it was seen: [(column, name)]
        with host.inside():
            self._tables = [_opened("snmp"), _opened("netstat")]
            self._list = _opened("snmp6")

    def read(self) -> dict:
        """name: count since the host began; what has not been counted yet is left out."""
        found = {}
        for table in self._tables:
            self._read_table(_lines(table), found)
        for line in _lines(self._list):
            name, count = line.split()
            if name in WANTED and count != "0":
                found[name] = int(count)
        return found

    def _read_table(self, lines: list, found: dict) -> None:
        """Two lines for each group, names and numbers: "Udp: InDatagrams NoPorts", "Udp: 5 0"."""
        for names, numbers in zip(lines[::2], lines[1::2]):
            group = names.partition(":")[0]
            if group not in self._columns:
                named = [(at, group + name) for at, name in enumerate(names.split())]
                self._columns[group] = [(at, name) for at, name in named if name in WANTED]
            if self._columns[group]:
                words = numbers.split()
                for at, name in self._columns[group]:
                    if words[at] != "0":
                        found[name] = int(words[at])


def _opened(name: str) -> int:
    """A descriptor; -1 where the machine has no such file, as snmp6 without IPv6."""
    try:
        return os.open("/proc/self/net/" + name, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return -1


def _lines(fd: int) -> list:
    return [] if fd < 0 else os.pread(fd, LONGEST, 0).decode("ascii", "replace").splitlines()
