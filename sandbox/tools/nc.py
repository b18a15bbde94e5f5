"""nc: a socket at the keyboard. Connects, or listens, and copies both ways until an end is reached.

The options are those of OpenBSD's nc that lessons use. Ours, so that it is there and behaves alike
on every machine.
"""

from __future__ import annotations

import argparse
import os
import select
import socket
import sys

CHUNK = 16384  # as in OpenBSD; what is typed at once is one datagram, if it fits


def complain(text: str) -> None:
    """One line on stderr."""
    print("nc: " + text, file=sys.stderr, flush=True)


def endpoint(address: tuple) -> str:
    """10.0.0.1:40112, [fd00::1]:40112"""
    host = "[%s]" % address[0] if ":" in address[0] else address[0]
    return "%s:%d" % (host, address[1])


def candidates(options: argparse.Namespace, passive: bool) -> list:
    """getaddrinfo(3) for what was asked for; ends the program with one line when there is none."""
    kind = socket.SOCK_DGRAM if options.u else socket.SOCK_STREAM
    flags = socket.AI_PASSIVE if passive else 0
    host = options.host if not passive or options.host else None
    family = options.family or (socket.AF_INET if host is None else 0)
    try:
        return socket.getaddrinfo(host, options.port, family, kind, 0, flags)
    except socket.gaierror as error:
        complain("%s: %s" % (host, error.strerror))
        sys.exit(1)


def connect(options: argparse.Namespace) -> socket.socket | None:
    """The first address that answers; None, told why, when none does."""
    for family, kind, protocol, _, address in candidates(options, passive=False):
        sock = socket.socket(family, kind, protocol)
        sock.settimeout(options.w)
        try:
            sock.connect(address)
        except OSError as error:
            complain("connect to %s failed: %s" % (endpoint(address), error.strerror or error))
            sock.close()
            continue
        sock.settimeout(None)
        if options.v:
            complain("connected to %s" % endpoint(address))
        return sock
    return None


def listen(options: argparse.Namespace) -> socket.socket:
    """A socket bound to the port, and listening when it is TCP."""
    family, kind, protocol, _, address = candidates(options, passive=True)[0]
    sock = socket.socket(family, kind, protocol)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind(address)
    except OSError as error:
        complain("bind to %s failed: %s" % (endpoint(address), error.strerror))
        sys.exit(1)
    if not options.u:
        sock.listen(1)
    if options.v:
        complain("listening on %s" % endpoint(sock.getsockname()))
    return sock


def first_sender(sock: socket.socket, options: argparse.Namespace) -> None:
    """UDP: whoever sends first is the peer from then on."""
    data, address = sock.recvfrom(CHUNK)
    sock.connect(address)
    if options.v:
        complain("datagram from %s" % endpoint(address))
    write_all(data)


def write_all(data: bytes) -> None:
    """To stdout, whole."""
    view = memoryview(data)
    while view:
        view = view[os.write(1, view) :]


def copy(sock: socket.socket, options: argparse.Namespace) -> int:
    """Keyboard to socket and socket to screen, until the peer has ended. 1 when it was reset.

    It never waits in a send: a peer that echoes would wait for us to receive. What a file or a
    pipe still has goes to a peer that has ended its own sending; a person is not waited for.
    """
    typed, at_end, peer_ended = b"", False, False
    try:
        while typed or not peer_ended or not (at_end or os.isatty(0)):
            sources = ([] if peer_ended else [sock]) + ([] if typed or at_end else [0])
            ready, room, _ = select.select(sources, [sock] if typed else [], [])
            if sock in ready:
                peer_ended = receive(sock, options)
            if room:
                typed = typed[send_some(sock, typed) :]
            if 0 in ready:
                typed = os.read(0, CHUNK)
                at_end = typed == b""
                if at_end and options.N and not options.u:
                    sock.shutdown(socket.SHUT_WR)
        return 0
    except OSError as error:
        complain(error.strerror or str(error))
        return 1


def receive(sock: socket.socket, options: argparse.Namespace) -> bool:
    """One read; True at the end of the stream. An empty datagram is none."""
    data = sock.recv(CHUNK)
    write_all(data)
    return data == b"" and not options.u


def send_some(sock: socket.socket, data: bytes) -> int:
    """As many bytes as there is room for."""
    try:
        return sock.send(data, socket.MSG_DONTWAIT)
    except BlockingIOError:
        return 0


def serve(options: argparse.Namespace) -> int:
    """Listens and talks with one peer; with -k with one after another."""
    sock = listen(options)
    if options.u:
        first_sender(sock, options)
        return copy(sock, options)
    while True:
        peer, address = sock.accept()
        if options.v:
            complain("connection from %s" % endpoint(address))
        with peer:
            status = copy(peer, options)
        if not options.k:
            return status


def parse() -> argparse.Namespace:
    """`nc HOST PORT`, `nc -l PORT`, `nc -l ADDRESS PORT`, `nc -l -p PORT`."""
    parser = argparse.ArgumentParser(prog="nc", description="a socket at the keyboard")
    parser.add_argument("where", nargs="*", metavar="HOST PORT")
    parser.add_argument("-l", action="store_true", help="listen")
    parser.add_argument("-k", action="store_true", help="with -l: go on with the next peer")
    parser.add_argument("-u", action="store_true", help="UDP")
    parser.add_argument("-v", action="store_true", help="say what happens")
    parser.add_argument("-z", action="store_true", help="connect and end")
    parser.add_argument("-N", action="store_true", help="shut down sending at the end of input")
    parser.add_argument("-n", action="store_true", help="ignored: names come from /etc/hosts")
    parser.add_argument("-p", metavar="PORT", help="the port to listen on")
    parser.add_argument("-w", type=float, metavar="SECONDS", help="limit for connecting")
    parser.add_argument("-4", dest="family", action="store_const", const=socket.AF_INET)
    parser.add_argument("-6", dest="family", action="store_const", const=socket.AF_INET6)
    options = parser.parse_args()
    if options.z and (options.u or options.l):
        parser.error("-z connects, which only a TCP server answers")
    where = options.where + ([options.p] if options.p else [])
    if not 1 <= len(where) <= 2 or (len(where) == 1 and not options.l):
        parser.error("expected HOST PORT, or -l PORT")
    options.host = where[0] if len(where) == 2 else None
    options.port = int(where[-1]) if where[-1].isdecimal() else -1
    if not 0 <= options.port < 1 << 16:
        parser.error("expected a port number, got %r" % where[-1])
    return options


def main() -> int:
    """0 when the conversation ended in good order."""
    options = parse()
    try:
        if options.l:
            return serve(options)
        sock = connect(options)
        if sock is None:
            return 1
        if options.z:
            return 0
        with sock:
            return copy(sock, options)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
