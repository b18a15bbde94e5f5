"""A program that looks wherever a stepper could be seen; a line for each thing and its look."""

import atexit
import os
import sys
import warnings


def show(what, value):
    print(f"{what}: {value}")


show("sys.modules", [name for name in sorted(sys.modules) if "sockscope" in name])
show("sys.meta_path", len(sys.meta_path))
show("sys.excepthook", sys.excepthook is sys.__excepthook__)
show("sys.gettrace()", sys.gettrace())
show("atexit", atexit._ncallbacks())
show("warnings.filters", len(warnings.filters))

import _thread  # noqa: E402
import signal  # noqa: E402
import socket  # noqa: E402
import threading  # noqa: E402

show("signal 63", signal.getsignal(signal.SIGRTMAX - 1))
show("socket.socket.send", type(socket.socket.send).__name__)
show("_thread.start_new_thread", type(_thread.start_new_thread).__name__)
show("threading.settrace()", threading._trace_hook)
show("/proc/self/fd", sorted(int(fd) for fd in os.listdir("/proc/self/fd")))

near, far = socket.socketpair()
seen = []
sys.setprofile(lambda frame, event, arg: seen.append(event))
near.send(b"x")
sys.setprofile(None)
show("sys.setprofile()", seen)


class Dropped:
    def __del__(self):
        ended.append("dropped")


def drop():
    held = Dropped()
    held = None
    return held or list(ended)


ended = []
show("__del__", drop())


def own_trace(frame, event, arg):
    traced.append(event)
    return own_trace


def traced_function():
    one = 1
    return one


traced = []
sys.settrace(own_trace)
traced_function()
sys.settrace(None)
show("sys.settrace()", traced)


def deepest(depth, call):
    try:
        call()
        return deepest(depth + 1, call)
    except RecursionError:
        return depth


sys.setrecursionlimit(60)
show("RecursionError", deepest(0, int))
show("RecursionError in a call", deepest(0, lambda: near.getsockname()))
