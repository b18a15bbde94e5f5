"""Runs a command under a filter that refuses what Docker's default profile refuses a container.

    as_in_docker.py COMMAND…

Of its list those calls that a box of ours makes: namespaces, mounts, and a look at another
process's descriptors (https://docs.docker.com/engine/security/seccomp/).
"""

import errno
import os
import sys

TREE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
sys.path.append(os.path.join(TREE, "sandbox/supervisor"))

import linux  # noqa: E402  (the folder of the supervisor's own modules)
import seccomp  # noqa: E402

REFUSED = ("unshare", "setns", "mount", "umount2", "pivot_root", "kcmp", "pidfd_getfd", "keyctl")


def docker_filter():
    """A BPF program; clone3 is answered as Docker does, so that glibc falls back to clone."""
    machine = os.uname().machine
    column = list(seccomp.AUDIT_ARCH).index(machine)
    refuse, allow = seccomp.refuse(errno.EPERM), seccomp.do(seccomp.RETURN, seccomp.ALLOW)
    program = seccomp.do(seccomp.LOAD, seccomp.NR)
    for name in REFUSED:
        program += seccomp.if_call(seccomp.DENIED[name][column], refuse)
    program += seccomp.if_call(seccomp.CLONE3, seccomp.refuse(errno.ENOSYS))
    namespaces = seccomp.do(seccomp.LOAD, seccomp.FIRST_ARGUMENT)
    namespaces += seccomp.do(seccomp.JUMP_SET, seccomp.CLONE_NEW_ANY, 0, 1) + refuse + allow
    return program + seccomp.if_call(seccomp.CLONE[machine], namespaces) + allow


linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
linux.install_seccomp(docker_filter())
os.execvp(sys.argv[1], sys.argv[1:])
