"""The learner's filter, run by an interpreter of the test's own: that for other machines too."""

import errno
import struct
import sys
import unittest

from box_client import SUPERVISOR

sys.path.append(SUPERVISOR)

import seccomp  # noqa: E402  (the folder of the supervisor's own modules)

# <linux/audit.h>: i386, and ARM of 32 bits.
OTHERS = {"x86_64": 0x40000003, "aarch64": 0x40000028}
HARMLESS = {"x86_64": (0, 1, 39, 45, 59, 257), "aarch64": (63, 64, 172, 207, 221, 56)}
MMAP = {"x86_64": 9, "aarch64": 222}


def judged(program, architecture, number, arguments=()):
    """What the filter answers: the kernel's classic BPF on struct seccomp_data (seccomp(2))."""
    data = struct.pack("=IIQ6Q", number, architecture, 0, *arguments, *[0] * (6 - len(arguments)))
    at, held = 0, 0
    while True:
        code, yes, no, value = struct.unpack_from("=HBBI", program, at * 8)
        at += 1
        if code == seccomp.LOAD:
            (held,) = struct.unpack_from("=I", data, value)
        elif code == seccomp.AND:
            held &= value
        elif code == seccomp.RETURN:
            return value
        else:
            holds = {
                seccomp.JUMP_EQUAL: held == value,
                seccomp.JUMP_GREATER_EQUAL: held >= value,
                seccomp.JUMP_SET: bool(held & value),
            }[code]
            at += yes if holds else no


class Filter(unittest.TestCase):
    def on_each_machine(self):
        for column, machine in enumerate(("x86_64", "aarch64")):
            program = seccomp.learner_filter(machine)
            own = seccomp.AUDIT_ARCH[machine]

            def ask(number, *arguments, program=program, own=own):
                return judged(program, own, number, arguments)

            with self.subTest(machine):
                yield machine, column, ask, program

    def test_every_call_of_the_list_is_refused_and_others_are_not(self):
        for machine, column, ask, _ in self.on_each_machine():
            for name, numbers in seccomp.DENIED.items():
                if numbers[column] is not None:
                    self.assertEqual(ask(numbers[column]), seccomp.ERRNO | errno.EPERM, name)
            for number in HARMLESS[machine]:
                self.assertEqual(ask(number), seccomp.ALLOW)

    def test_another_architecture_is_the_end_of_the_process(self):
        for machine, _, _, program in self.on_each_machine():
            self.assertEqual(judged(program, OTHERS[machine], 0), seccomp.KILL_PROCESS)

    def test_a_child_may_be_born_but_no_namespace(self):
        for machine, _, ask, _ in self.on_each_machine():
            clone = seccomp.CLONE[machine]
            self.assertEqual(ask(clone, 0x1200011), seccomp.ALLOW)
            for kind in (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 1 << 30):
                self.assertEqual(ask(clone, kind | 17), seccomp.ERRNO | errno.EPERM)
            self.assertEqual(ask(seccomp.CLONE3), seccomp.ERRNO | errno.ENOSYS)

    def test_sockets_are_of_four_families_and_netlink_of_two_protocols(self):
        for machine, _, ask, _ in self.on_each_machine():
            for number in seccomp.SOCKET[machine]:
                ends = [ask(number, family, 3, 0) for family in range(64)]
                allowed = [family for family, end in enumerate(ends) if end == seccomp.ALLOW]
                self.assertEqual(allowed, [1, 2, 10, 16])
                self.assertEqual(ends[17], seccomp.ERRNO | errno.EAFNOSUPPORT)
                spoken = [each for each in range(32) if ask(number, 16, 3, each) == seccomp.ALLOW]
                self.assertEqual(spoken, [0, 4])

    def test_memory_is_shared_by_a_name_or_not_at_all(self):
        shared, private, anonymous = 0x01, 0x02, 0x20
        for machine, _, ask, _ in self.on_each_machine():

            def mapped(flags, ask=ask, machine=machine):
                return ask(MMAP[machine], 0, 4096, 3, flags)

            for flags in (shared, private, private | anonymous, private | anonymous | 0x20000):
                self.assertEqual(mapped(flags), seccomp.ALLOW)
            for flags in (shared | anonymous, shared | anonymous | 0x8000):
                self.assertEqual(mapped(flags), seccomp.ERRNO | errno.EPERM)

    def test_terminals_take_what_they_must_and_no_more(self):
        for machine, _, ask, _ in self.on_each_machine():
            ioctl = seccomp.IOCTL[machine]
            self.assertEqual(ask(ioctl, 0, 0x5413), seccomp.ALLOW)  # TIOCGWINSZ
            for request in (0x5412, 0x541C, 0x5423):
                self.assertEqual(ask(ioctl, 0, request), seccomp.ERRNO | errno.EPERM)

    def test_of_a_plain_box_the_sockets_of_the_internet_are_asked_for(self):
        for machine, _, _, _ in self.on_each_machine():
            program = seccomp.socket_filter(machine)
            make, pair = seccomp.SOCKET[machine]
            own = seccomp.AUDIT_ARCH[machine]
            asked = [
                family
                for family in range(64)
                if judged(program, own, make, (family, 1, 0)) == seccomp.USER_NOTIF
            ]
            self.assertEqual(asked, [2, 10])
            # The kernel reads an int, whatever stands above it.
            wide = judged(program, own, make, (1 << 32 | 2, 1, 0))
            self.assertEqual(wide, seccomp.USER_NOTIF)
            self.assertEqual(judged(program, own, pair, (2, 1, 0)), seccomp.ALLOW)

    def test_of_a_plain_box_nothing_is_sent_with_control_data_and_no_group_is_joined(self):
        eperm = seccomp.ERRNO | errno.EPERM
        for machine, _, _, _ in self.on_each_machine():
            program, own = seccomp.packet_filter(machine), seccomp.AUDIT_ARCH[machine]

            def ask(number, *arguments, program=program, own=own):
                return judged(program, own, number, arguments)

            for number in seccomp.SENDMSG[machine]:
                self.assertEqual(ask(number, 3, 0, 0), eperm)
            option = seccomp.SETSOCKOPT[machine]
            joined = {(0, 35), (0, 39), (0, 42), (0, 46), (41, 20), (41, 27), (41, 42), (41, 46)}
            refused = {
                (level, name)
                for level in (0, 1, 6, 17, 41)
                for name in range(80)
                if ask(option, 3, level, name) == eperm
            }
            self.assertEqual(refused, joined)
            self.assertEqual(ask(option, 3, 1 << 32, 35), eperm)
            kill = seccomp.KILL[machine]
            self.assertEqual(
                [ask(kill, pid, 9) for pid in (-1 & 0xFFFFFFFF, 7, 0)],
                [eperm] + [seccomp.ALLOW] * 2,
            )


if __name__ == "__main__":
    unittest.main()
