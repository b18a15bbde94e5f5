"""Tries what a box needs of the kernel, and ends with the reason when it is refused.

usage: python3 -I -S -c "$(cat try_namespaces.py)" namespaces|wire

Everything it makes lives in namespaces that end with this process.
"""

import ctypes
import errno
import os
import socket
import subprocess
import sys

CLONE_NEWUSER = 0x10000000  # linux/sched.h
CLONE_NEWNET = 0x40000000  # linux/sched.h
ETH_P_LOCAL_EXPERIMENTAL = 0x88B5  # IEEE 802: for experiments on one's own wire
PATIENCE_SECONDS = 5
RESEND_SECONDS = 0.05
FRAME = b"\xff" * 6 + b"\x02" + b"\x00" * 5 + b"\x88\xb5" + b"sockscope".ljust(46)


def open_namespaces():
    """Own user and network namespace, with this uid as root in it (user_namespaces(7))."""
    uid, gid = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        number = ctypes.get_errno()
        # What the kernel says when user.max_user_namespaces or user.max_net_namespaces is reached.
        told = " (no more of them are allowed)" if number == errno.ENOSPC else ""
        sys.exit("unshare: %s%s" % (os.strerror(number), told))
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", "0 %d 1" % uid),
        ("gid_map", "0 %d 1" % gid),
    ):
        with open("/proc/self/" + name, "w") as file:
            file.write(text)


def send_over_wire():
    """A veth pair, and one frame from its one end to its other (veth(4), packet(7))."""
    commands = b"link add w1 type veth peer name w2\nlink set w1 up\nlink set w2 up\n"
    done = subprocess.run(["ip", "-batch", "-"], input=commands, stderr=subprocess.PIPE)
    if done.returncode != 0:
        sys.exit("ip link add type veth: " + done.stderr.decode().strip())
    left, right = (socket.socket(socket.AF_PACKET, socket.SOCK_RAW) for _ in range(2))
    right.bind(("w2", ETH_P_LOCAL_EXPERIMENTAL))
    left.bind(("w1", ETH_P_LOCAL_EXPERIMENTAL))
    right.settimeout(RESEND_SECONDS)
    for _ in range(int(PATIENCE_SECONDS / RESEND_SECONDS)):
        left.send(FRAME)
        try:
            if right.recv(2048) == FRAME:
                return
        except socket.timeout:
            # A link that has just been set up drops what is sent until the kernel's link watch,
            # a work queue, has given it a queue: on a busy machine that takes a while.
            continue
    sys.exit("no frame crossed the wire within %d s" % PATIENCE_SECONDS)


def main():
    """Tries what the one argument names."""
    try:
        open_namespaces()
        if sys.argv[1] == "wire":
            send_over_wire()
    except OSError as error:
        sys.exit("%s: %s" % (type(error).__name__, error))


main()
