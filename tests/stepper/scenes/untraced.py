"""Says where a program is traced: in itself, a function, a thread, a child, after calls."""

import os
import socket
import sys
import threading


def seen(where):
    frame = sys._getframe(1)
    print(where, sys.gettrace() is not None, frame.f_trace is not None, flush=True)


def talk(where):
    left, right = socket.socketpair()
    left.send(b"x")
    seen(where)
    right.recv(1)
    seen(where)
    try:
        socket.socket().connect(("127.0.0.1", 1))
    except OSError:
        pass
    seen(where)


def quiet(where):
    seen(where)


seen("begun")
quiet("quiet")
talk("main")
thread = threading.Thread(target=talk, args=("thread",))
thread.start()
thread.join()
if os.fork() == 0:
    talk("child")
    os._exit(0)
os.wait()
seen("end")
