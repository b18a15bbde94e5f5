"""Half a character arrives: decode() fails on what recv() gave."""

import socket

left, right = socket.socketpair()
left.sendall("가".encode()[:2])


def receive():
    data = right.recv(100)
    return data.decode()


print(receive())
