"""Attacks on files: the machine's, the server's, those of other boxes."""

from attack import Attack

FILES = [
    Attack(
        "reads the passwords of the machine",
        r"""
print(tried(open, "/etc/passwd"), tried(open, "/etc/shadow"))
""",
        "done ENOENT",
    ),
    Attack(
        "reads a file of the server’s",
        r"""
print(tried(open, SERVER["folder"] + "/answer.txt"))
""",
        "ENOENT",
        outside="done",
    ),
    Attack(
        "reads the sources that run the boxes",
        r"""
print(tried(os.listdir, os.path.dirname(SERVER["source"])))
""",
        "ENOENT",
        outside="done",
    ),
    Attack(
        "reads the environment of every process that it finds",
        r"""
os.environ["OWN"] = "1"
found = [
    open("/proc/%s/environ" % pid, "rb").read()
    for pid in os.listdir("/proc")
    if pid.isdigit() and not tried(open, "/proc/%s/environ" % pid, "rb") == "EACCES"
]
print(any(b"HOME=" in each for each in found), any(b"SERVER_SECRET" in each for each in found))
""",
        "True False",
    ),
    Attack(
        "opens the descriptors of the process that holds the server’s files",
        r"""
print(tried(os.listdir, "/proc/self/fd"), tried(os.listdir, "/proc/%d/fd" % SERVER["pid"]))
""",
        "done ENOENT",
        outside="done done",
    ),
    Attack(
        "follows a symbolic link out of its folder",
        r"""
open("own", "w")
os.symlink("own", "a")
os.symlink("/etc/shadow", "b")
os.symlink("../" * 40 + SERVER["folder"][1:] + "/answer.txt", "c")
print(tried(open, "a"), tried(open, "b"), tried(open, "c"))
for name in ("own", "a", "b", "c"):
    os.unlink(name)
""",
        "done ENOENT ENOENT",
    ),
    Attack(
        "follows a link of /proc into the machine",
        r"""
paths = ["/proc/%s/%s" % (pid, way) for pid in (1, "self") for way in ("root", "cwd")]
print(*[tried(open, path + SERVER["folder"] + "/answer.txt") for path in paths])
""",
        "ENOENT ENOENT ENOENT ENOENT",
    ),
    Attack(
        "takes a hard link of a file that it may not change",
        r"""
open("own", "w")
print(
    tried(os.link, "own", "a"),
    tried(os.link, "/usr/bin/env", "b"),
    tried(os.link, "/run/sockscope/step.sock", "c"),
    tried(os.link, "/etc/hosts", "d"),
)
os.unlink("own")
os.unlink("a")
""",
        "done EXDEV EXDEV EXDEV",
    ),
    Attack(
        "changes the programs that everybody runs",
        r"""
paths = ("/usr/bin/python3", "/usr/lib/new", "/etc/hosts", "/opt/sockscope/stepper/new")
print(tried(open, "own", "w"), *[tried(open, path, "a") for path in paths])
""",
        "done EACCES EROFS EROFS EROFS",
    ),
    Attack(
        "replaces the channel of the steppers",
        r"""
path = "/run/sockscope/step.sock"
print(
    tried(os.unlink, path),
    tried(os.rename, path, "/tmp/x"),
    tried(os.chmod, path, 0),
    tried(os.symlink, "x", path + 2 * "."),
)
""",
        "EROFS EXDEV EROFS EROFS",
    ),
    Attack(
        "opens a nameless file in a folder that is read only",
        r"""
print(
    tried(os.open, "/work", os.O_TMPFILE | os.O_RDWR),
    tried(os.open, "/usr/bin", os.O_TMPFILE | os.O_RDWR),
)
""",
        "done EROFS",
    ),
    Attack(
        "opens a file of another mount by its handle",
        r"""
print(tried(call, 303, 264, -100, 0, 0, 0, 0), tried(call, 304, 265, 0, 0, 0))
""",
        "EPERM EPERM",
    ),
    Attack(
        "makes a device that is the machine’s memory or disk",
        r"""
paths = ("/dev/mem", "/dev/kmsg", "/dev/vda", "/dev/sda", "/dev/kvm", "/dev/net/tun", "/dev/fuse")
print(
    tried(open, "/dev/null"),
    tried(os.mknod, "m", 0o020666, os.makedev(1, 1)),
    {tried(open, path) for path in paths},
)
""",
        "done EPERM {'ENOENT'}",
    ),
    Attack(
        "reads the memory of the kernel, or asks it for anything by /sys",
        r"""
print(
    tried(open, "/proc/kcore", "rb") != "done",
    os.listdir("/sys") if os.path.exists("/sys") else [],
)
""",
        "True []",
    ),
    Attack(
        "opens the terminals of other people",
        r"""
import pty

pty.openpty()
print(sorted(os.listdir("/dev/pts")))
""",
        "['0', 'ptmx']",
    ),
    Attack(
        "opens shared memory of the machine",
        r"""
print(tried(open, "/dev/shm/own", "w"), tried(open, SERVER["shared"]))
os.unlink("/dev/shm/own")
""",
        "done ENOENT",
    ),
    Attack(
        "finds a file of another box",
        r"""
found = {
    name
    for where in ("/work", "/tmp", "/run", "/dev", "/var", "/etc", "/opt", "/proc/1/root/work")
    for _, _, names in os.walk(where)
    for name in names
    if name.endswith(".secret")
}
print(found)
""",
        "{'mine.secret'}",
    ),
    Attack(
        "makes a file of a terabyte that takes no room",
        r"""
with open("sparse", "wb") as file:
    print(tried(file.truncate, 1 << 20), tried(file.truncate, 1 << 40))
os.unlink("sparse")
""",
        "done EFBIG",
    ),
    Attack(
        "makes more files than the box has room for, all of them empty",
        r"""
made = 0


def flood():
    global made
    while made < 20000:
        os.close(os.open("/dev/shm/%d" % made, os.O_CREAT | os.O_WRONLY))
        made += 1


print(tried(flood), 100 < made < 4000)
for each in range(made):
    os.unlink("/dev/shm/%d" % each)
""",
        "ENOSPC True",
    ),
    Attack(
        "fills the disk",
        r"""
made = 0


def fill():
    global made
    while made < 100:
        made += 1
        with open("/tmp/%d" % made, "wb") as file:
            file.write(bytes(4 << 20))


print(tried(fill), 1 < made < 10)
for each in range(made):
    os.unlink("/tmp/%d" % (each + 1))
""",
        "ENOSPC True",
    ),
]
