"""Asks for what is beyond loopback, and for what is not; says what came of each.

With arguments, only for what they name.
"""

import socket
import sys


def tried(what, act, *arguments):
    if sys.argv[1:] and what not in sys.argv[1:]:
        return
    try:
        act(*arguments)
        print(what, "done")
    except OSError as error:
        print(what, type(error).__name__, error)


def tcp(family=socket.AF_INET):
    return socket.socket(family)


def udp(family=socket.AF_INET):
    return socket.socket(family, socket.SOCK_DGRAM)


server = tcp()
tried("bind 127.0.0.2", server.bind, ("127.0.0.2", 0))
server.listen()
port = server.getsockname()[1]
for host in ("", "0.0.0.0", "localhost"):
    tried("bind %r" % host, tcp().bind, (host, 0))
for host in ("10.0.0.1", "8.8.8.8", "192.0.2.7"):
    tried("bind " + host, tcp().bind, (host, 0))
tried("bind ::1", tcp(socket.AF_INET6).bind, ("::1", 0))
tried("bind 2001:db8::1", udp(socket.AF_INET6).bind, ("2001:db8::1", 0))

tried("connect 127.0.0.2", tcp().connect, ("127.0.0.2", port))
tried("connect 127.2", udp().connect, ("127.2", port))
for host in ("10.0.0.1", "8.8.8.8"):
    tried("connect " + host, tcp().connect, (host, 80))
tried("connect_ex 10.0.0.1", tcp().connect_ex, ("10.0.0.1", 80))
tried("connect ::ffff:8.8.8.8", tcp(socket.AF_INET6).connect, ("::ffff:8.8.8.8", 80))
tried("sendto 127.0.0.1", udp().sendto, b"x", ("127.0.0.1", 9))
tried("sendto 8.8.8.8", udp().sendto, b"x", ("8.8.8.8", 9))
tried("sendto group", udp().sendto, b"x", (b"224.0.0.251", 9))
tried("sendmsg 127.0.0.1", udp().sendmsg, [b"x"], [], 0, ("127.0.0.1", 9))
tried("getaddrinfo number", socket.getaddrinfo, "8.8.8.8", 80)
tried("getaddrinfo localhost", socket.getaddrinfo, "localhost", 80)
tried("getaddrinfo name", socket.getaddrinfo, "example.com", 80)
tried("create_connection name", socket.create_connection, ("example.com", 80))
tried("gethostbyname name", socket.gethostbyname, "example.com")
tried("gethostbyaddr 127.0.0.1", socket.gethostbyaddr, "127.0.0.1")
tried("gethostbyaddr 8.8.8.8", socket.gethostbyaddr, "8.8.8.8")

ours, theirs = socket.socketpair()
tried("unix", ours.sendall, b"x")
unix = socket.socket(socket.AF_UNIX)
tried("unix abstract", unix.bind, "\0beyond-loopback-%d" % port)
