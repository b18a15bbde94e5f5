"""Tries what a box needs of the kernel, and ends with the reason when it is refused.

usage: python3 -I -S -c "$(cat try_namespaces.py)" namespaces|wire|filter

Everything it makes lives in namespaces that end with this process.
"""

import ctypes
import errno
import os
import socket
import struct
import subprocess
import sys

CLONE_NEWUSER = 0x10000000  # linux/sched.h
CLONE_NEWNET = 0x40000000  # linux/sched.h
ETH_P_LOCAL_EXPERIMENTAL = 0x88B5  # IEEE 802: for experiments on one's own wire
PATIENCE_SECONDS = 5
RESEND_SECONDS = 0.05
# <linux/prctl.h>, <linux/seccomp.h>, <linux/bpf_common.h>
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
LOAD, JUMP_EQUAL, RETURN, ALLOWED, REFUSED = 0x20, 0x15, 0x06, 0x7FFF0000, 0x00050001
MACHINES = {"x86_64": 309, "aarch64": 168}  # with getcpu(2)'s number
GETCPU = MACHINES.get(os.uname().machine, 0)
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


def install_filter():
    """A filter that refuses one call, and that call (seccomp(2)), on a machine that ours is for."""
    if os.uname().machine not in MACHINES:
        sys.exit("no filter of ours is for %s" % os.uname().machine)
    program = struct.pack("HBBI", LOAD, 0, 0, 0) + struct.pack("HBBI", JUMP_EQUAL, 0, 1, GETCPU)
    program += struct.pack("HBBI", RETURN, 0, 0, REFUSED) + struct.pack(
        "HBBI", RETURN, 0, 0, ALLOWED
    )
    instructions = ctypes.create_string_buffer(program)
    header = ctypes.create_string_buffer(struct.pack("HP", 4, ctypes.addressof(instructions)))
    libc = ctypes.CDLL(None, use_errno=True)
    none = ctypes.c_ulong(0)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), none, none, none) != 0:
        sys.exit("prctl(PR_SET_NO_NEW_PRIVS): " + os.strerror(ctypes.get_errno()))
    if libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(SECCOMP_MODE_FILTER), header, none, none) != 0:
        sys.exit("prctl(PR_SET_SECCOMP): " + os.strerror(ctypes.get_errno()))
    if libc.syscall(ctypes.c_long(GETCPU), none, none, none) == 0:
        sys.exit("the filter is there and refuses nothing")


def main():
    """Tries what the one argument names."""
    try:
        if sys.argv[1] == "filter":
            install_filter()
            return
        open_namespaces()
        if sys.argv[1] == "wire":
            send_over_wire()
    except OSError as error:
        sys.exit("%s: %s" % (type(error).__name__, error))


main()
