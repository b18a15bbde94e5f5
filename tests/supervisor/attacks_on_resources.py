"""Attacks on what the machine has only once; those that a limit of the whole box ends are in test_limits."""

from attack import Attack

RESOURCES = [
    Attack(
        "takes all memory in one process",
        "print(tried(bytearray, 100 << 20), tried(bytearray, 1 << 30))",
        "done MemoryError",
    ),
    Attack(
        "takes memory that it shares with nobody, which no figure of a process shows",
        "kept = []\ndef take():\n    for _ in range(8):\n        part = mmap.mmap(-1, 4 << 20)\n        part.write(bytes(4 << 20))\n"
        "        part.madvise(mmap.MADV_DONTNEED); kept.append(part)\n"
        "print(tried(mmap.mmap, -1, 4096, flags=mmap.MAP_PRIVATE), tried(take))",
        "done EPERM",
        outside="done done",
    ),
    Attack(
        "takes shared memory by the device of zeros",
        # Of a file; the box's size ends it.
        "zeros = os.open('/dev/zero', os.O_RDONLY)\nprint(os.read(zeros, 3), os.path.isfile('/dev/zero'), tried(open, '/dev/zero', 'w'))",
        "b'\\x00\\x00\\x00' True EROFS",
    ),
    Attack(
        "takes memory for tables of pages that it only reads",
        "print(*[tried(mmap.mmap, -1, size << 30, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ) for size in (1, 64)])",
        "done ENOMEM",
        outside="done done",
    ),
    Attack(
        "locks memory, so that others must give theirs up",
        "print(tried(call, 149, 228, 0, 0), libc.mlockall(3))",
        "done -1",
    ),
    Attack(
        "opens descriptors without end",
        "opened = []\ndef take():\n    while True: opened.append(os.dup(0))\nprint(tried(take), len(opened))",
        "EMFILE 253",
    ),
    Attack(
        "starts threads without end",
        "import threading\nstop, started = threading.Event(), 0\ntry:\n    while started < 999:\n"
        "        threading.Thread(target=stop.wait).start(); started += 1\nexcept RuntimeError: pass\n"
        "stop.set()\nprint(10 < started < 64)",
        "True",
    ),
    Attack(
        "forks without end",
        "born = []\ndef take():\n    while True:\n        pid = os.fork()\n        if pid == 0: signal.pause()\n        born.append(pid)\n"
        "print(tried(take), len(born) < 64)\nfor pid in born: os.kill(pid, 9)",
        "EAGAIN True",
    ),
    Attack(
        "watches so many files that nobody else may watch one",
        "def take():\n    while libc.inotify_init() >= 0: pass\n    raise OSError(ctypes.get_errno(), '')\nprint(tried(take), len(os.listdir('/proc/self/fd')) < 32)",
        "EMFILE True",
    ),
    Attack(
        "lets so many signals wait that nobody else may send one",
        "info = ctypes.create_string_buffer(struct.pack('iii', signal.SIGRTMIN, 0, -1), 128)\nsent = 0\n"
        "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGRTMIN])\ndef take():\n    global sent\n    while sent < 5000:\n"
        "        call(129, 138, os.getpid(), signal.SIGRTMIN, ctypes.addressof(info)); sent += 1\nprint(tried(take), sent <= 256)",
        "EAGAIN True",
        outside="done False",
    ),
    Attack(
        "makes pipes that hold more than a process may",
        "import fcntl\nends = os.pipe()\nprint(tried(fcntl.fcntl, ends[1], 1031, 1 << 16), tried(fcntl.fcntl, ends[1], 1031, 1 << 28))",
        "done EPERM",
    ),
    Attack(
        "makes queues of messages, which outlive their processes",
        "name = ctypes.create_string_buffer(b'x')\nprint(tried(call, 240, 180, ctypes.addressof(name), os.O_CREAT | os.O_RDWR, 0o600, 0))",
        "EMFILE",
    ),
    Attack(
        "writes a memory image of itself to the disk",
        "child = os.fork()\nif child == 0: os.abort()\nstatus = os.waitpid(child, 0)[1]\nprint(os.WTERMSIG(status) == signal.SIGABRT, os.WCOREDUMP(status))",
        "True False",
    ),
    Attack(
        "takes a table of descriptors, segments or ports of the processor",
        "print({tried(call, *each, 0, 0, 0) for each in ((172, 9999), (173, 9999), (154, 9999))} <= {'EPERM', 'ENOSYS'})",
        "True",
    ),
]
