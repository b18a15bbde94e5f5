"""Socket calls: reported before and after, by patching the class `socket.socket` in place.

The class keeps its identity, so `from socket import *`, subclasses, accept()ed sockets,
makefile() and `socket = socket.socket()` are all observed. A wrapper passes everything on
unlooked-at: wrong arguments meet the native error.
"""

import _socket
import itertools
import sys
import time
from posix import fstat

from . import arguments, reprs, tracebacks
from .moved import moved

# Native method -> the word for it in events; the learner's own word where both differ.
_METHODS = {
    "_accept": "accept",
    "bind": "bind",
    "connect": "connect",
    "connect_ex": "connect_ex",
    "getpeername": "getpeername",
    "getsockname": "getsockname",
    "getsockopt": "getsockopt",
    "listen": "listen",
    "recv": "recv",
    "recv_into": "recv_into",
    "recvfrom": "recvfrom",
    "recvfrom_into": "recvfrom_into",
    "recvmsg": "recvmsg",
    "recvmsg_into": "recvmsg_into",
    "send": "send",
    "sendall": "sendall",
    "sendmsg": "sendmsg",
    "sendto": "sendto",
    "setblocking": "setblocking",
    "setsockopt": "setsockopt",
    "settimeout": "settimeout",
    "shutdown": "shutdown",
}

# The library asks these for its own purposes (repr() of a socket does): theirs are no news.
_QUESTIONS = frozenset(["getpeername", "getsockname", "getsockopt"])

_S_IFMT, _S_IFSOCK = 0o170000, 0o140000  # inode(7)

_fileno = _socket.socket.fileno
_errno = OSError.__dict__["errno"].__get__


class Calls:
    """Reports each call to its thread's channel, and tells that thread's tracer after it."""

    def __init__(self, tasks, learner):
        self._tasks = tasks
        self._learner = learner
        self._ids = itertools.count(1)

    def patch(self, library):
        """Patches the class in the freshly imported module `socket`."""
        kind = library.socket
        for method, call in _METHODS.items():
            native = getattr(_socket.socket, method, None)
            if native is not None:
                setattr(kind, method, _wrapper(self, call, native))
        kind.__init__ = _wrapper(self, "socket", kind.__init__)
        kind._real_close = _wrapper(self, "close", kind._real_close)

    def enter(self, call, sock, args, kwargs, caller):
        """Reports that a call is about to be made; returns it, or None if it is not reported."""
        task = self._tasks.current()
        if task is None or not task.channel.open:
            return None
        if not self._is_news(call, sock, args, kwargs, caller):
            return None
        fd = None if call == "socket" else _descriptor(sock)
        made = {"id": next(self._ids), "call": call, "line": self._learner.line(caller)}
        _name(made, fd)
        task.tracer.forget_copies(caller)
        texts = arguments.texts(call, args, kwargs)
        task.channel.send({"type": "call", "at": time.monotonic_ns(), "args": texts, **made})
        return made

    def leave(self, made, args, value, caller):
        """Reports what a call returned; `args` begin with the socket."""
        at = time.monotonic_ns()
        sock = args[0]
        text = reprs.short(value)
        if made["call"] == "socket":
            _name(made, _descriptor(sock))
            text = reprs.short(sock)
        elif made["call"] == "accept":
            _name(made, value[0])
            text = f"(fd {value[0]}, {reprs.short(value[1])})"
        count = moved(made["call"], args[1:], value)
        more = {} if count is None else {"moved": count}
        self._returned(made, at, caller, value=text, errno=None, error=None, **more)

    def fail(self, made, error, caller):
        """Reports what a call raised."""
        number = _errno(error) if reprs.is_kind(error, OSError) else None
        self._returned(
            made,
            time.monotonic_ns(),
            caller,
            value=None,
            errno=number if type(number) is int else None,
            error=reprs.type_name(error),
        )

    def _returned(self, made, at, caller, **outcome):
        task = self._tasks.current()
        if task is None:
            return
        task.channel.send({"type": "return", "at": at, **made, **outcome})
        task.tracer.after_call(caller)

    def _is_news(self, call, sock, args, kwargs, caller):
        if call == "socket":
            # A descriptor given: an object for a socket that exists, no system call.
            return len(args) < 4 and kwargs.get("fileno") is None
        if call == "close":
            return _descriptor(sock) != -1
        if call in _QUESTIONS:
            return caller is not None and self._learner.file(caller.f_code) is not None
        return True


def _descriptor(sock):
    """The socket's descriptor, -1 when closed; None if it is no socket at all."""
    try:
        return _fileno(sock)
    except TypeError:
        return None


def _name(made, fd):
    """Writes which socket a call is about: its descriptor and, where it is one, its inode."""
    made["fd"] = fd
    made.pop("socket", None)
    try:
        found = fstat(fd) if fd is not None and fd >= 0 else None
    except OSError:  # closed behind the socket's back
        return
    if found is not None and found.st_mode & _S_IFMT == _S_IFSOCK:
        made["socket"] = found.st_ino


def _caller():
    try:
        return sys._getframe(2)
    except ValueError:  # called straight from C in a thread of its own
        return None


def _wrapper(calls, call, native):
    """A method that does what `native` does and reports it.

    Everything it needs is bound here: at interpreter exit module globals are gone before the
    last sockets are closed.
    """
    hide = tracebacks.hide
    find_caller = _caller

    def method(*args, **kwargs):
        caller = find_caller()
        made = None
        try:
            if args:
                made = calls.enter(call, args[0], args[1:], kwargs, caller)
            value = native(*args, **kwargs)
            if made is not None:
                reported, made = made, None
                calls.leave(reported, args, value, caller)
            return value
        except BaseException as error:
            hide(caller)
            if made is not None:
                calls.fail(made, error, caller)
            raise

    for name in ("__name__", "__qualname__", "__doc__"):
        setattr(method, name, getattr(native, name, None))
    return method
