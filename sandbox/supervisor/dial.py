"""A checker's own TCP connections inside a host's network, held by the supervisor itself."""

from __future__ import annotations

import binascii
import errno
import select
import socket
import struct
import time

MOST_RECEIVED = 2 << 20  # bytes of one peer; then nothing more is read until it is closed
MOST_WAITING = 4 << 20  # bytes not yet taken by the kernel
CONNECT_LIMIT = 5_000_000_000  # ns
NEVER = 1 << 63
# tcp_reset() in Linux's tcp_input.c: what RST is to a connection that was there. Before that it is
# ECONNREFUSED.
BROKEN = (errno.ECONNRESET, errno.EPIPE)


class Peer:
    """One connection; `answer(errno)` is called once, when a dialled one is or is not there."""

    def __init__(self, name: str, sock: socket.socket, answer) -> None:
        self.name = name
        self.socket = sock
        self.answer = answer  # None once it has been given
        self.deadline = time.monotonic_ns() + CONNECT_LIMIT
        self.waiting = b""
        self.received = 0
        self.ends = False
        self.shut = False
        self.closes = False  # as soon as nothing waits
        self.reads = True
        self.broken = 0  # errno: it was there, and reset before anybody looked


class Dialling:
    """All peers of a box, by name. A task of the loop for the time limit of connect."""

    def __init__(self, loop, lines) -> None:
        self._loop = loop
        self._lines = lines
        self._peers = {}
        self.due = NEVER

    def dial(self, name: str, host, to: tuple, answer, own_port: int = 0) -> None:
        """Connects from a host; `answer` gets 0, or the errno of the refusal. 0: any port."""
        sock = host.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            if own_port:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                sock.bind(("0.0.0.0", own_port))
        except OSError as error:
            sock.close()
            answer(error.errno or errno.EIO)
            return
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # each sending a segment
        peer = Peer(name, sock, answer)
        refusal = sock.connect_ex(to)
        if refusal not in (0, errno.EINPROGRESS):
            sock.close()
            answer(refusal)
            return
        self._peers[name] = peer
        self._loop.add(sock.fileno(), lambda events: self._ready(peer, events), select.EPOLLOUT)
        self.due = min(self.due, peer.deadline)

    def adopt(self, name: str, sock: socket.socket) -> None:
        """Takes over a connection that a listener has accepted."""
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        peer = self._peers[name] = Peer(name, sock, answer=None)
        self._loop.add(sock.fileno(), lambda events: self._ready(peer, events))

    def send(self, name: str, data: bytes) -> int:
        """Queues bytes; an errno when they cannot be sent, else 0."""
        peer = self._peers.get(name)
        if peer is None or peer.ends:
            return errno.EPIPE
        if len(peer.waiting) + len(data) > MOST_WAITING:
            return errno.ENOBUFS
        peer.waiting += data
        return self._write(peer)

    def end(self, name: str) -> int:
        """shutdown(SHUT_WR) once all that was queued is with the kernel."""
        peer = self._peers.get(name)
        if peer is None:
            return errno.EPIPE
        peer.ends = True
        return self._write(peer)

    def close(self, name: str, reset: bool) -> None:
        """Closes, once all that was queued is with the kernel; with `reset` the kernel sends RST in
        place of FIN, at once (SO_LINGER 0, socket(7))."""
        peer = self._peers.get(name)
        if peer is not None and peer.waiting and not reset:
            peer.closes, peer.reads = True, False
            self._write(peer)
        elif peer is not None:
            del self._peers[name]
            if reset:
                linger = struct.pack("ii", 1, 0)
                peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self._loop.remove(peer.socket.fileno())
            peer.socket.close()

    def run(self, now: int) -> None:
        """Gives up on those that nobody answers."""
        pending = [peer for peer in self._peers.values() if peer.answer is not None]
        for peer in pending:
            if peer.deadline <= now:
                self._refuse(peer, errno.ETIMEDOUT)
        self.due = min([each.deadline for each in pending if each.answer] or [NEVER])

    def _refuse(self, peer: Peer, number: int) -> None:
        answer, peer.answer = peer.answer, None
        self.close(peer.name, reset=False)
        answer(number)

    def _ready(self, peer: Peer, events: int) -> None:
        if peer.answer is not None:
            number = peer.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if number and number not in BROKEN:
                self._refuse(peer, number)
                return
            peer.broken = number
            answer, peer.answer = peer.answer, None
            address = "%s:%d" % peer.socket.getsockname()
            self._lines.event("opened", peer=peer.name, address=address)
            answer(0)
        elif events & (select.EPOLLIN | select.EPOLLHUP | select.EPOLLERR) and peer.reads:
            self._read(peer)
        self._write(peer)

    def _read(self, peer: Peer) -> None:
        try:
            data = peer.socket.recv(65536)
        except BlockingIOError:
            return
        except OSError as error:
            peer.reads = False
            self._tell(peer, "error", errno=error.errno)
            return
        if not data:
            peer.reads = False
            self._tell(peer, "error" if peer.broken else "eof", errno=peer.broken or None)
            return
        self._tell(peer, "data", binascii.b2a_base64(data, newline=False).decode())
        peer.received += len(data)
        peer.reads = peer.received < MOST_RECEIVED

    def _tell(self, peer: Peer, what: str, data: str | None = None, errno=None) -> None:
        self._lines.event("peer", peer=peer.name, what=what, bytes=data, errno=errno)

    def _write(self, peer: Peer) -> int:
        """Sends what waits and asks the loop for what is still of interest."""
        number = 0
        try:
            if peer.waiting and peer.answer is None:
                peer.waiting = peer.waiting[peer.socket.send(peer.waiting) :]
            if peer.ends and not peer.waiting and not peer.shut and peer.answer is None:
                peer.shut = True
                peer.socket.shutdown(socket.SHUT_WR)
        except BlockingIOError:
            pass
        except OSError as error:
            peer.waiting = b""
            number = error.errno or errno.EIO
        if peer.closes and not peer.waiting:
            self.close(peer.name, reset=False)
        if peer.name in self._peers and peer.answer is None:
            events = select.EPOLLIN if peer.reads else 0
            if peer.waiting:
                events |= select.EPOLLOUT
            self._loop.change(peer.socket.fileno(), events)
        return number
