"""The plain box's keeper: the supervisor's parent, with whom all of the box ends.

Without a pid namespace a process is found by its descent alone. Keeper and supervisor are both
subreapers (prctl(2)), so no setsid and no double fork leads out of the box; and whichever of the
two is killed, the other ends what is left.
"""

from __future__ import annotations

import os
import signal
import stat
import sys

import linux
from processes import children


def begin() -> tuple:
    """Forks; returns in the child, which is to be the supervisor.

    (the box's folder, a descriptor that is readable when the keeper has ended)
    """
    folder = "/tmp/sockscope-" + os.urandom(8).hex()
    os.mkdir(folder, stat.S_IRWXU)
    alive, held = os.pipe2(os.O_CLOEXEC)
    _settle()
    supervisor = os.fork()
    if supervisor != 0:
        _keep(supervisor, folder)
    os.close(held)
    _settle()
    return folder, alive


def _settle() -> None:
    """Adopts who is orphaned below, outlives its parent, and lets nobody write into its memory."""
    linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
    linux.prctl(linux.PR_SET_PDEATHSIG, 0)
    linux.prctl(linux.PR_SET_DUMPABLE, 0)


def _keep(supervisor: int, folder: str) -> None:
    """The keeper's life. Does not return."""
    try:
        signal.signal(signal.SIGTERM, lambda *_: os.kill(supervisor, signal.SIGTERM))
        nothing = os.open(os.devnull, os.O_RDWR)
        for fd in (0, 1, 2):  # or the driver would wait for the end of its pipes
            os.dup2(nothing, fd)
        while os.waitpid(-1, 0)[0] != supervisor:
            pass
        end_all(folder)
    finally:
        os._exit(0)


def end_all(folder: str) -> None:
    """SIGKILL to everything below this process; on return it is gone, and the folder with it."""
    while True:
        for pid in _descendants(os.getpid()):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            break
    remove(folder)


def _descendants(pid: int) -> list:
    found = children(pid)
    for child in list(found):
        found += _descendants(child)
    return found


def remove(folder: str) -> None:
    """Removes a folder with all that is in it; what nobody may remove stays."""
    os.chmod(folder, stat.S_IRWXU)
    for entry in list(os.scandir(folder)):
        try:
            if entry.is_dir(follow_symlinks=False):
                remove(entry.path)
            else:
                os.unlink(entry.path)
        except OSError as error:
            sys.stderr.write("left behind: %s: %s\n" % (entry.path, error.strerror))
    os.rmdir(folder)
