"""Functions that run after the last line, a finalizer, and a socket left open till then."""

import atexit
import socket


class Keeper:
    def __init__(self):
        self.left, self.right = socket.socketpair()

    def __del__(self):
        self.left.sendall(b"late")
        print("finalized", self.right.recv(10))
        self.left.close()


@atexit.register
def goodbye():
    print("goodbye")
    keeper.left.sendall(b"bye")
    print(keeper.right.recv(10))


keeper = Keeper()
print("last line")
