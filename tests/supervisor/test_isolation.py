"""What a learner's program must not reach: attacks from inside a host, and all have to fail."""

from __future__ import annotations

import os
import socket
import unittest

from box_client import SOLO, Box, main_is_root, own_uid

# Runs each attack and prints its name with how it ended.
ATTACKS = r'''
import ctypes, errno, os, socket, struct
libc = ctypes.CDLL(None, use_errno=True)
machine = os.uname().machine

def call(x86, arm, *arguments):
    number = x86 if machine == "x86_64" else arm
    result = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(a) for a in arguments])
    if result < 0:
        raise OSError(ctypes.get_errno(), "")

def clone_user():
    call(56, 220, 0x10000000 | 17, 0, 0, 0, 0)

def vm_read():
    call(310, 270, os.getpid(), 0, 0, 0, 0, 0)

def stuff_terminal():
    import fcntl
    fcntl.ioctl(0, 0x5412, b"x")

attacks = {
    "shadow": lambda: open("/etc/shadow"),
    "root": lambda: os.listdir("/root"),
    "home": lambda: os.listdir("/home"),
    "srv": lambda: os.listdir("/srv"),
    "local": lambda: os.listdir("/usr/local"),
    "project": lambda: os.listdir("/work/main"),
    "kmsg": lambda: open("/dev/kmsg"),
    "disk": lambda: open("/dev/vda"),
    "mem": lambda: open("/dev/mem"),
    "sys": lambda: os.listdir("/sys"),
    "core_pattern": lambda: open("/proc/sys/kernel/core_pattern", "w"),
    "drop_caches": lambda: open("/proc/sys/vm/drop_caches", "w"),
    "sysrq": lambda: open("/proc/sysrq-trigger", "w"),
    "sysctl": lambda: open("/proc/sys/net/ipv4/ip_forward", "w"),
    "write image": lambda: open("/usr/bin/new", "w"),
    "write root": lambda: open("/new", "w"),
    "write etc": lambda: open("/etc/hosts", "a"),
    "write dev": lambda: open("/dev/new", "w"),
    "write stepper": lambda: open("/opt/sockscope/stepper/fake.py", "a"),
    "unlink channel": lambda: os.unlink("/run/sockscope/step.sock"),
    "chroot": lambda: os.chroot("/tmp"),
    "setuid": lambda: os.setuid(0),
    "mknod": lambda: os.mknod("/tmp/null", 0o020666, os.makedev(1, 3)),
    "hostname": lambda: socket.sethostname("x"),
    "raw": lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1),
    "packet": lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW),
    "vsock": lambda: socket.socket(40, socket.SOCK_STREAM),
    "alg": lambda: socket.socket(38, socket.SOCK_SEQPACKET),
    "unshare": lambda: call(272, 97, 0x10000000),
    "unshare net": lambda: call(272, 97, 0x40000000),
    "clone user": clone_user,
    "clone3": lambda: call(435, 435, 0, 0),
    "setns": lambda: call(308, 268, os.open("/proc/1/ns/net", 0), 0),
    "mount": lambda: call(165, 40, 0, 0, 0, 0, 0),
    "fsopen": lambda: call(430, 430, 0, 0),
    "keyctl": lambda: call(250, 219, 0, -3, 0),
    "add_key": lambda: call(248, 217, 0, 0, 0, 0, -3),
    "request_key": lambda: call(249, 218, 0, 0, 0, 0),
    "bpf": lambda: call(321, 280, 0, 0, 0),
    "perf": lambda: call(298, 241, 0, 0, -1, -1, 0),
    "userfaultfd": lambda: call(323, 282, 0),
    "io_uring": lambda: call(425, 425, 1, 0),
    "memfd": lambda: call(319, 279, 0, 0),
    "ptrace": lambda: call(101, 117, 0, 0, 0, 0),
    "vm_readv": vm_read,
    "shm": lambda: call(29, 194, 0, 4096, 0o1000),
    "msg": lambda: call(68, 186, 0, 0o1000),
    "settime": lambda: call(164, 170, 0, 0),
    "reboot": lambda: call(169, 142, 0, 0, 0, 0),
    "module": lambda: call(175, 105, 0, 0, 0),
    "fanotify": lambda: call(300, 262, 0, 0),
    "tiocsti": stuff_terminal,
    "kill init": lambda: os.kill(1, 0) or os.kill(1, 9) or os.stat("/proc/1") and 1 / 0,
}
for name, attack in attacks.items():
    try:
        attack()
        print(name, "SUCCEEDED")
    except OSError as error:
        print(name, errno.errorcode.get(error.errno, error.errno))
    except ZeroDivisionError:
        print(name, "ignored")
'''


def settings():
    """Those of the machine that a process may have a namespace of."""
    found = {}
    for folder in ("fs/mqueue", "kernel"):
        for name in os.listdir("/proc/sys/" + folder):
            if name.startswith(("msg", "queues", "sem", "shm", "auto", "pid_max")):
                with open("/proc/sys/%s/%s" % (folder, name)) as file:
                    found[name] = file.read()
    return found


class Isolation(unittest.TestCase):
    user: int | None = None

    @classmethod
    def setUpClass(cls):
        cls.box = Box(SOLO, user=cls.user)
        cls.addClassCleanup(cls.box.close)

    def inside(self, program):
        code, output = self.box.run("pc", program)
        self.assertEqual(code, 0, output)
        return output

    def test_every_attack_fails_and_with_the_errno_of_a_kernel_that_has_no_such_thing(self):
        lines = self.inside(ATTACKS).splitlines()
        ends = dict(line.rsplit(" ", 1) for line in lines)
        self.assertGreater(len(ends), 50)
        self.assertEqual([name for name, end in ends.items() if end == "SUCCEEDED"], [])
        self.assertEqual({ends[name] for name in ("vsock", "alg", "packet")}, {"EAFNOSUPPORT"})
        self.assertEqual(ends["clone3"], "ENOSYS")
        for name in (
            "unshare",
            "clone user",
            "setns",
            "mount",
            "keyctl",
            "ptrace",
            "shm",
            "tiocsti",
        ):
            self.assertEqual(ends[name], "EPERM", name)
        for name in ("shadow", "root", "home", "srv", "local", "project", "kmsg", "disk", "sys"):
            self.assertEqual(ends[name], "ENOENT", name)
        for name in ("write image", "write root", "write etc", "write dev", "unlink channel"):
            self.assertEqual(ends[name], "EROFS", name)

    def test_only_the_hosts_own_processes_are_seen(self):
        seen = self.inside(
            "import os; print(*[open('/proc/%s/comm' % p).read().strip()"
            " for p in os.listdir('/proc') if p.isdigit()])"
        )
        self.assertEqual(sorted(seen.split()), ["cat", "python3"])

    def test_no_environment_descriptor_or_capability_comes_along(self):
        os.environ["SERVER_SECRET"] = "x"
        self.addCleanup(os.environ.pop, "SERVER_SECRET")
        output = self.inside(
            "import os; print(sorted(os.environ)); print(sorted(os.listdir('/proc/self/fd')));"
            "print(*[l.split()[1] for l in open('/proc/self/status')"
            " if l.startswith(('Cap', 'NoNew', 'Seccomp:'))])"
        ).splitlines()
        self.assertEqual(output[0], "['HOME', 'LANG', 'PATH']")
        self.assertEqual(output[1], "['0', '1', '2', '3']")  # 3 reads the folder itself
        self.assertEqual(output[2].split(), ["0" * 16] * 5 + ["1", "2"])

    def test_the_first_process_is_no_way_around_the_filter_and_the_limits(self):
        # A learner may write into the memory of any process of the same user without capabilities;
        # PID 1 was once without the filter.
        output = self.inside(
            "print(*[l.split()[1] for l in open('/proc/1/status')"
            " if l.startswith(('Cap', 'Seccomp:'))]);"
            "print(*[l.split()[2] for l in open('/proc/1/limits') if 'Max processes' in l]);"
            "import os; print(*sorted(os.listdir('/proc/1/fd')))"
        )
        self.assertEqual(output.splitlines(), [" ".join(["0" * 16] * 5 + ["2"]), "64", "0 1 2"])

    def test_the_machines_loopback_is_another(self):
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            port = listener.getsockname()[1]
            output = self.inside(
                "import socket; print(socket.socket().connect_ex(('127.0.0.1', %d)))" % port
            )
        self.assertEqual(output, "111\n")

    def test_abstract_names_of_the_machine_are_out_of_reach(self):
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("\0sockscope-test-%d" % os.getpid())
            listener.listen()
            output = self.inside(
                "import socket; print(socket.socket(1).connect_ex('\\0sockscope-test-%d'))"
                % os.getpid()
            )
        self.assertEqual(output, "111\n")

    def test_packages_of_the_machine_are_hidden(self):
        self.assertEqual(
            self.inside("import os; print(os.listdir('/usr/lib/python3/dist-packages'))"), "[]\n"
        )

    def test_mounts_name_no_folder_of_the_machine_but_those_of_the_image(self):
        output = self.inside("print(open('/proc/self/mountinfo').read())")
        roots = {line.split()[3] for line in output.splitlines() if line}
        for root in roots:
            self.assertRegex(
                root, r"^/($|usr/|etc/(ld|alternatives)|image|pc/|null|zero|full|u?random|tty)"
            )

    def test_threads_and_subprocesses_work_all_the_same(self):
        output = self.inside(
            "import subprocess, threading; t = threading.Thread(target=print, args=(1,));"
            "t.start(); t.join();"
            "print(subprocess.run(['echo', '2'], capture_output=True, text=True).stdout, end='')"
        )
        self.assertEqual(output, "1\n2\n")

    def test_processes_share_memory_by_names_all_the_same(self):
        output = self.inside(
            "import multiprocessing as mp\nfrom multiprocessing.shared_memory import SharedMemory\n"
            "def add(number, block):\n  number.value += 1; block.buf[0] = 7\n"
            "number, block = mp.Value('i', 41), SharedMemory(create=True, size=4096)\n"
            "child = mp.Process(target=add, args=(number, block)); child.start(); child.join()\n"
            "print(number.value, block.buf[0]); block.close(); block.unlink()"
        )
        self.assertEqual(output, "42 7\n")

    def test_settings_of_the_kernel_that_a_learner_may_change_are_the_hosts_own(self):
        # Its user is the root of the namespaces that bubblewrap made for it.
        before = settings()
        changed = self.inside(
            "import os\nfor where, _, names in os.walk('/proc/sys'):\n  for name in names:\n"
            "    path = os.path.join(where, name)\n"
            "    try: file = os.open(path, os.O_WRONLY)\n    except OSError: continue\n"
            "    for value in (b'401', b'4 400 4 4'):\n"
            "      try: os.write(file, value); print(path)\n      except OSError: pass\n"
        ).split()
        self.assertIn("/proc/sys/kernel/shmmni", changed)
        self.assertEqual(settings(), before)

    def test_a_supervisor_started_by_root_is_root_no_more(self):
        if not main_is_root():
            self.skipTest("needs real root")
        self.assertNotEqual(self.box.uid, 0)
        for pid in [self.box.process.pid] + list(self.box.pids.values()):
            with open("/proc/%d/status" % pid) as status:
                uids = [line.split()[1:] for line in status if line.startswith("Uid:")][0]
            self.assertEqual(set(uids), {str(self.box.uid)})


@unittest.skipUnless(main_is_root(), "it is a user's already")
class IsolationUnderAUsersServer(Isolation):
    user = own_uid()


if __name__ == "__main__":
    unittest.main()
