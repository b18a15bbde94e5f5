"""The first process of the box's pid namespace: when it ends, the kernel ends all of the box.

Hosts and the wire are its children, so none of them outlives the supervisor, not even a bubblewrap
that is killed while it starts (its child asks to die with its parent only later), and the
machine's init, which in a container may be one that never waits for anybody, has one to wait for.
"""

from __future__ import annotations

import os
import signal
import struct

import linux
from processes import children, local_pid

PID = struct.Struct("I")


class Keeper:
    """Starts in a supervisor that has unshared its children's pid namespace; `end` ends it."""

    def __init__(self) -> None:
        ready, report = os.pipe2(os.O_CLOEXEC)
        self._pid = os.fork()
        if self._pid == 0:
            _keep(ready, report)
        os.close(report)
        os.read(ready, 1)
        os.close(ready)

    def fork(self, lives: list) -> list:
        """Forks a child of the keeper for each life, a function that does not return.

        Their pids as seen from outside, 0 for one that has ended already. A process in between
        forks them all; the kernel gives orphans to their namespace's first process.
        """
        heard, report = os.pipe2(os.O_CLOEXEC)
        gate, key = os.pipe2(os.O_CLOEXEC)
        middle = os.fork()
        if middle == 0:
            os.close(key)
            _fork_all(lives, report, gate)
        os.close(report)
        os.close(gate)
        _, status = os.waitpid(middle, 0)
        os.close(key)
        said = os.read(heard, PID.size * len(lives)) if status == 0 else b""
        os.close(heard)
        if not said:
            raise OSError(0, "the processes of the box could not be forked")
        outside = {local_pid(pid): pid for pid in children(self._pid)}
        return [outside.get(pid, 0) for (pid,) in PID.iter_unpack(said)]

    def end(self) -> None:
        """SIGKILL; on return every process of the box is gone."""
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
            self._pid = 0


def _fork_all(lives: list, report: int, gate: int) -> None:
    """The process in between, which tells their pids as it sees them. Does not return.

    A life begins when this process is gone: it may ask to die with its parent (bubblewrap does),
    which must be the keeper by then.
    """
    try:
        pids = b""
        for life in lives:
            pid = os.fork()
            if pid == 0:
                os.close(report)
                os.read(gate, 1)
                os.close(gate)
                life()
                os._exit(1)
            pids += PID.pack(pid)
        os.write(report, pids)
        os._exit(0)
    finally:
        os._exit(1)


def _keep(ready: int, report: int) -> None:
    """The keeper's life. Does not return.

    The byte goes out when it will die with the supervisor; had that one died before, it would find
    nobody to write to, and end.
    """
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel clears away who has ended
        linux.die_with_parent()
        os.close(ready)
        os.write(report, b"k")
        linux.close_from(0)
        while True:
            signal.pause()
    finally:
        os._exit(1)
