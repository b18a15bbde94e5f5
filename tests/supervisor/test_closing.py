"""Nothing of a box outlives it, however it ends."""

import json
import os
import select
import signal
import subprocess
import sys
import time
import unittest

from box_client import (
    PAIR,
    PATIENCE,
    PYTHON,
    TREE,
    Box,
    host,
    leftovers,
    main_is_root,
    own_uid,
    supervisor_command,
)


def mounts():
    with open("/proc/self/mountinfo") as file:
        return len(file.readlines())


@unittest.skipUnless(
    main_is_root(), "a box's processes are told by its uid, which only root can give"
)
class Closing(unittest.TestCase):
    def busy_box(self):
        box = Box(PAIR)
        box.start("client", "import time; print('up'); time.sleep(99)", "a").stdout.readline()
        daemon = (
            "import os, time\nif os.fork(): os._exit(0)\nos.setsid(); print('up'); time.sleep(99)"
        )
        box.start("server", daemon, "b").stdout.readline()
        stubborn = "import signal, time; [signal.signal(n, 1) for n in (1, 2, 15)]; print('up');"
        stubborn += "time.sleep(99)"
        box.start("server", stubborn).stdout.readline()
        self.assertGreater(len(leftovers(box.uid)), 5)
        return box

    def assert_gone(self, uid):
        deadline = time.monotonic() + PATIENCE
        while leftovers(uid) and time.monotonic() < deadline:
            time.sleep(0.02)
        self.assertEqual(leftovers(uid), [])

    def setUp(self):
        self.mounts = mounts()

    def tearDown(self):
        self.assertEqual(mounts(), self.mounts)

    def test_the_end_of_stdin_closes_the_box(self):
        box = self.busy_box()
        self.assertEqual(box.close(), 0)
        self.assertEqual(leftovers(box.uid), [])

    def test_the_close_command_replies_when_all_is_gone(self):
        box = self.busy_box()
        self.assertIsNone(box.command("close")["error"])
        self.assertEqual(box.close(), 0)
        self.assertEqual(leftovers(box.uid), [])

    def test_sigterm_closes_the_box(self):
        box = self.busy_box()
        box.process.send_signal(signal.SIGTERM)
        self.assertEqual(box.close(), 0)
        self.assertEqual(leftovers(box.uid), [])

    def test_sigkill_of_the_supervisor_takes_everything_along(self):
        box = self.busy_box()
        box.process.kill()
        self.assertEqual(box.close(), -signal.SIGKILL)
        self.assert_gone(box.uid)

    def test_sigkill_of_whoever_started_it_takes_everything_along(self):
        script = (
            "import sys, time; sys.path.insert(0, %r); from box_client import PAIR, Box\n"
            "box = Box(PAIR); box.start('client', 'import time; time.sleep(99)', 'a')\n"
            "print(box.uid, flush=True); time.sleep(99)" % os.path.join(TREE, "tests/supervisor")
        )
        with subprocess.Popen([PYTHON, "-c", script], stdout=subprocess.PIPE) as starter:
            uid = int(starter.stdout.readline())
            self.assertGreater(len(leftovers(uid)), 3)
            starter.kill()
        self.assert_gone(uid)

    def test_sigkill_in_the_middle_of_building_leaves_nothing(self):
        # A bubblewrap killed while it started once left its child waiting for ever: the child
        # asks to die with its parent only later.
        build = {
            "type": "build",
            "id": 1,
            "network": {"hosts": PAIR},
            "wire": {"mode": "pass", "impairments": [], "rules": []},
            "files": [],
            "limits": {"memoryMb": 400, "cpuSeconds": 9, "processes": 64, "filesMb": 20},
            "oomKills": None,
        }
        for milliseconds in range(0, 45, 3):
            uid = own_uid()
            with subprocess.Popen(
                supervisor_command(uid), stdin=subprocess.PIPE, stdout=subprocess.PIPE
            ) as process:
                process.stdout.readline()
                process.stdin.write(json.dumps(build).encode() + b"\n")
                process.stdin.flush()
                select.select([], [], [], milliseconds / 1000)
                process.kill()
            self.assert_gone(uid)

    def test_a_box_that_could_not_be_built_leaves_nothing(self):
        with self.assertRaises(RuntimeError):
            Box([host("client", "10.0.0.300"), PAIR[1]])


if __name__ == "__main__":
    sys.exit(unittest.main())
