"""Calls of the Linux kernel that Python 3.9's standard library does not offer, and their constants.

Every constant is named as in the header it comes from. Calls raise OSError with the kernel's errno.
"""

from __future__ import annotations

import ctypes
import encodings.ascii  # noqa: F401  (loaded too late it may be out of the box user's reach)
import fcntl
import os
import struct

# <linux/sched.h>
CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

# <linux/mount.h>
MS_NOSUID = 0x2
MS_NODEV = 0x4
MS_NOEXEC = 0x8
MS_REMOUNT = 0x20
MS_BIND = 0x1000
MS_REC = 0x4000
MS_PRIVATE = 0x40000

# <linux/prctl.h>
PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4
SECCOMP_MODE_FILTER = 2
PR_SET_CHILD_SUBREAPER = 36

# <linux/seccomp.h>
SECCOMP_SET_MODE_FILTER = 1
SECCOMP_FILTER_FLAG_NEW_LISTENER, SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV = 1 << 3, 1 << 5

NS_GET_USERNS = 0xB701  # <linux/nsfs.h>
LINUX_CAPABILITY_VERSION_3 = 0x20080522  # <linux/capability.h>
LAST_POSSIBLE_CAPABILITY = 63

# <asm/unistd.h>; these three have one number on every architecture
SYS_PIDFD_OPEN = 434
SYS_CLOSE_RANGE = 436
SYS_PIDFD_GETFD = 438
CAPSET_NUMBERS = {"x86_64": 126, "aarch64": 91}
SECCOMP_NUMBERS = {"x86_64": 317, "aarch64": 277}

# <linux/ethtool.h>, <linux/sockios.h>
SIOCETHTOOL = 0x8946
ETHTOOL_STXCSUM = 0x17
OFFLOADS = (0x15, ETHTOOL_STXCSUM, 0x19, 0x1F, 0x24, 0x2C)  # RXCSUM TXCSUM SG TSO GSO GRO

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, "%s: %s" % (what, os.strerror(number)))
    return result


def syscall(number: int, *arguments: int) -> int:
    """syscall(2) with integer arguments."""
    longs = [ctypes.c_long(argument) for argument in arguments]
    return _checked(_libc.syscall(ctypes.c_long(number), *longs), "system call %d" % number)


def unshare(flags: int) -> None:
    """unshare(2)."""
    _checked(_libc.unshare(flags), "unshare")


def setns(fd: int, flags: int = 0) -> None:
    """setns(2)."""
    _checked(_libc.setns(fd, flags), "setns")


def prctl(option: int, second: int = 0, third: int = 0, fourth: int = 0) -> int:
    """prctl(2) with integer arguments."""
    longs = [ctypes.c_ulong(each) for each in (second, third, fourth, 0)]
    return _checked(_libc.prctl(option, *longs), "prctl %d" % option)


def mount(source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
    """mount(2)."""
    _checked(
        _libc.mount(
            source.encode(),
            target.encode(),
            kind and kind.encode(),
            ctypes.c_ulong(flags),
            data.encode(),
        ),
        "mount on " + target,
    )


def die_with_parent() -> None:
    """SIGKILL for this process when the thread that forked it ends (prctl(2))."""
    prctl(PR_SET_PDEATHSIG, 9)


def become(uid: int, gid: int, dumpable: bool = True) -> None:
    """Drops real root for good; nothing to do for anyone else.

    Afterwards the process would not be dumpable, so its uid map could not be written, and the
    parent-death signal would be cleared: both are set again (prctl(2)). Not dumpable, nobody of its
    new uid may write into its memory (proc(5)).
    """
    if os.geteuid() != 0:
        return
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    prctl(PR_SET_DUMPABLE, int(dumpable))
    die_with_parent()


def drop_capabilities() -> None:
    """Empties all five sets of this thread (capabilities(7))."""
    for capability in range(LAST_POSSIBLE_CAPABILITY + 1):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:
            break  # past the last capability of this kernel
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    header = ctypes.create_string_buffer(struct.pack("Ii", LINUX_CAPABILITY_VERSION_3, 0))
    none = ctypes.create_string_buffer(24)
    number = CAPSET_NUMBERS[os.uname().machine]
    _checked(_libc.syscall(ctypes.c_long(number), header, none), "capset")


def install_seccomp(program: bytes) -> None:
    """Binds a BPF program to this process; needs no_new_privs (seccomp(2))."""
    instructions = ctypes.create_string_buffer(program)
    pointer = _filter_of(instructions)
    _checked(
        _libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(SECCOMP_MODE_FILTER), pointer), "seccomp filter"
    )


def _filter_of(instructions):
    """struct sock_fprog of a program that stays where it is."""
    count = (len(instructions) - 1) // 8  # a string buffer ends in a zero byte
    header = struct.pack("HP", count, ctypes.addressof(instructions))
    return ctypes.create_string_buffer(header)


def install_notifying_seccomp(program: bytes) -> int:
    """Binds a BPF program to this process; a descriptor that asks what to do (seccomp_unotify(2)).

    Whom somebody has begun to answer, only a kill shall disturb; before Linux 5.19 any signal does.
    """
    instructions = ctypes.create_string_buffer(program)
    pointer = _filter_of(instructions)
    number = ctypes.c_long(SECCOMP_NUMBERS[os.uname().machine])
    kinds = SECCOMP_FILTER_FLAG_NEW_LISTENER, SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
    for flags in (kinds[0] | kinds[1], kinds[0]):
        listener = _libc.syscall(
            number, ctypes.c_long(SECCOMP_SET_MODE_FILTER), ctypes.c_long(flags), pointer
        )
        if listener >= 0:
            return listener
    return _checked(listener, "seccomp filter that asks")


def close_from(lowest: int) -> None:
    """Closes every descriptor from this one up."""
    try:
        syscall(SYS_CLOSE_RANGE, lowest, 0x7FFFFFFF, 0)
    except OSError:  # before Linux 5.9
        os.closerange(lowest, 65536)


def owning_user_namespace(namespace_fd: int) -> int:
    """Descriptor of the user namespace that owns a namespace (ioctl_ns(2))."""
    return fcntl.ioctl(namespace_fd, NS_GET_USERNS)


def pidfd_open(pid: int) -> int:
    """pidfd_open(2); the descriptor becomes readable when the process ends."""
    return syscall(SYS_PIDFD_OPEN, pid, 0)


def pidfd_getfd(pidfd: int, fd: int) -> int:
    """A duplicate of another process's descriptor (pidfd_getfd(2))."""
    return syscall(SYS_PIDFD_GETFD, pidfd, fd, 0)


def switch_offloads_off(sock, interface: str) -> None:
    """Makes an interface send finished checksums and frames no longer than its MTU.

    A veth leaves checksums to the far end, and a frame carried by hand never gets them: connect
    through the wire would time out.
    """
    for command in OFFLOADS:
        value = ctypes.create_string_buffer(struct.pack("II", command, 0))
        request = struct.pack("16sP16x", interface.encode(), ctypes.addressof(value))
        try:
            fcntl.ioctl(sock, SIOCETHTOOL, request)
        except OSError:
            if command == ETHTOOL_STXCSUM and interface != "lo":
                raise


def execute(argv: list, environment: dict) -> None:
    """execve(2) of the first match on the new environment's PATH; raises the last refusal.

    os.execvpe would import a module, whose folder may be out of reach by now.
    """
    refusal = FileNotFoundError(2, "no such program on its PATH")
    folders = [""] if "/" in argv[0] else environment.get("PATH", "/usr/bin").split(":")
    for folder in folders:
        try:
            os.execve(os.path.join(folder, argv[0]), argv, environment)
        except FileNotFoundError:
            continue
        except OSError as error:
            refusal = error
    raise refusal


def run(argv: list, stdin: str) -> None:
    """Runs a program to its end with this text as its input; OSError with what it complained of."""
    text_read, text_write = os.pipe2(os.O_CLOEXEC)
    error_read, error_write = os.pipe2(os.O_CLOEXEC)
    actions = [(os.POSIX_SPAWN_DUP2, text_read, 0), (os.POSIX_SPAWN_DUP2, error_write, 2)]
    child = os.posix_spawnp(argv[0], argv, os.environ, file_actions=actions)
    os.close(text_read)
    os.close(error_write)
    with open(text_write, "w") as pipe:
        pipe.write(stdin)
    with open(error_read, "rb") as pipe:
        complaint = pipe.read(2000).decode("utf-8", "replace").strip()
    _, status = os.waitpid(child, 0)
    if status != 0:
        raise OSError(0, "%s failed: %s" % (argv[0], complaint))
