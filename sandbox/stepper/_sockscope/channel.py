"""The stream to the supervisor: JSON lines out, one-line commands in.

Its descriptor is moved up, so that the learner's first socket is fd 3 as in any program, and it
is closed in children. A signal handler of the learner may raise while a line is being sent: the
line is finished first, or the supervisor would read half of it.
"""

import _socket
import _thread
import errno
import fcntl
import os
from _json import encode_basestring_ascii as _quote

COMMANDS = {
    b'{"how":"line"}': "line",
    b'{"how":"call"}': "call",
    b'{"how":"run"}': "run",
}

# Highest number asked for, and how far below the limit of open files it stays otherwise.
_HIGH = 700
_BELOW_LIMIT = 6


def encode(value):
    """JSON text of a value made of dict, list, str, int and None."""
    if isinstance(value, str):
        return _quote(value)
    if isinstance(value, dict):
        return "{" + ",".join(_quote(k) + ":" + encode(v) for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join([encode(item) for item in value]) + "]"
    return "null" if value is None else int.__repr__(value)


def _moved_up(low):
    """Duplicates descriptor `low` to a high number (fcntl(2), F_DUPFD_CLOEXEC), closes `low`."""
    limit = os.sysconf("SC_OPEN_MAX")
    wanted = _HIGH if limit < 0 else max(min(_HIGH, limit - _BELOW_LIMIT), 3)
    try:
        return fcntl.fcntl(low, fcntl.F_DUPFD_CLOEXEC, wanted)
    finally:
        os.close(low)


class Channel:
    """Owns the connection. `open` is False after close() and in forked children."""

    def __init__(self, address, lost):
        """Connects to the unix stream socket at path `address`; OSError if nobody listens.

        `lost(reason)` must end the process: nobody is left to see or command the program.
        """
        stream = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        stream.settimeout(None)
        try:
            stream.connect(address)
        except BaseException:
            stream.close()
            raise
        high = _moved_up(stream.detach())
        self._stream = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM, 0, high)
        self._stream.settimeout(None)
        self._lock = _thread.allocate_lock()
        self._unread = b""
        self._lost = lost
        self.open = True

    def send(self, message):
        """Writes one message; silent once the channel is closed."""
        if not self.open:
            return
        rest = memoryview((encode(message) + "\n").encode("ascii"))
        raised = None
        with self._lock:
            while rest:
                try:
                    rest = rest[self._stream.send(rest, _socket.MSG_NOSIGNAL) :]
                except OSError as error:
                    self._end(error)
                    return
                except BaseException as error:  # from a signal handler, in place of a result
                    raised = error
        if raised is not None:
            raise raised

    def wait(self):
        """Blocks until a command has begun to arrive, and reads nothing of it."""
        if not self._unread:
            self._receive(1, _socket.MSG_PEEK)

    def arrived(self):
        """Whether a command is there to be read; does not block."""
        try:
            flags = _socket.MSG_PEEK | _socket.MSG_DONTWAIT
            return bool(self._unread or self._stream.recv(1, flags))
        except OSError:
            return False

    def command(self):
        """Reads one command: "line", "call" or "run"."""
        while b"\n" not in self._unread:
            self._unread += self._receive(4096)
        line, _, self._unread = self._unread.partition(b"\n")
        how = COMMANDS.get(line.replace(b" ", b"").strip())
        if how is None:
            self._lost("it sent an unknown command")
        return how

    def close(self):
        """Closes the descriptor; nothing is sent from here on."""
        if self.open:
            self.open = False
            self._stream.close()

    def _receive(self, size, flags=0):
        try:
            data = self._stream.recv(size, flags)
        except OSError as error:
            self._lost(error.strerror)
        if not data:
            self._lost("it closed the connection")
        return data

    def _end(self, error):
        # EBADF: the program closed every descriptor it found, as daemons do. It may.
        self.open = False
        if error.errno != errno.EBADF:
            self._lost(error.strerror)
