"""Calls functions of a learner's file for a check: one interpreter, one order a line.

The driver starts it as `python3 -c SOURCE MODULE`, so it lies in no folder of the learner's and the
learner's file is imported as from its own. Orders come on the terminal, replies leave in an escape
sequence that terminals do not show (OSC), with the order's own number and word. Values that a check
expects never come here.
"""

import base64
import errno
import json
import os
import resource
import socket
import sys
import termios
import traceback
import zlib

BLOCK = 4096
STRINGS = "<string>"  # what Python calls the file of `python3 -c`
REPLY = "\x1b]5379;%s\x07"


def listen_to_the_terminal():
    """No echo, and lines of any length."""
    mode = termios.tcgetattr(0)
    mode[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(0, termios.TCSANOW, mode)


def orders():
    """Each line of the terminal, as the object that it is."""
    rest = b""
    while True:
        data = os.read(0, 65536)
        if not data:
            return
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            yield json.loads(line)


def say(reply):
    """Writes one reply whole, after all that was printed so far."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            pass  # the learner's file may have closed or replaced it
    data = (REPLY % json.dumps(reply)).encode("ascii")
    while data:
        data = data[os.write(1, data) :]


def told(value):
    """A value as JSON: bytes and sockets as what they are, and what is none of ours as its repr."""
    if value is None or type(value) in (bool, int, float, str):
        return {"kind": "plain", "value": value}
    if isinstance(value, (bytes, bytearray)):
        return bytes_told(value)
    if isinstance(value, socket.socket):
        return {"kind": "socket", "fd": value.fileno(), "local": name_of(value)}
    if type(value) in (tuple, list):
        return {"kind": type(value).__name__, "items": [told(each) for each in value]}
    if type(value) is dict:
        return {"kind": "dict", "items": [[told(key), told(value[key])] for key in value]}
    return {"kind": "other", "text": repr(value)[:200]}


def bytes_told(value):
    """The first block, and a sum of each, to be compared outside: a terminal is slow."""
    blocks = [value[at : at + BLOCK] for at in range(0, len(value), BLOCK)]
    return {
        "kind": "bytes",
        "length": len(value),
        "sums": [zlib.crc32(block) for block in blocks],
        "base64": base64.b64encode(value[:BLOCK]).decode(),
    }


def name_of(sock):
    try:
        return "%s:%d" % sock.getsockname()[:2]
    except (OSError, TypeError):
        return None


def raised(error):
    """An exception as a check sees it, with the traceback of the learner's own lines."""
    names = [kind.__name__ for kind in type(error).__mro__]
    number = error.errno if isinstance(error, OSError) else None
    partial = getattr(error, "partial", None)
    return {
        "raised": type(error).__name__,
        "kinds": names,
        "message": str(error)[:500],
        "errno": number,
        "partial": None if partial is None else told(partial),
        "traceback": traceback_of(error),
    }


def traceback_of(error):
    frames = error.__traceback__
    while frames is not None and frames.tb_frame.f_code.co_filename == STRINGS:
        frames = frames.tb_next
    return "".join(traceback.format_exception(type(error), error, frames))


class Caller:
    """Carries out orders; what they make is kept under a name."""

    def __init__(self, module):
        self.module = module
        self.made = {}
        self.create = socket.socket.__init__

    def argument(self, given):
        if isinstance(given, dict):
            if "object" in given:
                return self.made[given["object"]]
            if "tuple" in given:
                return tuple(self.argument(each) for each in given["tuple"])
            if "dict" in given:
                return {key: self.argument(given["dict"][key]) for key in given["dict"]}
            return base64.b64decode(given["base64"])
        if isinstance(given, list):
            return [self.argument(each) for each in given]
        return given

    def call(self, order):
        """Calls the learner's function, or a method of what one gave; its value or exception."""
        try:
            owner = self.made[order["on"]] if "on" in order else self.module
            function = getattr(owner, order["function"])
            value = function(*[self.argument(each) for each in order["args"]])
        except BaseException as error:
            return raised(error)
        self.made[order["as"]] = value
        return {"value": told(value)}

    def connect(self, order):
        """A connected socket of the learner's own process."""
        self.made[order["as"]] = socket.create_connection(tuple(order["to"]))
        return {}

    def bind(self, order):
        """Makes a port busy; with `shared` for whoever asks for SO_REUSEPORT too."""
        kind = socket.SOCK_DGRAM if order["protocol"] == "udp" else socket.SOCK_STREAM
        sock = socket.socket(socket.AF_INET, kind)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, int(order["shared"]))
        sock.bind(tuple(order["to"]))
        if order["protocol"] == "tcp":
            sock.listen()
        self.made[order["as"]] = sock
        return {}

    def limit(self, order):
        """Lowers the number of files that may be open, after opening some."""
        self.made["files"] = [os.open("/dev/null", os.O_RDONLY) for _ in range(order["open"])]
        resource.setrlimit(resource.RLIMIT_NOFILE, (order["files"], order["files"]))
        return {}

    def spoil(self, order):
        """From the n-th on, creating a socket raises this in place of the kernel's answer."""
        error = OSError(errno.EACCES, os.strerror(errno.EACCES))
        if order["error"] == "TypeError":
            error = TypeError("an integer is required")
        left = [order["after"]]
        create = self.create

        def spoilt(*args, **kwargs):
            left[0] -= 1
            if left[0] < 0:
                raise error
            create(*args, **kwargs)

        socket.socket.__init__ = spoilt
        return {}

    def block(self, order):
        """The n-th block of bytes that a call has given back."""
        begin = order["number"] * BLOCK
        return {"value": told(self.made[order["object"]][begin : begin + BLOCK])}

    def nothing(self, _order):
        """Answers, and so says that the file has been imported."""
        return {}

    def write(self, order):
        """Lays a file: these bytes, so many times."""
        with open(order["file"], "wb") as file:
            file.write(base64.b64decode(order["base64"]) * order["times"])
        return {}

    def read(self, order):
        """What is left to read of a socket, up to so many bytes, without waiting for more."""
        sock = self.made[order["object"]]
        sock.setblocking(False)
        try:
            data = sock.recv(order["count"])
        except BlockingIOError:
            data = b""
        sock.setblocking(True)
        return {"value": told(data)}


def main():
    listen_to_the_terminal()
    try:
        module = __import__(sys.argv[1])
    except BaseException as error:
        sys.stderr.write(traceback_of(error))
        sys.stderr.flush()
        os._exit(1)
    caller = Caller(module)
    say({"word": "ready"})
    for order in orders():
        reply = getattr(caller, order["do"])(order)
        say({"word": order["word"], **reply})


main()
