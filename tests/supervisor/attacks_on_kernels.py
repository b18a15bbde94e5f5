"""Attacks on the kernel that all boxes share: calls that no lesson needs."""

from attack import Attack

KERNELS = [
    Attack(
        "mounts, in the old way",
        r"""
print(
    {tried(call, *each, 0, 0, 0, 0, 0) for each in ((165, 40), (166, 39), (155, 41), (161, 51))}
)
""",
        "{'EPERM'}",
    ),
    Attack(
        "mounts, in the new way",
        r"""
new = ((428, 428), (429, 429), (430, 430), (431, 431), (432, 432), (433, 433), (442, 442))
print({tried(call, *each, 0, 0, 0, 0, 0) for each in new})
""",
        "{'EPERM'}",
    ),
    Attack(
        "makes itself a root in a user namespace of its own",
        r"""
print(tried(call, 272, 97, 0x10000000))
""",
        "EPERM",
        outside="done",
    ),
    Attack(
        "makes a namespace of any kind, by unshare and by clone",
        r"""
kinds = (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000)
print(
    {tried(call, 272, 97, each) for each in kinds},
    {tried(call, 56, 220, each | signal.SIGCHLD, 0, 0, 0, 0) for each in kinds},
    tried(call, 435, 435, 0, 0),
)
""",
        "{'EPERM'} {'EPERM'} ENOSYS",
    ),
    Attack(
        "enters a namespace again",
        r"""
print(
    {
        tried(call, 308, 268, os.open("/proc/%s/ns/%s" % (pid, kind), 0), 0)
        for pid in (1, "self")
        for kind in ("net", "mnt", "user", "pid")
    }
)
""",
        "{'EPERM'}",
    ),
    Attack(
        "reads a secret in a keyring of the server’s",
        r"""
kind, name = (ctypes.create_string_buffer(each) for each in (b"user", b"sockscope-secret"))
at = ctypes.addressof
print(
    tried(call, 249, 218, at(kind), at(name), 0, 0),
    tried(call, 250, 219, 0, -3, 0),
    tried(call, 248, 217, at(kind), at(name), at(name), 3, -3),
)
""",
        "EPERM EPERM EPERM",
        outside="done done done",
    ),
    Attack(
        "loads a program into the kernel",
        r"""
attr = ctypes.create_string_buffer(120)
print(
    tried(call, 321, 280, 0, ctypes.addressof(attr), 120),
    tried(call, 321, 280, 5, ctypes.addressof(attr), 120),
)
""",
        "EPERM EPERM",
    ),
    Attack(
        "sends its calls by a ring",
        r"""
ring = ctypes.create_string_buffer(120)
print(
    tried(call, 425, 425, 1, ctypes.addressof(ring)),
    tried(call, 426, 426, 0, 0, 0, 0, 0, 0),
    tried(call, 427, 427, 0, 0, 0, 0),
)
""",
        "EPERM EPERM EPERM",
    ),
    Attack(
        "takes all requests to the disk that the machine has",
        r"""
context = ctypes.c_ulong(0)
print(tried(call, 206, 0, 10, ctypes.addressof(context)))
""",
        "EPERM",
        outside="done",
    ),
    Attack(
        "answers page faults itself",
        r"""
print(tried(call, 323, 282, 1))
""",
        "EPERM",
        outside="done",
    ),
    Attack(
        "counts what others do to the processor",
        r"""
attr = ctypes.create_string_buffer(struct.pack("II", 1, 128), 128)
print(tried(call, 298, 241, ctypes.addressof(attr), 0, -1, -1, 0))
""",
        "EPERM",
    ),
    Attack(
        "makes memory that is a file, to run a program that was never on disk",
        r"""
name = ctypes.create_string_buffer(b"x")
print(tried(call, 319, 279, ctypes.addressof(name), 0), tried(call, 447, 447, 0))
""",
        "EPERM EPERM",
        outside="done done",
    ),
    Attack(
        "types into its terminal as if a person did",
        r"""
import fcntl, pty

_, line = pty.openpty()
print(
    tried(fcntl.ioctl, line, 0x5413, bytes(8)),
    tried(fcntl.ioctl, line, 0x5412, b"x"),
    tried(fcntl.ioctl, line, 0x541C, b"\2"),
)
""",
        "done EPERM EPERM",
    ),
    Attack(
        "gives its terminal another line discipline, which is a module of the kernel",
        r"""
import fcntl, pty

_, line = pty.openpty()
print(tried(fcntl.ioctl, line, 0x5423, struct.pack("i", 0)))
""",
        "EPERM",
        outside="done",
    ),
    Attack(
        "changes any setting of the kernel that is not its own host’s",
        r"""
# Those of its System V memory, queues and process numbers: see test_isolation.
own = (
    "/proc/sys/fs/mqueue/",
    "/proc/sys/kernel/shm",
    "/proc/sys/kernel/msg",
    "/proc/sys/kernel/sem",
    "/proc/sys/kernel/auto_msgmni",
    "/proc/sys/kernel/ns_last_pid",
    "/proc/sys/kernel/pid_max",
)
open_to_us = []
for where, _, names in os.walk("/proc/sys"):
    for name in names:
        path = os.path.join(where, name)
        if not path.startswith(own) and tried(os.open, path, os.O_WRONLY) == "done":
            open_to_us.append(path)
print(tried(open, "/proc/self/comm", "w"), open_to_us)
""",
        "done []",
    ),
    Attack(
        "lets the kernel run a program when another crashes",
        r"""
print(
    tried(open, "/proc/sys/kernel/core_pattern"),
    tried(open, "/proc/sys/kernel/core_pattern", "w"),
    tried(open, "/proc/sys/vm/drop_caches", "w"),
    tried(open, "/proc/sysrq-trigger", "w") != "done",
)
""",
        "done EACCES EACCES True",
    ),
    Attack(
        "loads a module",
        r"""
print({tried(call, *each, 0, 0, 0) for each in ((175, 105), (313, 273), (176, 106))})
""",
        "{'EPERM'}",
    ),
    Attack(
        "starts another kernel, or none",
        r"""
halt = ((169, 142), (246, 104), (320, 294), (167, 224), (168, 225), (163, 89), (103, 116))
print({tried(call, *each, 0, 0, 0, 0, 0) for each in halt})
""",
        "{'EPERM'}",
    ),
    Attack(
        "sets the clock and the name of the machine",
        r"""
import time

print(
    tried(time.clock_settime, time.CLOCK_REALTIME, 0),
    tried(socket.sethostname, "mine"),
    {tried(call, *each, 0, 0, 0) for each in ((164, 170), (159, 171), (305, 266), (171, 162))},
)
""",
        "EPERM EPERM {'EPERM'}",
    ),
    Attack(
        "hears of every file that is opened",
        r"""
print(tried(call, 300, 262, 0, 0), tried(call, 301, 263, 0, 0, 0, 0, 0))
""",
        "EPERM EPERM",
    ),
    Attack(
        "makes memory of System V, which outlives its processes",
        r"""
print(
    {tried(call, *each, 0, 4096, 0o1600) for each in ((29, 194), (64, 190))},
    tried(call, 68, 186, 0, 0o1600),
)
""",
        "{'EPERM'} EPERM",
    ),
    Attack(
        "calls the kernel by numbers of 32 bits",
        r"""
# int $0x80 with the number of getpid(2); aarch64 has no such way.
child = os.fork()
if child == 0 and column == 0:
    code = mmap.mmap(
        -1, 4096, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC
    )
    code.write(b"\xb8\x14\0\0\0\xcd\x80\xc3")
    ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
    os._exit(0)
if child == 0:
    os.kill(os.getpid(), signal.SIGSYS)
print(signal.Signals(-os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).name)
""",
        "SIGSYS",
    ),
    Attack(
        "calls the kernel by numbers of x32",
        r"""
print(tried(call, 39, 172), tried(call, 0x40000000 + 39, 0x40000000 + 39) in ("EPERM", "ENOSYS"))
""",
        "done True",
    ),
    Attack(
        "puts a filter of its own over ours that allows all",
        r"""
one = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0x7FFF0000), 8)
program = ctypes.create_string_buffer(struct.pack("HP", 1, ctypes.addressof(one)))
print(
    tried(call, 157, 167, 22, 2, ctypes.addressof(program), 0, 0),
    tried(call, 272, 97, 0x10000000),
)
""",
        "done EPERM",
    ),
]
