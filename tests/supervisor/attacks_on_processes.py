"""Attacks on processes: the server's, the supervisor, those of the host, and their limits."""

from attack import Attack

PROCESSES = [
    Attack(
        "kills every process that has a number",
        r"""
child = os.fork() or os.execlp("sleep", "sleep", "99")
ended = 0
for pid in range(2, 1 << 17):
    if pid != os.getpid():
        ended += tried(os.kill, pid, signal.SIGKILL) == "done"
print(ended, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
""",
        "1 -9",
    ),
    Attack(
        "kills all at once",
        r"""
child = os.fork() or os.execlp("sleep", "sleep", "99")
print(tried(os.kill, -1, signal.SIGKILL), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
""",
        "done -9",
    ),
    Attack(
        "kills and stops the first process of its host",
        r"""
for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGSTOP, signal.SIGSEGV):
    os.kill(1, number)
print(open("/proc/1/stat").read().split()[1:3])
""",
        "['(cat)', 'S']",
    ),
    Attack(
        "sees processes that are not its host’s",
        r"""
# "sleep" is what an attack before it may have left behind.
found = {
    open("/proc/%s/comm" % pid).read().strip() for pid in os.listdir("/proc") if pid.isdigit()
}
print(sorted(found - {"sleep"}))
""",
        "['cat', 'python3']",
    ),
    Attack(
        "traces a process, even its own child",
        r"""
print(tried(call, 101, 117, 0, 0, 0, 0))
""",
        "EPERM",
        outside="done",
    ),
    Attack(
        "reads and writes the memory of a process",
        r"""
own = os.getpid()
print(
    tried(call, 310, 270, own, 0, 0, 0, 0, 0),
    tried(call, 311, 271, own, 0, 0, 0, 0, 0),
    tried(call, 312, 272, own, own, 1, 0, 0),
)
""",
        "EPERM EPERM EPERM",
    ),
    Attack(
        "takes a descriptor out of another process",
        r"""
watch = os.pidfd_open(os.getpid())
print(tried(call, 438, 438, watch, 1, 0))
""",
        "EPERM",
        outside="done",
    ),
    Attack(
        "lets the kernel signal a process that it does not see",
        r"""
import fcntl

near, far = socket.socketpair()
print(
    tried(fcntl.fcntl, near, fcntl.F_SETOWN, os.getpid()),
    tried(fcntl.fcntl, near, fcntl.F_SETOWN, 1 << 21),
)
""",
        "done ESRCH",
    ),
    Attack(
        "becomes root",
        r"""
print(
    tried(os.setuid, os.getuid()),
    tried(os.setuid, 0),
    tried(os.setgid, 0),
    tried(os.setgroups, [0]),
)
""",
        "done EINVAL EINVAL EPERM",  # its user namespace has no such number
    ),
    Attack(
        "gives itself capabilities",
        r"""
header = ctypes.create_string_buffer(struct.pack("Ii", 0x20080522, 0))
none, all = (ctypes.create_string_buffer(struct.pack("I", each) * 6) for each in (0, 0xFFFFFFFF))
at = ctypes.addressof
print(
    tried(call, 126, 91, at(header), at(none)),
    tried(call, 126, 91, at(header), at(all)),
    tried(call, 157, 167, 47, 2, 0, 0, 0),
)
""",
        "done EPERM EPERM",
    ),
    Attack(
        "takes back what it has given up: new privileges by execve",
        r"""
print(libc.prctl(39, 0, 0, 0, 0), tried(call, 157, 167, 38, 0, 0, 0, 0))
""",
        "1 EINVAL",
    ),
    Attack(
        "raises its priority",
        r"""
print(tried(os.nice, 1), tried(os.nice, -10), tried(os.setpriority, os.PRIO_PROCESS, 0, -20))
""",
        "done EPERM EACCES",
    ),
    Attack(
        "runs in real time, so that nobody else does",
        r"""
one = os.sched_param(1)
print(
    tried(os.sched_setscheduler, 0, os.SCHED_BATCH, os.sched_param(0)),
    tried(os.sched_setscheduler, 0, os.SCHED_FIFO, one),
    tried(os.sched_setscheduler, 0, os.SCHED_RR, one),
)
""",
        "done EPERM EPERM",
    ),
    Attack(
        "raises its limits",
        r"""
import resource

limits = (
    resource.RLIMIT_NPROC,
    resource.RLIMIT_DATA,
    resource.RLIMIT_AS,
    resource.RLIMIT_NOFILE,
    resource.RLIMIT_FSIZE,
    resource.RLIMIT_MSGQUEUE,
    resource.RLIMIT_SIGPENDING,
    resource.RLIMIT_CORE,
)
print(
    tried(resource.setrlimit, resource.RLIMIT_NOFILE, (200, 200)),
    {tried(resource.prlimit, who, each, (1 << 40, 1 << 40)) for each in limits for who in (0, 1)},
)
""",
        "done {'EPERM'}",
    ),
    Attack(
        "starts a child that is its sister, out of its own family",
        r"""
# CLONE_PARENT: it becomes a child of the join helper, which is outside of the box.
pid = libc.syscall(
    ctypes.c_long((56, 220)[column]), ctypes.c_long(0x8000 | signal.SIGCHLD), 0, 0, 0, 0
)
if pid == 0:
    os.execlp("sleep", "sleep", "99")
print(pid > 0, tried(os.waitpid, pid, 0), open("/proc/%d/stat" % pid).read().split()[3])
os.kill(pid, 9)
""",
        "True ECHILD 0",
    ),
    Attack(
        "leaves a process behind that has left its session",
        r"""
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    libc.prctl(1, 0)
    for number in (1, 2, 15):
        signal.signal(number, signal.SIG_IGN)
    os.closerange(0, 3)
    os.execlp("sleep", "sleep", "99")
os.wait()
print("left")
""",
        "left",
    ),
]
