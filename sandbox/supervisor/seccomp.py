"""The filter on every learner's process: what namespaces alone do not hold (seccomp(2)).

A denied call answers EPERM as a kernel without the feature or the right would; only a foreign
architecture kills. New kinds of mounts, keyrings, io_uring, vsock, requests to the disk that all
of the machine shares (io_setup), and memory that no watchdog sees (System V's once it is detached,
anonymous one that is shared) are all reachable without it.
"""

from __future__ import annotations

import errno
import os
import struct

# <linux/bpf_common.h>, <linux/seccomp.h>
LOAD, JUMP_EQUAL, JUMP_GREATER_EQUAL, JUMP_SET, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
AND = 0x54
ALLOW, KILL_PROCESS, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
USER_NOTIF = 0x7FC00000
NR, ARCH = 0, 4
FIRST_ARGUMENT, SECOND_ARGUMENT, THIRD_ARGUMENT, FOURTH_ARGUMENT = 16, 24, 32, 40

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # <linux/audit.h>
X32_BIT = 0x40000000
CLONE_NEW_ANY = 0x7E020000  # CLONE_NEWNS | NEWCGROUP | NEWUTS | NEWIPC | NEWUSER | NEWPID | NEWNET
# TIOCSTI and TIOCLINUX write into terminals, TIOCSETD loads kernel modules.
TERMINAL_REQUESTS = (0x5412, 0x541C, 0x5423)
MAP_KIND_OR_ANONYMOUS, SHARED_ANONYMOUS = 0x2F, 0x21  # <linux/mman.h>
FAMILIES = (1, 2, 10)  # AF_UNIX, AF_INET, AF_INET6
NETLINK, NETLINK_PROTOCOLS = 16, (0, 4)  # AF_NETLINK; NETLINK_ROUTE, NETLINK_SOCK_DIAG

# name: (x86_64, aarch64); None where the architecture lacks the call
DENIED = {
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "unshare": (272, 97), "setns": (308, 268), "open_tree": (428, 428), "move_mount": (429, 429),
    "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "mount_setattr": (442, 442), "open_tree_attr": (467, 467),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "io_setup": (206, 0), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "memfd_create": (319, 279), "memfd_secret": (447, 447),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "ptrace": (101, 117),
    "kcmp": (312, 272), "pidfd_getfd": (438, 438), "process_madvise": (440, 440),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "reboot": (169, 142),
    "swapon": (167, 224), "swapoff": (168, 225),
    "quotactl": (179, 60), "quotactl_fd": (443, 443), "syslog": (103, 116), "acct": (163, 89),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171),
    "clock_adjtime": (305, 266), "sethostname": (170, 161), "setdomainname": (171, 162),
    "fanotify_init": (300, 262), "fanotify_mark": (301, 263),
    "shmget": (29, 194), "semget": (64, 190), "msgget": (68, 186),
    "move_pages": (279, 239), "migrate_pages": (256, 238), "lookup_dcookie": (212, 18),
    "iopl": (172, None), "ioperm": (173, None), "modify_ldt": (154, None), "uselib": (134, None),
}  # fmt: skip
CLONE = {"x86_64": 56, "aarch64": 220}
CLONE3 = 435
IOCTL = {"x86_64": 16, "aarch64": 29}
MMAP = {"x86_64": 9, "aarch64": 222}
SOCKET = {"x86_64": (41, 53), "aarch64": (198, 199)}  # socket, socketpair
INTERNET = (2, 10)  # AF_INET, AF_INET6
SENDMSG = {"x86_64": (46, 307), "aarch64": (211, 269)}  # sendmsg, sendmmsg
SETSOCKOPT = {"x86_64": 54, "aarch64": 208}
KILL = {"x86_64": 62, "aarch64": 129}
EVERYBODY = 0xFFFFFFFF  # -1, kill(2)
# Whoever joins a group has the kernel report it: level, options (<linux/in.h>, <linux/in6.h>).
JOINING = {
    0: (35, 39, 42, 46),  # IP_ADD_MEMBERSHIP, its source's, MCAST_JOIN_GROUP, its source's
    41: (20, 27, 42, 46),  # IPV6_ADD_MEMBERSHIP, IPV6_JOIN_ANYCAST, MCAST_JOIN_…
}


def do(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    """One instruction; `yes` and `no` are how many a jump leaves out (struct sock_filter)."""
    return struct.pack("HBBI", code, yes, no, value)


def refuse(number: int) -> bytes:
    """Answers with an errno."""
    return do(RETURN, ERRNO | number)


def if_call(number: int, block: bytes) -> bytes:
    """Runs the block, which must end by returning, for this system call only."""
    return do(JUMP_EQUAL, number, 0, len(block) // 8) + block


def _special_calls(machine: str) -> bytes:
    """Calls that are judged by an argument, a returning block for each."""
    allow = do(RETURN, ALLOW)
    namespaces = do(LOAD, FIRST_ARGUMENT) + do(JUMP_SET, CLONE_NEW_ANY, 0, 1)
    ioctl = do(LOAD, SECOND_ARGUMENT)
    for request in TERMINAL_REQUESTS:
        ioctl += do(JUMP_EQUAL, request, 0, 1) + refuse(errno.EPERM)
    # Memory that no process's figures show once it is mapped no longer but in part.
    mapping = do(LOAD, FOURTH_ARGUMENT) + do(AND, MAP_KIND_OR_ANONYMOUS)
    mapping += do(JUMP_EQUAL, SHARED_ANONYMOUS, 0, 1) + refuse(errno.EPERM)
    family = do(LOAD, FIRST_ARGUMENT)
    for number in FAMILIES:
        family += do(JUMP_EQUAL, number, 0, 1) + allow
    # What ip and ss ask; the rest of netlink(7) would load modules of the kernel.
    netlink = do(LOAD, THIRD_ARGUMENT)
    for number in NETLINK_PROTOCOLS:
        netlink += do(JUMP_EQUAL, number, 0, 1) + allow
    family += if_call(NETLINK, netlink + refuse(errno.EPROTONOSUPPORT))
    family += refuse(errno.EAFNOSUPPORT)
    blocks = if_call(CLONE[machine], namespaces + refuse(errno.EPERM) + allow)
    # clone3 hides its flags behind a pointer; on ENOSYS glibc falls back to clone.
    blocks += if_call(CLONE3, refuse(errno.ENOSYS))
    blocks += if_call(IOCTL[machine], ioctl + allow)
    blocks += if_call(MMAP[machine], mapping + allow)
    for number in SOCKET[machine]:
        blocks += if_call(number, family)
    return blocks


def learner_filter(machine: str = "") -> bytes:
    """The BPF program for this machine ("x86_64", "aarch64"); KeyError on any other."""
    machine = machine or os.uname().machine
    column = list(AUDIT_ARCH).index(machine)
    program = do(LOAD, ARCH) + do(JUMP_EQUAL, AUDIT_ARCH[machine], 1, 0)
    program += do(RETURN, KILL_PROCESS) + do(LOAD, NR)
    if machine == "x86_64":
        program += do(JUMP_GREATER_EQUAL, X32_BIT, 0, 1) + refuse(errno.EPERM)
    program += _special_calls(machine)
    for numbers in DENIED.values():
        if numbers[column] is not None:
            program += do(JUMP_EQUAL, numbers[column], 0, 1) + refuse(errno.EPERM)
    return program + do(RETURN, ALLOW)


def socket_filter(machine: str = "") -> bytes:
    """Has somebody else make every socket of the internet's families (seccomp_unotify(2))."""
    ask = do(LOAD, FIRST_ARGUMENT)
    for family in INTERNET:
        ask += do(JUMP_EQUAL, family, 0, 1) + do(RETURN, USER_NOTIF)
    call = SOCKET[machine or os.uname().machine][0]
    return do(LOAD, NR) + if_call(call, ask + do(RETURN, ALLOW)) + do(RETURN, ALLOW)


def packet_filter(machine: str = "") -> bytes:
    """Refuses what a socket bound to one interface could send by another, and kill(-1).

    Without a pid namespace "everybody" is everything that the user runs.
    """
    machine = machine or os.uname().machine
    allow, eperm = do(RETURN, ALLOW), refuse(errno.EPERM)
    joining = b""
    for level, options in JOINING.items():
        option = do(LOAD, THIRD_ARGUMENT)
        for number in options:
            option += do(JUMP_EQUAL, number, 0, 1) + eperm
        option += allow
        joining += do(LOAD, SECOND_ARGUMENT) + if_call(level, option)
    everybody = do(LOAD, FIRST_ARGUMENT) + do(JUMP_EQUAL, EVERYBODY, 0, 1) + eperm + allow
    program = do(LOAD, NR)
    for number in SENDMSG[machine]:
        program += if_call(number, eperm)
    program += if_call(SETSOCKOPT[machine], joining + allow)
    return program + if_call(KILL[machine], everybody) + allow
