"""traceroute: finds the routers on a way by letting packets die one hop further each time.

A UDP datagram with a small time to live is answered by the router where it ends (ICMP time
exceeded), and at last by the host itself (port unreachable). Both are read with IP_RECVERR (ip(7)),
which needs no privilege.
"""

from __future__ import annotations

import argparse
import select
import socket
import struct
import sys
import time

from ping import (
    EXTENDED_ERROR,
    IP_RECVERR,
    IP_TTL,
    IPV6_RECVERR,
    IPV6_UNICAST_HOPS,
    MSG_ERRQUEUE,
    offender,
    resolve,
)

FIRST_PORT = 33434
PATIENCE = 4  # s: by ARP a host asks three times, one second each, before it says "!H"
TIME_EXCEEDED: dict[int, int] = {socket.AF_INET: 11, socket.AF_INET6: 3}
UNREACHABLE: dict[int, int] = {socket.AF_INET: 3, socket.AF_INET6: 1}
PORT_UNREACHABLE: dict[int, int] = {socket.AF_INET: 3, socket.AF_INET6: 4}
MARKS: dict[tuple[int, int], str] = {
    (socket.AF_INET, 0): "!N",
    (socket.AF_INET, 1): "!H",
    (socket.AF_INET, 2): "!P",
    (socket.AF_INET, 4): "!F",
    (socket.AF_INET, 13): "!X",
    (socket.AF_INET6, 0): "!N",
    (socket.AF_INET6, 3): "!H",
}


class Answer:
    """Who answered a probe, after how many milliseconds, and with which mark."""

    def __init__(self, address: str, took: float, mark: str, last: bool) -> None:
        self.address = address
        self.took = took
        self.mark = mark
        self.last = last


def probe(family: int, address: tuple, ttl: int, port: int, wait: float) -> Answer | None:
    """One datagram that may live for `ttl` hops; None when nobody answers in time."""
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        if family == socket.AF_INET:
            sock.setsockopt(socket.IPPROTO_IP, IP_TTL, ttl)
            sock.setsockopt(socket.IPPROTO_IP, IP_RECVERR, 1)
        else:
            sock.setsockopt(socket.IPPROTO_IPV6, IPV6_UNICAST_HOPS, ttl)
            sock.setsockopt(socket.IPPROTO_IPV6, IPV6_RECVERR, 1)
        began = time.monotonic_ns()
        try:
            sock.sendto(bytes(32), (address[0], port) + address[2:])
        except OSError as error:
            sys.exit("\ntraceroute: send: %s" % error.strerror)
        poll = select.poll()
        poll.register(sock, 0)  # errors alone are of interest, and always told
        if not poll.poll(wait * 1000):
            return None
        took = (time.monotonic_ns() - began) / 1e6
        _, control, _, _ = sock.recvmsg(2048, 512, MSG_ERRQUEUE)
        return answer_in(family, control, took)


def answer_in(family: int, control: list, took: float) -> Answer | None:
    """Reads the extended error of ip(7): kind and code of the ICMP message, and its sender."""
    for _, _, value in control:
        _, _, kind, code, _, _, _ = struct.unpack(EXTENDED_ERROR, value[:16])
        where = offender(family, value[16:])
        if kind == TIME_EXCEEDED[family]:
            return Answer(where, took, "", False)
        if kind == UNREACHABLE[family] and code == PORT_UNREACHABLE[family]:
            return Answer(where, took, "", True)
        return Answer(where, took, " " + MARKS.get((family, code), "!%d" % code), True)
    return None


def named(address: str, numeric: bool) -> str:
    """The address, behind its name where /etc/hosts knows one."""
    if numeric:
        return address
    try:
        return "%s (%s)" % (socket.gethostbyaddr(address)[0], address)
    except OSError:
        return "%s (%s)" % (address, address)


def hop(family: int, address: tuple, ttl: int, options: argparse.Namespace) -> bool:
    """Prints the line of one hop; True when the journey ends here."""
    print("%2d " % ttl, end="", flush=True)
    before, last = None, False
    for query in range(options.q):
        port = FIRST_PORT + (ttl - 1) * options.q + query
        answer = probe(family, address, ttl, port, options.w)
        if answer is None:
            print(" *", end="", flush=True)
            continue
        if answer.address != before:
            print(" " + named(answer.address, options.n), end="")
            before = answer.address
        print("  %.3f ms%s" % (answer.took, answer.mark), end="", flush=True)
        last = last or answer.last
    print(flush=True)
    return last


def main() -> int:
    """0 when the host was reached, else 1."""
    parser = argparse.ArgumentParser(prog="traceroute", description="routers on the way to a host")
    parser.add_argument("host")
    parser.add_argument("-m", type=int, default=30, metavar="HOPS", help="at most so many")
    parser.add_argument("-q", type=int, default=3, metavar="COUNT", help="probes per hop")
    parser.add_argument(
        "-w", type=float, default=PATIENCE, metavar="SECONDS", help="wait for an answer"
    )
    parser.add_argument("-n", action="store_true", help="no names")
    parser.add_argument("-4", dest="family", action="store_const", const=socket.AF_INET)
    parser.add_argument("-6", dest="family", action="store_const", const=socket.AF_INET6)
    options = parser.parse_args()
    family, address = resolve(options.host, options.family or 0, "traceroute")
    print("traceroute to %s (%s), %d hops max" % (options.host, address[0], options.m), flush=True)
    try:
        for ttl in range(1, options.m + 1):
            if hop(family, address, ttl, options):
                return 0
    except KeyboardInterrupt:
        print()
    return 1


if __name__ == "__main__":
    sys.exit(main())
