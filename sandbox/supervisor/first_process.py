"""A host's PID 1: a `cat` that bubblewrap starts in namespaces of its own.

That it echoes is how one knows that the host can be entered: bubblewrap's own --info-fd comes
before the sandbox is finished.
"""

from __future__ import annotations

import os

import image
import linux
import seccomp

GREETING = b"r"


class FirstProcess:
    """Its pipes, which are open before it is forked."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._stdin, self._to_init = os.pipe2(os.O_CLOEXEC)
        self._from_init, self._stdout = os.pipe2(os.O_CLOEXEC)
        self._complaint, self._stderr = os.pipe2(os.O_CLOEXEC)
        os.write(self._to_init, GREETING)

    def live(self, network: int) -> None:
        """In a child of the keeper: enters the host's network and becomes bubblewrap."""
        os.dup2(self._stdin, 0)
        os.dup2(self._stdout, 1)
        os.dup2(self._stderr, 2)  # not the supervisor's: /proc/1/fd would show the server's log
        try:
            linux.setns(network, linux.CLONE_NEWNET)
            # bubblewrap finds its child's uid map by the number that their pid namespace gave it.
            linux.unshare(linux.CLONE_NEWNS)
            flags = linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC
            linux.mount("proc", "/proc", "proc", flags)
            filter_read, filter_write = os.pipe()
            os.write(filter_write, seccomp.learner_filter())
            os.close(filter_write)
            os.set_inheritable(filter_read, True)
            command = image.bubblewrap(self._host, filter_read)
            linux.execute(command, {"PATH": os.environ["PATH"]})
        except BaseException as error:
            os.write(2, str(error).encode())

    def let_go(self) -> None:
        """Closes its ends of the pipes in another process, so that they end with it."""
        for fd in (self._stdin, self._stdout, self._stderr):
            os.close(fd)

    def expect(self) -> None:
        """Waits until it has echoed; OSError with what it complained of when it has ended."""
        if os.read(self._from_init, len(GREETING)) != GREETING:
            said = os.read(self._complaint, 2000).decode("utf-8", "replace").strip()
            raise OSError(said or "bubblewrap did not start")
