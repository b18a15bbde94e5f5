"""A plain box: no packet leaves by another interface than lo, and nothing of it stays behind.

The machine is a network of the test's own, with a cable, addresses and routes to the world; what
comes out at the cable's end is the witness.
"""

import glob
import os
import signal
import socket
import subprocess
import sys
import time
import unittest

from box_client import PAIR, PATIENCE, PYTHON, SOLO, SUPERVISOR, TREE, Box, host, leftovers
from box_client import main_is_root, own_uid, started_by
from plain_attacks import ATTEMPTS, PRELUDE

sys.path.append(SUPERVISOR)

import host_network  # noqa: E402  (the folder of the supervisor's own modules)

ETH_P_ALL = 3
GROUP = bytes.fromhex("ff15") + bytes(12) + bytes.fromhex("1234")
# Forwarding and source routes are on: where they are, a packet on lo could be sent on from there.
MACHINE = """
set -e
ip link set lo up
ip link add cable0 type veth peer name end
ip link set end up
ip addr add 10.77.0.1/24 dev cable0
ip -6 addr add 2001:db8::5/64 dev cable0 nodad
ip link set cable0 up
ip route add default via 10.77.0.9
ip -6 route add default via 2001:db8::2
ip neigh add 10.77.0.9 lladdr 02:00:00:00:00:09 dev cable0
ip -6 neigh add 2001:db8::2 lladdr 02:00:00:00:00:09 dev cable0
cd /proc/sys/net
echo 1 > ipv4/ip_forward
echo 1 > ipv4/conf/all/accept_source_route
echo 0 2147483647 > ipv4/ping_group_range
echo up
exec cat
"""


class Machine:
    """A network with a way to the world; `around` starts a command in it."""

    def __enter__(self):
        self._holder = subprocess.Popen(
            ["unshare", "-n", "sh", "-c", MACHINE], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._holder.stdout.readline() == b"up\n"
        place = "/proc/%d/ns/net" % self._holder.pid
        self.around = ["nsenter", "--net=" + place, "--"]
        network = os.open(place, os.O_RDONLY)
        with host_network.inside(network):
            self._witness = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
            self._witness.bind(("end", ETH_P_ALL))
        os.close(network)
        return self

    def __exit__(self, *_):
        self._witness.close()
        self._holder.communicate()

    def left(self, patience=0.0):
        """Frames that have left since; waits for a first one as long as it is told to."""
        found = []
        deadline = time.monotonic() + patience
        while True:
            self._witness.settimeout(0 if found else max(0, deadline - time.monotonic()))
            try:
                frame = self._witness.recv(2048)
            except OSError:
                return found
            if not is_the_kernels(frame):
                found.append(frame.hex())


def is_the_kernels(frame):
    """What the kernel says by itself of a network that is new: reports and questions of ICMPv6."""
    return (
        frame[12:14] == b"\x86\xdd"
        and frame[20] in (0, 58)
        and GROUP not in frame
        and (frame[20] == 0 or frame[54] in range(133, 138))
    )


@unittest.skipUnless(main_is_root(), "only root can give the box a machine of its own")
class Packets(unittest.TestCase):
    """Each attempt is made in a box of root's server and of a user's, and outside of any box."""

    def test_the_attempts_succeed_outside_so_the_witness_can_see(self):
        uid = own_uid()
        with Machine() as machine:
            for attempt in ATTEMPTS:
                if not attempt.sends:
                    continue
                with self.subTest(attempt.tries):
                    command = [*machine.around, *started_by(uid)]
                    command += [PYTHON, "-c", PRELUDE + attempt.program]
                    subprocess.run(command, cwd="/", capture_output=True, timeout=PATIENCE)
                    self.assertTrue(machine.left(patience=PATIENCE))
                    machine.left(patience=0.05)

    def attempt_all(self, user):
        with Machine() as machine:
            with Box(SOLO, kind="plain", user=user, around=machine.around) as box:
                for attempt in ATTEMPTS:
                    with self.subTest(attempt.tries):
                        code, said = box.run("pc", PRELUDE + attempt.program, "attack")
                        self.assertEqual(code, 0, said)
                        if attempt.seen is not None:
                            self.assertEqual(" ".join(said.split()), attempt.seen)
                        self.assertEqual(machine.left(), [])
                self.assertEqual(machine.left(patience=1), [])  # reports may come late

    def test_none_leaves_from_a_box_of_roots_server(self):
        self.attempt_all(None)

    def test_none_leaves_from_a_box_of_a_users_server(self):
        self.attempt_all(own_uid())

    def test_none_leaves_by_the_tools(self):
        tools = [
            line.split()
            for line in (
                "nc -u 8.8.8.8 53",
                "nc 8.8.8.8 53",
                "ping -c 1 8.8.8.8",
                "ping -c 1 2001:db8:1::9",
                "traceroute 8.8.8.8",
                "getent ahosts example.com",
            )
        ]
        with Machine() as machine, Box(SOLO, kind="plain", around=machine.around) as box:
            started = []
            for tool in tools:
                env = {"PATH": "/opt/sockscope/bin:/usr/bin:/bin:/usr/sbin:/sbin"}
                helper = box.start("pc", tool, "tool-%d" % len(started), env=env)
                helper.stdin.write(b"hello\n")
                helper.stdin.flush()
                started.append(helper)
            box.wait_for(lambda line: line["type"] == "blocked" and line["program"] == "tool-1")
            self.assertEqual(machine.left(patience=1.5), [])


DAEMON = """
import os, time
if os.fork(): os._exit(0)
os.setsid()
if os.fork(): os._exit(0)
os.write(1, b"up\\n")
for fd in range(3): os.close(fd)
os.environ.clear()
with open("daemon", "w") as file: file.write(str(os.getpid()))
time.sleep(99)
"""
BOMB = """
import os, signal
for n in range(5):
    try:
        os.fork(); os.setsid()
    except OSError:
        pass
os.close(1); os.close(2)
signal.pause()
"""
FOLDERS = "/tmp/sockscope-*"


@unittest.skipUnless(main_is_root(), "a box's processes are told by its uid, which only root gives")
class Leftovers(unittest.TestCase):
    """Whoever is killed: the supervisor, its keeper, both by whoever started them, or nobody."""

    def busy_box(self):
        box = Box(SOLO, kind="plain")
        for program, text in (("a", DAEMON), ("b", BOMB), ("c", "input()")):
            box.start("pc", text, program)
        (self.folder,) = [each for each in glob.glob(FOLDERS) if os.stat(each).st_uid == box.uid]
        deadline = time.monotonic() + PATIENCE
        while not os.path.exists(self.folder + "/work/daemon") or len(leftovers(box.uid)) < 30:
            self.assertLess(time.monotonic(), deadline)
        return box

    def assert_gone(self, uid):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and (leftovers(uid) or os.path.exists(self.folder)):
            time.sleep(0.02)
        self.assertEqual((leftovers(uid), glob.glob(self.folder)), ([], []))

    def supervisor_of(self, box):
        with open("/proc/%d/task/%d/children" % (box.process.pid, box.process.pid)) as file:
            return int(file.read())

    def test_nothing_when_the_box_is_closed(self):
        box = self.busy_box()
        self.assertEqual(box.close(), 0)
        self.assertEqual((leftovers(box.uid), glob.glob(self.folder)), ([], []))

    def test_nothing_when_it_is_asked_to_end(self):
        box = self.busy_box()
        box.process.send_signal(signal.SIGTERM)
        self.assertEqual(box.close(), 0)
        self.assert_gone(box.uid)

    def test_nothing_when_the_supervisor_is_killed(self):
        box = self.busy_box()
        os.kill(self.supervisor_of(box), signal.SIGKILL)
        self.assert_gone(box.uid)
        box.close()

    def test_nothing_when_the_keeper_is_killed(self):
        box = self.busy_box()
        box.process.kill()
        self.assert_gone(box.uid)  # though its lifeline is whole
        box.close()

    def test_nothing_when_a_program_kills_whomever_it_can(self):
        box = self.busy_box()
        everybody = "import os\ntry:\n    os.kill(-1, 9)\nexcept PermissionError:\n    print('no')"
        self.assertIn("no", box.run("pc", everybody, "d")[1])
        box.run("pc", "import os, signal; os.kill(%d, 9)" % box.process.pid, "e")
        box.close()
        self.assert_gone(box.uid)

    def test_nothing_when_whoever_started_it_is_killed(self):
        script = (
            "import sys, time; sys.path.insert(0, %r); from box_client import SOLO, Box\n"
            "box = Box(SOLO, kind='plain'); box.start('pc', %r, 'a').stdout.readline()\n"
            "print(box.uid, box.door, flush=True); time.sleep(99)"
            % (os.path.join(TREE, "tests/supervisor"), DAEMON)
        )
        with subprocess.Popen([PYTHON, "-c", script], stdout=subprocess.PIPE) as starter:
            uid, door = starter.stdout.readline().split()
            self.folder = os.path.dirname(os.path.dirname(door.decode()))
            starter.kill()
        self.assert_gone(int(uid))

    def test_a_program_ends_with_its_terminal_and_what_it_left_with_the_box(self):
        box = self.busy_box()
        with open(self.folder + "/work/daemon") as file:
            daemon = int(file.read())
        helper = box.helpers[-1]
        helper.terminate()
        helper.wait(PATIENCE)
        self.assertEqual(helper.returncode, -signal.SIGKILL)
        os.kill(daemon, 0)
        self.assertEqual(box.close(), 0)
        self.assert_gone(box.uid)


class Refusals(unittest.TestCase):
    """What a plain box has not is refused, with a code."""

    def test_wire_and_network_are_refused(self):
        with Box(SOLO, kind="plain") as box:
            setting = {"mode": "step", "impairments": [], "rules": []}
            change = {"what": "address-add", "host": "pc", "interface": "lo"}
            change["address"] = "10.0.0.1/8"
            for kind, fields in (
                ("wire-set", setting),
                ("wire-frame", {"frame": 1, "verb": "release"}),
                ("network-change", {"change": change}),
            ):
                self.assertEqual(box.command(kind, **fields)["code"], "plain-box", kind)

    def test_a_network_of_more_than_one_host_is_refused(self):
        for hosts in (PAIR, [host("pc", "10.0.0.1")]):
            with self.assertRaisesRegex(RuntimeError, "one host without interfaces"):
                Box(hosts, kind="plain")


if __name__ == "__main__":
    unittest.main()
