"""An attack: a learner's program, and what must be seen of it.

Each prints how its acts ended: "done", or the errno that refused it. Where it harms nobody the
attempt stands beside one that a learner may make, or the same program is run outside of any box
and must succeed there: so that an attack which cannot work anywhere proves nothing.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass

from box_client import PYTHON, started_by

PRELUDE = r"""
import ctypes, errno, mmap, os, signal, socket, struct, sys
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
column = 0 if os.uname().machine == "x86_64" else 1

def tried(act, *arguments, **more):
    try:
        act(*arguments, **more)
        return "done"
    except (OSError, ValueError, MemoryError) as error:
        number = getattr(error, "errno", None)
        return errno.errorcode.get(number, type(error).__name__)

def call(x86, arm, *arguments):
    longs = [ctypes.c_long(each) for each in arguments]
    if libc.syscall(ctypes.c_long((x86, arm)[column]), *longs) < 0:
        raise OSError(ctypes.get_errno(), "")

def reached(path):
    with socket.socket(socket.AF_UNIX) as knock:
        knock.connect(path)
"""

# A server as an attacker would like to find it. It says what it has, and waits.
STAND = r"""
import ctypes, json, os, socket, sys
secret = sys.argv[1]
os.chdir(secret)
with open("answer.txt", "w") as file:
    file.write("42")
listener = socket.create_server(("127.0.0.1", 0))
abstract = socket.socket(socket.AF_UNIX)
abstract.bind("\0sockscope-server-%d" % os.getpid())
abstract.listen()
named = socket.socket(socket.AF_UNIX)
named.bind("server.sock")
named.listen()
kept = open("/dev/shm/sockscope-%d" % os.getpid(), "w")
print(json.dumps({"pid": os.getpid(), "port": listener.getsockname()[1], "folder": secret,
    "abstract": "sockscope-server-%d" % os.getpid(), "shared": kept.name}), flush=True)
sys.stdin.read()
os.unlink(kept.name)
"""


@dataclass(frozen=True)
class Attack:
    """`seen` is what it prints in a box; `outside`, where it may be tried there, what out of it."""

    tries: str
    program: str
    seen: str
    outside: str | None = None


class Stand:
    """A server's process on the machine, under root or under the user whose boxes are attacked."""

    def __init__(self, user: int | None) -> None:
        self._user = user
        self._folder = tempfile.TemporaryDirectory(prefix="sockscope-server-")
        self.folder = self._folder.name
        if user is not None and os.geteuid() == 0:
            os.chown(self.folder, user, user)
        self._process = subprocess.Popen(
            [*started_by(user), PYTHON, "-c", STAND, self.folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"SERVER_SECRET": "42", "PATH": "/usr/bin:/bin"},
        )
        self.known = json.loads(self._process.stdout.readline())
        self.known["source"] = os.path.abspath(sys.argv[0] or __file__)

    def program(self, attack: Attack) -> str:
        """The attack's whole text, which knows where everything of the server's is."""
        return "%s\nSERVER = %r\n%s" % (PRELUDE, self.known, attack.program)

    def outside(self, attack: Attack) -> str:
        """What it prints when its program is run outside of a box by the server's user."""
        command = [*started_by(self._user), PYTHON, "-c", self.program(attack)]
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o777)
            ended = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True)
        return ended.stdout

    def lives(self) -> bool:
        """Whether it still runs, listens and has its secret."""
        with socket.create_connection(("127.0.0.1", self.known["port"])):
            pass
        with open(os.path.join(self.folder, "answer.txt")) as file:
            return self._process.poll() is None and file.read() == "42"

    def close(self) -> None:
        self._process.communicate()
        self._folder.cleanup()
