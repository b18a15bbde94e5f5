"""Attacks by a learner's program, each tried in a real box, under root's server and under a user's.

None gets out, none harms the server or another box, and meanwhile a key in that other box echoes.
"""

import ctypes
import os
import unittest

from attack import Stand
from attacks_on_files import FILES
from attacks_on_kernels import KERNELS
from attacks_on_networks import NETWORKS
from attacks_on_processes import PROCESSES
from attacks_on_resources import RESOURCES
from box_client import PAIR, Box, leftovers, main_is_root, own_uid

ATTACKS = FILES + PROCESSES + NETWORKS + KERNELS + RESOURCES
LISTENS = (
    "import socket\nsocket.create_server(('10.0.0.2', 3333))\nprint('up', flush=True)\ninput()"
)
ADD_KEY = {"x86_64": 248, "aarch64": 217}


def hide_a_key():
    """Lays a secret into this process's session keyring, which all that it starts inherit."""
    libc = ctypes.CDLL(None)
    longs = [ctypes.c_char_p(b"user"), ctypes.c_char_p(b"sockscope-secret"), ctypes.c_char_p(b"42")]
    libc.syscall(ADD_KEY[os.uname().machine], *longs, ctypes.c_long(2), ctypes.c_long(-3))


class Attacks:
    """The attacked machine: a server, and two boxes of its, one of them the attacker's."""

    user: int | None = None

    @classmethod
    def setUpClass(cls):
        hide_a_key()
        cls.stand = Stand(cls.user)
        cls.addClassCleanup(cls.stand.close)
        cls.neighbour = Box(PAIR, [("server", "theirs.secret", "42")], user=cls.user)
        cls.addClassCleanup(cls.neighbour.close)
        cls.box = Box(PAIR, [("client", "mine.secret", "")], user=cls.user)
        cls.addClassCleanup(cls.close_box)
        cls.neighbour.start("server", LISTENS).stdout.readline()
        cls.echoes = cls.neighbour.start("client", ["cat"])

    @classmethod
    def close_box(cls):
        cls.box.close()
        if cls.user is None and main_is_root():  # the neighbour's is another uid
            assert leftovers(cls.box.uid) == [], "something of the box is left"

    def key_echoes(self):
        self.echoes.stdin.write(b"k\n")
        self.echoes.stdin.flush()
        return self.echoes.stdout.readline() == b"k\n"

    def typed(self, program):
        return program

    def attempt(self, attack):
        helper = self.box.start("client", self.typed(self.stand.program(attack)))
        self.assertTrue(self.key_echoes())
        output, _ = helper.communicate(timeout=30)
        self.assertEqual(output.decode().rstrip("\n"), attack.seen)
        if attack.outside is not None:
            self.assertEqual(self.stand.outside(attack).rstrip("\n"), attack.outside)
        self.assertTrue(self.key_echoes())
        self.assertTrue(self.stand.lives())
        self.assertIsNone(self.box.process.poll())


def each_of(attacks):
    """Adds a test for each attack, named by what it tries."""

    def add(suite):
        for attack in attacks:
            name = "test_" + "".join(each if each.isalnum() else "_" for each in attack.tries)
            setattr(suite, name, lambda self, attack=attack: self.attempt(attack))
        return suite

    return add


@each_of(ATTACKS)
@unittest.skipUnless(main_is_root(), "needs real root")
class AttacksOnRootsServer(Attacks, unittest.TestCase):
    pass


@each_of(ATTACKS)
class AttacksOnAUsersServer(Attacks, unittest.TestCase):
    user = own_uid()


@each_of(KERNELS + NETWORKS)
class AttacksFromAShell(Attacks, unittest.TestCase):
    def typed(self, program):
        return ["bash", "-c", 'python3 -u -c "$1"; exit', "bash", program]


if __name__ == "__main__":
    unittest.main()
