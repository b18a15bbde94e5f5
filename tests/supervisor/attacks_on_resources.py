"""Attacks on what the machine has only once.

Those that a limit of the whole box ends are in test_limits.
"""

from attack import Attack

RESOURCES = [
    Attack(
        "takes all memory in one process",
        r"""
print(tried(bytearray, 100 << 20), tried(bytearray, 1 << 30))
""",
        "done MemoryError",
    ),
    Attack(
        "takes memory that it shares with nobody, which no figure of a process shows",
        r"""
kept = []


def take():
    for _ in range(8):
        part = mmap.mmap(-1, 4 << 20)
        part.write(bytes(4 << 20))
        part.madvise(mmap.MADV_DONTNEED)
        kept.append(part)


print(tried(mmap.mmap, -1, 4096, flags=mmap.MAP_PRIVATE), tried(take))
""",
        "done EPERM",
        outside="done done",
    ),
    Attack(
        "takes shared memory by the device of zeros",
        r"""
# It is a file, which the size of the box bounds: see test_limits.
zeros = os.open("/dev/zero", os.O_RDONLY)
print(os.read(zeros, 3), os.path.isfile("/dev/zero"), tried(open, "/dev/zero", "w"))
""",
        "b'\\x00\\x00\\x00' True EROFS",
    ),
    Attack(
        "takes memory for tables of pages that it only reads",
        r"""
print(
    *[
        tried(mmap.mmap, -1, size << 30, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ)
        for size in (1, 64)
    ]
)
""",
        "done ENOMEM",
        outside="done done",
    ),
    Attack(
        "locks memory, so that others must give theirs up",
        r"""
print(tried(call, 149, 228, 0, 0), libc.mlockall(3))
""",
        "done -1",
    ),
    Attack(
        "opens descriptors without end",
        r"""
opened = []


def take():
    while True:
        opened.append(os.dup(0))


print(tried(take), len(opened))
""",
        "EMFILE 253",
    ),
    Attack(
        "starts threads without end",
        r"""
import threading

stop, started = threading.Event(), 0
try:
    while started < 999:
        threading.Thread(target=stop.wait).start()
        started += 1
except RuntimeError:
    pass
stop.set()
print(10 < started < 64)
""",
        "True",
    ),
    Attack(
        "forks without end",
        r"""
born = []


def take():
    while True:
        pid = os.fork()
        if pid == 0:
            signal.pause()
        born.append(pid)


print(tried(take), len(born) < 64)
for pid in born:
    os.kill(pid, 9)
""",
        "EAGAIN True",
    ),
    Attack(
        "watches so many files that nobody else may watch one",
        r"""
def take():
    while libc.inotify_init() >= 0:
        pass
    raise OSError(ctypes.get_errno(), "")


print(tried(take), len(os.listdir("/proc/self/fd")) < 32)
""",
        "EMFILE True",
    ),
    Attack(
        "lets so many signals wait that nobody else may send one",
        r"""
info = ctypes.create_string_buffer(struct.pack("iii", signal.SIGRTMIN, 0, -1), 128)
sent = 0
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGRTMIN])


def take():
    global sent
    while sent < 5000:
        call(129, 138, os.getpid(), signal.SIGRTMIN, ctypes.addressof(info))
        sent += 1


print(tried(take), sent <= 256)
""",
        "EAGAIN True",
        outside="done False",
    ),
    Attack(
        "makes pipes that hold more than a process may",
        r"""
import fcntl

ends = os.pipe()
print(tried(fcntl.fcntl, ends[1], 1031, 1 << 16), tried(fcntl.fcntl, ends[1], 1031, 1 << 28))
""",
        "done EPERM",
    ),
    Attack(
        "makes queues of messages, which outlive their processes",
        r"""
name = ctypes.create_string_buffer(b"x")
print(tried(call, 240, 180, ctypes.addressof(name), os.O_CREAT | os.O_RDWR, 0o600, 0))
""",
        "EMFILE",
    ),
    Attack(
        "writes a memory image of itself to the disk",
        r"""
child = os.fork()
if child == 0:
    os.abort()
status = os.waitpid(child, 0)[1]
print(os.WTERMSIG(status) == signal.SIGABRT, os.WCOREDUMP(status))
""",
        "True False",
    ),
    Attack(
        "takes a table of descriptors, segments or ports of the processor",
        r"""
print(
    {tried(call, *each, 0, 0, 0) for each in ((172, 9999), (173, 9999), (154, 9999))}
    <= {"EPERM", "ENOSYS"}
)
""",
        "True",
    ),
]
