"""The sweeper: removes control groups whose server is gone (sandbox/driver/sweeper.ts starts it).

    python3 -I -S sweep.py PREFIX FOLDER...

It waits at the end of its stdin, which the server holds, however that one ends; nothing else of a
box needs it. Groups that an earlier server left, because its sweeper was killed as well, go first.
"""

from __future__ import annotations

import os
import signal
import sys
import time

AGAIN = 0.02  # seconds
PATIENCE = 10.0
START_FIELD = 19  # of /proc/PID/stat behind the name (proc(5))


def groups(folder: str, prefix: str) -> list:
    """The groups in this folder whose names begin so."""
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    return [os.path.join(folder, name) for name in names if name.startswith(prefix)]


def is_stale(path: str, own: str) -> bool:
    """Whether the server whose group it is has ended: sockscope-NAMESPACE-PID-START-NUMBER.

    Of another pid namespace nothing is known here.
    """
    words = os.path.basename(path).split("-")
    if len(words) != 5 or words[1] != own.split("-")[1]:
        return False
    try:
        with open("/proc/%s/stat" % words[2]) as stat:
            return stat.read().rpartition(")")[2].split()[START_FIELD] != words[3]
    except OSError:
        return True


def end_members(group: str) -> None:
    """SIGKILL to what is still in it: the box's programs, whose server is gone."""
    try:
        with open(os.path.join(group, "cgroup.procs")) as file:
            pids = [int(line) for line in file]
    except OSError:
        return
    for pid in pids:
        if pid > 0:  # 0 is a process that our pid namespace does not show
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass


def remove(doomed: list) -> None:
    """Removes them all, again while one has processes that are ending."""
    until = time.monotonic() + PATIENCE
    while doomed and time.monotonic() < until:
        for group in doomed:
            end_members(group)
            try:
                os.rmdir(group)
            except OSError:
                pass
        doomed = [group for group in doomed if os.path.isdir(group)]
        if doomed:
            time.sleep(AGAIN)


def main() -> None:
    """Sweeps what is stale, waits for the server's end, and sweeps what it has left."""
    prefix, folders = sys.argv[1], sys.argv[2:]
    old = [group for folder in folders for group in groups(folder, "sockscope-")]
    remove([group for group in old if is_stale(group, prefix)])
    while os.read(0, 4096):
        pass
    remove([group for folder in folders for group in groups(folder, prefix)])


if __name__ == "__main__":
    main()
