"""A checker's own UDP sockets inside a host's network, held by the supervisor itself."""

from __future__ import annotations

import binascii
import errno
import fcntl
import socket
import struct
import time

LARGEST = 65536  # more than one datagram can carry (udp(7))
MOST_RECEIVED = 1000  # datagrams of one socket; later ones are read by nobody
SIOCOUTQ = 0x5411  # <linux/sockios.h>
NEVER = 1 << 62
SOON = 1_000_000  # ns
PATIENCE = 500 * SOON  # for a neighbour that is asked for; the kernel gives up after seconds


class Datagrams:
    """All such sockets of a box, by name. What comes to one is told with its sender.

    A task of the loop, for datagrams that wait in the kernel for a neighbour's MAC address: the
    next one, sent in the moment of the answer, would overtake them.
    """

    def __init__(self, loop, lines) -> None:
        self._loop = loop
        self._lines = lines
        self._sockets = {}
        self._received = {}
        self._leaving = []  # (socket, deadline, what is called when its datagrams have left)
        self.due = NEVER

    def open(self, name: str, host, local: tuple, shared: bool, options: bytes) -> int:
        """Binds a socket of a host and tells to what; the errno when the kernel refuses, else 0.

        Options stand in the IP header of all that it sends. Shared: see Listening.listen.
        """
        sock = host.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, int(shared))
            sock.setsockopt(socket.IPPROTO_IP, socket.IP_OPTIONS, options)
            sock.bind(local)
        except OSError as error:
            sock.close()
            return error.errno or errno.EIO
        sock.setblocking(False)
        self._sockets[name] = sock
        self._received[name] = 0
        self._lines.event("opened", peer=name, address="%s:%d" % sock.getsockname())
        self._loop.add(sock.fileno(), lambda _events: self._read(name))
        return 0

    def send(self, name: str, to: tuple, data: bytes, answer) -> None:
        """Sends one datagram; `answer(errno)` is called when it has left (0) or was refused."""
        sock = self._sockets.get(name)
        if sock is None:
            answer(errno.EBADF)
            return
        try:
            sock.sendto(data, to)
        except OSError as error:
            answer(error.errno or errno.EIO)
            return
        self._leaving.append((sock, time.monotonic_ns() + PATIENCE, answer))
        self.run(time.monotonic_ns())

    def run(self, now: int) -> None:
        """Answers for those that have left, and for those that take too long."""
        waiting, self._leaving = self._leaving, []
        for sock, deadline, answer in waiting:
            if now < deadline and _unsent(sock):
                self._leaving.append((sock, deadline, answer))
            else:
                answer(0)
        self.due = now + SOON if self._leaving else NEVER

    def close(self, name: str) -> None:
        """Closes a socket: what is sent to it from now on is answered by ICMP."""
        sock = self._sockets.pop(name, None)
        if sock is not None:
            self._loop.remove(sock.fileno())
            sock.close()

    def _read(self, name: str) -> None:
        sock = self._sockets[name]
        try:
            data, sender = sock.recvfrom(LARGEST)
        except OSError:
            return  # none after all, or an error of an earlier sending
        self._received[name] += 1
        if self._received[name] > MOST_RECEIVED:
            self._loop.change(sock.fileno(), 0)
            return
        encoded = binascii.b2a_base64(data, newline=False).decode()
        self._lines.event("datagram", peer=name, address="%s:%d" % sender, bytes=encoded)


def _unsent(sock: socket.socket) -> int:
    """Bytes of memory of its datagrams that have not left yet (udp(7)); of a closed one 0."""
    if sock.fileno() < 0:
        return 0
    return struct.unpack("i", fcntl.ioctl(sock, SIOCOUTQ, bytes(4)))[0]
