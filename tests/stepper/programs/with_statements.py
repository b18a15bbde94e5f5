"""with: several at once, one that swallows an error, and sockets closed by it."""

import contextlib
import socket


@contextlib.contextmanager
def said(name):
    print("enter", name)
    try:
        yield name.upper()
    finally:
        print("leave", name)


with said("a") as first, said("b") as second:
    print(first, second)
with contextlib.suppress(OSError), socket.socket() as lonely:
    lonely.send(b"to nobody")
    print("not reached")
print(lonely.fileno())
with socket.socket(type=socket.SOCK_DGRAM) as udp:
    udp.bind(("127.0.0.1", 0))
    print(udp.type == socket.SOCK_DGRAM)
