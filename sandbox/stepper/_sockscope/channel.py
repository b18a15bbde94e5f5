"""The stream to the supervisor: JSON lines out, one-line commands in; one for each stepped thread.

Its descriptor is moved up, so that the learner's first socket is fd 3 as in any program, and it
is closed in children. Only its own thread sends and reads, but a signal handler of the learner may
come in between and send as well, or raise: each line leaves in one system call or not at all.
"""

import _socket
import errno
import fcntl
import os
from _json import encode_basestring_ascii as _quote

COMMANDS = {
    b'{"how":"line"}': "line",
    b'{"how":"call"}': "call",
    b'{"how":"run"}': "run",
}
_PAUSE = b'{"how":"pause"}'
_WELCOME = b'{"how":"welcome"}'
_BREAKPOINTS = b'{"how":"breakpoints","lines":['

# Lowest number asked for, and how many below the limit of open files it leaves otherwise.
_HIGH = 700
_BELOW_LIMIT = 70

_NO_WAIT = _socket.MSG_NOSIGNAL | _socket.MSG_DONTWAIT
_LOOK = _socket.MSG_PEEK | _socket.MSG_DONTWAIT
_AT_ONCE = 4096


def encode(value):
    """JSON text of a value made of dict, list, str, bool, int and None."""
    if isinstance(value, str):
        return _quote(value)
    if isinstance(value, dict):
        return "{" + ",".join(_quote(k) + ":" + encode(v) for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join([encode(item) for item in value]) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else int.__repr__(value)


def _moved_up(low):
    """Duplicates descriptor `low` to a high number (fcntl(2), F_DUPFD_CLOEXEC), closes `low`."""
    limit = os.sysconf("SC_OPEN_MAX")
    wanted = _HIGH if limit < 0 else min(_HIGH, max(limit - _BELOW_LIMIT, limit // 2))
    try:
        return fcntl.fcntl(low, fcntl.F_DUPFD_CLOEXEC, wanted)
    finally:
        os.close(low)


class Channel:
    """Owns the connection. `open` is False after close() and once it is lost."""

    def __init__(self, address, lost, break_at=lambda lines: None):
        """Connects to the unix stream socket at path `address`; OSError if nobody listens.

        `lost(reason)` ends the process, or returns: then the thread runs on, seen by nobody.
        `break_at(lines)` takes breakpoints; they come to the main thread of a process alone.
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
        self._unread = b""
        self._reading = False
        self._lost = lost
        self._break_at = break_at
        self.open = True

    def send(self, message):
        """Writes one message; silent once the channel is closed."""
        if not self.open:
            return
        line = (encode(message) + "\n").encode("ascii")
        try:
            # What a signal handler raises here comes after the line has left: it may go on out.
            self._stream.send(line, _NO_WAIT)
        except BlockingIOError:
            self._send_patiently(line)
        except OSError as error:
            self._end(error)

    def command(self):
        """Blocks until the next command, "line", "call" or "run"; "run" when the channel is lost.

        A pause is void meanwhile; breakpoints are taken.
        """
        while self.open:
            line = self._line()
            if line in COMMANDS:
                return COMMANDS[line]
            if self.open and line != _PAUSE and not self._takes(line):
                self._close("it sent an unknown command")
        return "run"

    def await_welcome(self):
        """Blocks until the supervisor knows whose channel this is, or it is lost."""
        line = b""
        while self.open and line != _WELCOME:
            line = self._line()
            self._takes(line)

    def gather(self):
        """Takes the breakpoints that have come, and keeps the rest for later.

        Called by a signal handler too: nothing is done while this thread is reading anyway.
        """
        if self._reading:
            return
        self._reading = True
        try:
            self._receive_at_once()
            *lines, rest = self._unread.split(b"\n")
            kept = [line + b"\n" for line in lines if not self._takes(_compact(line))]
            self._unread = b"".join(kept) + rest
        finally:
            self._reading = False

    def discard(self):
        """Forgets the pauses that have come so far."""
        self.gather()
        self._unread = self._unread.rpartition(b"\n")[2]

    def pause_asked(self):
        """Whether a pause has come behind the last command. Reads nothing: any thread may ask."""
        try:
            data = self._stream.recv(_AT_ONCE, _LOOK)
        except OSError:
            data = b""
        return _PAUSE in (self._unread + data).replace(b" ", b"")

    def close(self):
        """Closes the descriptor; nothing is sent from here on."""
        if self.open:
            self.open = False
            self._stream.close()

    def _line(self):
        self._reading = True
        try:
            while b"\n" not in self._unread and self.open:
                self._receive()
            line, _, self._unread = self._unread.partition(b"\n")
        finally:
            self._reading = False
        return _compact(line)

    def _takes(self, line):
        """Whether a line says breakpoints, which then are taken."""
        if not line.startswith(_BREAKPOINTS):
            return False
        self._break_at([int(each) for each in line[len(_BREAKPOINTS) : -2].split(b",") if each])
        return True

    def _send_patiently(self, line):
        """Waits until the supervisor has read enough of what came before."""
        raised = None
        while True:
            try:
                self._stream.send(line, _socket.MSG_NOSIGNAL)
                break
            except OSError as error:
                self._end(error)
                return
            except BaseException as error:  # from a signal handler, in place of the sending
                raised = error
        if raised is not None:
            raise raised

    def _receive_at_once(self):
        """Takes what has come already; a connection that is lost shows at the next sending."""
        try:
            while self.open:
                data = self._stream.recv(_AT_ONCE, _socket.MSG_DONTWAIT)
                self._unread += data
                if len(data) < _AT_ONCE:
                    return
        except OSError:
            pass

    def _receive(self):
        try:
            data = self._stream.recv(_AT_ONCE)
        except OSError as error:
            self._end(error)
            return
        if data:
            self._unread += data
        else:
            self._close("it closed the connection")

    def _end(self, error):
        if error.errno == errno.EBADF:
            # The program closed every descriptor it found, as daemons do. It may.
            self.open = False
            self._stream.detach()
        else:
            self._close(error.strerror)

    def _close(self, reason):
        self.close()
        self._lost(reason)


def _compact(line):
    return line.replace(b" ", b"").strip()
