"""The plain box's door: a join helper knocks, and the supervisor forks the program it asks for.

The programs are the supervisor's own children, not their helpers': so it may look at them where the
kernel lets a process look at its descendants only (Yama), and no orphan of theirs gets lost.
The helper stays with the terminal, is told how its program ended, and ends likewise.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import struct

import limits
import linux
import join
import loopback_only
import plain_files

LONGEST = 1 << 17
STATUS = struct.Struct("i")
FILES = struct.Struct("iii")  # descriptors of the standard files
CREDENTIALS = struct.Struct("iII")  # struct ucred of unix(7)


class Door:
    """Takes helpers at run/door.sock. `mains` are the programs that run, by their helpers' pids."""

    def __init__(self, folder: str, loop, sockets: loopback_only.Sockets) -> None:
        self.path = os.path.join(folder, "run", "door.sock")
        self.mains = {}
        self.sockets = sockets
        self._folder = folder
        self._loop = loop
        self._helpers = {}  # pid of a program: its helper's connection
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._listener.bind(self.path)
        self._listener.listen(16)
        loop.add(self._listener.fileno(), lambda _events: self._accept())
        self._hear_of_ends()

    def _hear_of_ends(self) -> None:
        ended, bell = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # without a handler no byte is written
        signal.set_wakeup_fd(bell, warn_on_full_buffer=False)
        self._loop.add(ended, lambda _events: self._reap(ended))

    def _accept(self) -> None:
        helper, _ = self._listener.accept()
        self._loop.add(helper.fileno(), lambda _events: self._hear(helper))

    def _hear(self, helper: socket.socket) -> None:
        """A helper asks for its program or, when it is there, takes it along."""
        running = [pid for pid, each in self._helpers.items() if each is helper]
        if running:
            os.kill(running[0], signal.SIGKILL)  # nobody has waited for it yet
            self._loop.change(helper.fileno(), 0)
            return
        self._loop.remove(helper.fileno())
        try:
            said, held, _, _ = helper.recvmsg(LONGEST, socket.CMSG_SPACE(FILES.size))
            # A program of the box, to whom sendmsg(2) is refused, cannot hand over any.
            (files,) = [FILES.unpack(data) for _, _, data in held]
            self._start(helper, json.loads(said), files)
        except (OSError, ValueError, struct.error):
            helper.close()  # no helper of ours would ask like this

    def _start(self, helper: socket.socket, spec: dict, files: tuple) -> None:
        spec = dict(spec, cwd=os.path.join(self._folder, "work"))
        spec["env"] = plain_files.of_this_box(self._folder, spec["env"])
        spec["processes"] += limits.tasks_of(os.geteuid())
        ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        main = os.fork()
        if main == 0:
            _become(spec, files, its)
        for fd in files:
            os.close(fd)
        its.close()
        with ours:
            listener = loopback_only.received(ours)
        if listener is not None:
            self.sockets.listen(listener)
        pid = CREDENTIALS.unpack(helper.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0]
        self.mains[pid] = main
        self._helpers[main] = helper
        self._loop.add(helper.fileno(), lambda _events: self._hear(helper))

    def _reap(self, ended: int) -> None:
        """Buries whoever has ended below this process, and tells the helpers of their programs."""
        os.read(ended, 1 << 12)
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid in self._helpers:
                self._tell_end(pid, status)

    def _tell_end(self, main: int, status: int) -> None:
        self.mains = {helper: pid for helper, pid in self.mains.items() if pid != main}
        helper = self._helpers.pop(main)
        self._loop.remove(helper.fileno())
        try:
            helper.send(STATUS.pack(status))
        except OSError:
            pass  # it is gone itself
        helper.close()


def _become(spec: dict, files: tuple, end: socket.socket) -> None:
    """In the child: becomes the program. Does not return."""
    try:
        signal.set_wakeup_fd(-1)
        for number, fd in enumerate(files):
            os.dup2(fd, number)
        join.take_terminal()
        loopback_only.confine(loopback_only.hand_to(end))
        # Only now: until then its memory is the supervisor's, and under no filter.
        linux.prctl(linux.PR_SET_DUMPABLE, 1)
        join.stand_back()
        join.become_program(spec)
    except Exception as error:
        join.fail("cannot start %s" % spec["argv"][:1], error)
