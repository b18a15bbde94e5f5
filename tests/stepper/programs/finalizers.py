"""Sockets that close when nobody holds them: __del__, weakref, cycles, with ResourceWarning."""

import gc
import socket
import warnings
import weakref


class Connection:
    def __init__(self, sock):
        self.sock = sock

    def __del__(self):
        print("closing", self.sock.fileno() > 0)
        self.sock.close()


def hold():
    left, right = socket.socketpair()
    connection = Connection(left)
    weakref.finalize(connection, print, "finalized")
    return right


peer = hold()
print(peer.recv(1))
peer.close()
first, second = Connection(socket.socket()), Connection(socket.socket())
first.other, second.other = second, first
del first, second
print(gc.collect() > 0)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    socket.socket()
    gc.collect()
print([warning.category.__name__ for warning in caught])
last = Connection(socket.socket())
