"""os.fork: pipes, exit codes, a child that raises, one that is killed, a grandchild."""

import os
import signal
import socket
import sys


def spawn(work):
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return os.waitpid(child, 0)[1]


def talk():
    left, right = socket.socketpair()
    left.sendall(b"child")
    print(right.recv(10), left.fileno(), flush=True)


def dial():
    try:
        socket.socket().connect(("127.0.0.1", 1))
    except OSError as error:
        os._exit(error.errno)


def nest():
    print("inner", os.waitstatus_to_exitcode(spawn(dial)), flush=True)


for work in (talk, dial, nest, lambda: os.kill(os.getpid(), signal.SIGKILL)):
    print(os.waitstatus_to_exitcode(spawn(work)))
near, far = socket.socketpair()
if os.fork() == 0:
    near.close()
    far.sendall(far.recv(10).upper())
    sys.exit(4)
far.close()
near.sendall(b"hello")
print(near.recv(10), near.recv(10), os.wait()[1] >> 8)
if os.fork() == 0:
    raise RuntimeError("in the child")
print(os.wait()[1] >> 8)
