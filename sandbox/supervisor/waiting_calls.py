"""The system calls in which a thread may wait, by number.

<asm/unistd_64.h> for x86_64, <asm-generic/unistd.h> for aarch64.
"""

from __future__ import annotations

import os

FUTEX = "futex"
SELECTS = ("select", "pselect6")  # the first argument: one more than the highest descriptor

# Of the first, the first argument is the descriptor that it waits for.
_WITH_FD = {
    "x86_64": {
        0: "read", 1: "write", 17: "pread64", 18: "pwrite64", 19: "readv", 20: "writev",
        40: "sendfile", 42: "connect", 43: "accept", 44: "sendto", 45: "recvfrom", 46: "sendmsg",
        47: "recvmsg", 72: "fcntl", 73: "flock", 288: "accept4", 299: "recvmmsg", 307: "sendmmsg",
    },
    "aarch64": {
        25: "fcntl", 32: "flock", 63: "read", 64: "write", 65: "readv", 66: "writev",
        67: "pread64", 68: "pwrite64", 71: "sendfile", 202: "accept", 203: "connect",
        206: "sendto", 207: "recvfrom", 211: "sendmsg", 212: "recvmsg", 242: "accept4",
        243: "recvmmsg", 269: "sendmmsg",
    },
}  # fmt: skip
_WITHOUT_FD = {
    "x86_64": {
        7: "poll", 23: "select", 34: "pause", 35: "nanosleep", 61: "wait4", 128: "rt_sigtimedwait",
        130: "rt_sigsuspend", 202: FUTEX, 220: "semtimedop", 230: "clock_nanosleep",
        232: "epoll_wait", 247: "waitid", 270: "pselect6", 271: "ppoll", 281: "epoll_pwait",
        441: "epoll_pwait2",
    },
    "aarch64": {
        22: "epoll_pwait", 72: "pselect6", 73: "ppoll", 95: "waitid", 98: FUTEX,
        101: "nanosleep", 115: "clock_nanosleep", 133: "rt_sigsuspend", 137: "rt_sigtimedwait",
        192: "semtimedop", 260: "wait4", 441: "epoll_pwait2",
    },
}  # fmt: skip
_AGAIN = {"x86_64": 219, "aarch64": 128}
_MACHINE = os.uname().machine

WITH_FD = _WITH_FD[_MACHINE]
WITHOUT_FD = _WITHOUT_FD[_MACHINE]
AGAIN = _AGAIN[_MACHINE]  # restart_syscall(2)
