"""ping: asks a host for echoes and tells what comes back (ICMP, RFC 792 and RFC 4443).

Like iputils' ping, as far as lessons use it. Ours, because the system's needs a privilege that no
program in a box has; a datagram socket of protocol ICMP needs none (icmp(7)).
"""

from __future__ import annotations

import argparse
import errno
import os
import select
import signal
import socket
import struct
import sys
import time

# <linux/in.h>, <linux/in6.h>, <linux/errqueue.h>
IP_TTL, IP_RECVERR, IP_RECVTTL = 2, 11, 12
IPV6_UNICAST_HOPS, IPV6_RECVERR, IPV6_RECVHOPLIMIT, IPV6_HOPLIMIT = 16, 25, 51, 52
MSG_ERRQUEUE = 0x2000
SO_EE_ORIGIN_LOCAL = 1
EXTENDED_ERROR = "IBBBBII"
ECHO_REQUEST: dict[int, int] = {socket.AF_INET: 8, socket.AF_INET6: 128}
ECHO_REPLY: dict[int, int] = {socket.AF_INET: 0, socket.AF_INET6: 129}
UNREACHABLE: dict[tuple[int, int, int], str] = {
    (socket.AF_INET, 3, 0): "Destination Net Unreachable",
    (socket.AF_INET, 3, 1): "Destination Host Unreachable",
    (socket.AF_INET, 3, 2): "Destination Protocol Unreachable",
    (socket.AF_INET, 3, 3): "Destination Port Unreachable",
    (socket.AF_INET, 3, 4): "Frag needed and DF set",
    (socket.AF_INET, 3, 13): "Packet filtered",
    (socket.AF_INET, 11, 0): "Time to live exceeded",
    (socket.AF_INET, 11, 1): "Frag reassembly time exceeded",
    (socket.AF_INET6, 1, 0): "Destination unreachable: No route",
    (socket.AF_INET6, 1, 3): "Destination unreachable: Address unreachable",
    (socket.AF_INET6, 1, 4): "Destination unreachable: Port unreachable",
    (socket.AF_INET6, 3, 0): "Time exceeded: Hop limit",
}


class Pinger:
    """Sends numbered requests and matches what comes back by their number."""

    def __init__(self, family: int, address: tuple, options: argparse.Namespace) -> None:
        self.family = family
        self.address = address
        self.size = options.s
        self.sent = {}  # number: when, in ns
        self.answered = set()
        self.duplicates = 0
        self.errors = 0
        self.times = []  # milliseconds
        protocol = socket.IPPROTO_ICMP if family == socket.AF_INET else socket.IPPROTO_ICMPV6
        self.socket = socket.socket(family, socket.SOCK_DGRAM, protocol)
        if family == socket.AF_INET:
            settings = [(IP_RECVERR, 1), (IP_RECVTTL, 1), (IP_TTL, options.t)]
            level = socket.IPPROTO_IP
        else:
            settings = [(IPV6_RECVERR, 1), (IPV6_RECVHOPLIMIT, 1), (IPV6_UNICAST_HOPS, options.t)]
            level = socket.IPPROTO_IPV6
        for name, value in settings:
            self.socket.setsockopt(level, name, value)

    def send(self, number: int) -> None:
        """One request; a refusal of the own kernel is told like an answer."""
        header = struct.pack("!BBHHH", ECHO_REQUEST[self.family], 0, 0, 0, number & 0xFFFF)
        payload = bytes(index & 0xFF for index in range(self.size))
        self.sent[number & 0xFFFF] = time.monotonic_ns()
        try:
            self.socket.sendto(header + payload, self.address)
        except OSError as error:
            self.errors += 1
            print("ping: sendmsg: %s" % os.strerror(error.errno or errno.EIO), flush=True)

    def listen(self, until: int, enough: int) -> None:
        """Tells of what comes until this time, or until so many requests were answered."""
        poll = select.poll()
        poll.register(self.socket, select.POLLIN)
        while len(self.answered) + self.errors < enough:
            left = until - time.monotonic_ns()
            if left <= 0:
                return
            for _, events in poll.poll(max(1, left // 1_000_000)):
                if events & select.POLLERR:
                    self._take_error()
                elif events & select.POLLIN:
                    self._take_reply()

    def _take_reply(self) -> None:
        now = time.monotonic_ns()
        data, control, _, source = self.socket.recvmsg(65536, 256)
        kind, _, _, _, number = struct.unpack("!BBHHH", data[:8])
        if kind != ECHO_REPLY[self.family] or number not in self.sent:
            return
        again = number in self.answered
        self.duplicates += again
        self.answered.add(number)
        took = (now - self.sent[number]) / 1e6
        self.times += [] if again else [took]
        ttl = next((struct.unpack("i", value[:4])[0] for _, name, value in control
                    if name in (IP_TTL, IPV6_HOPLIMIT)), 0)  # fmt: skip
        print(
            "%d bytes from %s: icmp_seq=%d ttl=%d time=%.3f ms%s"
            % (len(data), source[0], number, ttl, took, " (DUP!)" if again else ""),
            flush=True,
        )

    def _take_error(self) -> None:
        try:
            data, control, _, _ = self.socket.recvmsg(65536, 512, MSG_ERRQUEUE)
        except OSError:
            return
        number = struct.unpack("!H", data[6:8])[0] if len(data) >= 8 else 0
        for _, _, value in control:
            if len(value) < 16:
                continue
            code, origin, kind, reason, _, _, _ = struct.unpack(EXTENDED_ERROR, value[:16])
            self.errors += 1
            text = UNREACHABLE.get((self.family, kind, reason), os.strerror(code))
            if origin == SO_EE_ORIGIN_LOCAL:
                print("ping: local error: %s" % os.strerror(code), flush=True)
            else:
                where = offender(self.family, value[16:])
                print("From %s icmp_seq=%d %s" % (where, number, text), flush=True)

    def summary(self, name: str) -> None:
        """The statistics at the end."""
        count, received = len(self.sent), len(self.answered)
        lost = 100 * (count - received) / count if count else 0
        print("\n--- %s ping statistics ---" % name)
        extra = ", +%d duplicates" % self.duplicates if self.duplicates else ""
        extra += ", +%d errors" % self.errors if self.errors else ""
        print(
            "%d packets transmitted, %d received%s, %.4g%% packet loss"
            % (count, received, extra, lost)
        )
        if self.times:
            mean = sum(self.times) / len(self.times)
            print("rtt min/avg/max = %.3f/%.3f/%.3f ms" % (min(self.times), mean, max(self.times)))


def offender(family: int, address: bytes) -> str:
    """Who sent the ICMP message: the sockaddr behind the extended error."""
    if family == socket.AF_INET:
        return socket.inet_ntoa(address[4:8])
    return socket.inet_ntop(socket.AF_INET6, address[8:24])


def resolve(name: str, family: int, command: str) -> tuple[int, tuple]:
    """Family and address (for sendto) of a name; ends with one line when there is none."""
    try:
        found = socket.getaddrinfo(name, None, family, socket.SOCK_DGRAM)
    except socket.gaierror as error:
        sys.exit("%s: %s: %s" % (command, name, error.strerror))
    return found[0][0], found[0][4]


def main() -> int:
    """0 when at least one answer came, else 1."""
    parser = argparse.ArgumentParser(prog="ping", description="ask a host for echoes")
    parser.add_argument("host")
    parser.add_argument("-c", type=int, default=0, metavar="COUNT", help="stop after so many")
    parser.add_argument("-i", type=float, default=1, metavar="SECONDS", help="between requests")
    parser.add_argument("-W", type=float, default=4, metavar="SECONDS", help="wait for the last")
    parser.add_argument("-s", type=int, default=56, metavar="BYTES", help="payload")
    parser.add_argument("-t", type=int, default=64, metavar="TTL", help="time to live")
    parser.add_argument("-n", action="store_true", help="ignored: addresses are never named")
    parser.add_argument("-4", dest="family", action="store_const", const=socket.AF_INET)
    parser.add_argument("-6", dest="family", action="store_const", const=socket.AF_INET6)
    options = parser.parse_args()
    family, address = resolve(options.host, options.family or 0, "ping")
    pinger = Pinger(family, address, options)
    print("PING %s (%s) %d data bytes" % (options.host, address[0], options.s), flush=True)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    number = 0
    try:
        while options.c == 0 or number < options.c:
            number += 1
            pinger.send(number)
            last = number == options.c
            pause = options.W if last else options.i
            # Between requests a full second passes; behind the last one only what is needed.
            pinger.listen(time.monotonic_ns() + int(pause * 1e9), number if last else 1 << 62)
    except KeyboardInterrupt:
        pass
    pinger.summary(options.host)
    return 0 if pinger.answered else 1


if __name__ == "__main__":
    sys.exit(main())
