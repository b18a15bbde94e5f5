"""A checker's own listening sockets on a host. What they accept is a peer like a dialled one."""

from __future__ import annotations

import errno
import socket

BACKLOG = 128  # a client makes ten connections while the tables are read once
MOST_ACCEPTED = 256  # of one listener; later connections stay in the kernel's accept queue


class Listener:
    """One listening socket; `accepted` counts its connections and names them."""

    def __init__(self, name: str, sock: socket.socket) -> None:
        self.name = name
        self.socket = sock
        self.accepted = 0


class Listening:
    """All listeners of a box, by name. Accepts at once: the program under check must not wait."""

    def __init__(self, loop, lines, dialling) -> None:
        self._loop = loop
        self._lines = lines
        self._dialling = dialling
        self._listeners = {}

    def listen(self, name: str, host, local: tuple, shared: bool) -> int:
        """Listens at an address of a host; the errno when the kernel refuses, else 0.

        Shared: with others of ours that differ in the address alone, one of them every address's.
        """
        sock = host.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, int(shared))
            sock.bind(local)
            sock.listen(BACKLOG)
        except OSError as error:
            sock.close()
            return error.errno or errno.EIO
        sock.setblocking(False)
        listener = self._listeners[name] = Listener(name, sock)
        self._loop.add(sock.fileno(), lambda _events: self._accept(listener))
        return 0

    def unlisten(self, name: str) -> None:
        """Closes a listener. What it accepted stays; the kernel resets what is in its queue."""
        listener = self._listeners.pop(name, None)
        if listener is not None:
            self._loop.remove(listener.socket.fileno())
            listener.socket.close()

    def _accept(self, listener: Listener) -> None:
        """Empties the accept queue: with a full one the kernel drops the next SYN, for a second."""
        try:
            while listener.accepted < MOST_ACCEPTED:
                self._take(listener, *listener.socket.accept())
            self._loop.change(listener.socket.fileno(), 0)
        except (BlockingIOError, ConnectionAbortedError):
            return  # none is left, or the caller has gone meanwhile (accept(2))

    def _take(self, listener: Listener, sock: socket.socket, address: tuple) -> None:
        listener.accepted += 1
        name = "%s-%d" % (listener.name, listener.accepted)
        self._lines.event("accepted", listener=listener.name, peer=name, address="%s:%d" % address)
        self._lines.event("opened", peer=name, address="%s:%d" % sock.getsockname())
        self._dialling.adopt(name, sock)
