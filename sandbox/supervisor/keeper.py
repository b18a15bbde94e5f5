"""The first process of the box's pid namespace: when it ends, the kernel ends all of the box.

Hosts and the wire are its children, so none of them outlives the supervisor, not even a bubblewrap
that is killed while it starts (its child asks to die with its parent only later), and the
machine's init, which in a container may be one that never waits for anybody, has one to wait for.
"""

from __future__ import annotations

import os
import signal

import linux
from processes import children


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

    def fork(self) -> int:
        """fork(2) of a child of the keeper: 0 there, here its pid as seen from outside.

        It is forked twice; the kernel gives the orphan to its namespace's first process.
        """
        before = set(children(self._pid))
        middle = os.fork()
        if middle == 0:
            if os.fork() == 0:
                return 0
            os._exit(0)
        os.waitpid(middle, 0)
        for pid in set(children(self._pid)) - before:
            return pid
        raise OSError(0, "a process of the box ended as soon as it was forked")

    def end(self) -> None:
        """SIGKILL; on return every process of the box is gone."""
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
            self._pid = 0


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
