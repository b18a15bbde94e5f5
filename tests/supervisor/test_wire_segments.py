"""What the wire reads in a frame: right on frames made by hand, and never an exception."""

import os
import random
import struct
import sys
import unittest

from box_client import SUPERVISOR

sys.path.insert(0, SUPERVISOR)

from segments import ACK, FIN, SYN, may_open, parse  # noqa: E402
from streams import Streams  # noqa: E402

MACS = bytes(range(12))
EXTENSIONS = {0: b"\x3a\x00\x05\x02\x00\x00\x01\x00", 60: bytes(8), 43: bytes(8)}


def ethernet(kind, body):
    return MACS + kind + body


def ipv4(protocol, body, options=b"", fragment=0):
    length = 20 + len(options) + len(body)
    head = struct.pack(
        "!BBHHHBBH4s4s", 0x45 + len(options) // 4, 0, length, 7, fragment, 64, protocol, 0,
        bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2]),
    )  # fmt: skip
    return ethernet(b"\x08\x00", head + options + body)


def ipv6(number, body, extensions=()):
    chain = b""
    numbers = [kind for kind, _ in extensions] + [number]
    for (_, text), following in zip(extensions, numbers[1:]):
        chain += bytes([following]) + text[1:]
    body = chain + body
    head = struct.pack("!IHBB16s16s", 6 << 28, len(body), numbers[0], 64, bytes(16), bytes(16))
    return ethernet(b"\x86\xdd", head + body)


def tcp(flags, payload=b"", sequence=1000, options=b""):
    offset = (20 + len(options)) // 4 << 4
    head = struct.pack("!HHIIBBHHH", 4000, 80, sequence, 0, offset, flags, 1000, 0, 0)
    return head + options + payload


def udp(payload):
    return struct.pack("!HHHH", 4000, 53, 8 + len(payload), 0) + payload


class Parsing(unittest.TestCase):
    def test_tcp_behind_any_ip_header_has_ports_flags_and_a_span_of_numbers(self):
        segment = tcp(SYN | FIN | 8, b"hello", options=bytes(12))
        options = [(kind, EXTENSIONS[kind]) for kind in (0, 43, 60)]
        for frame in (
            ipv4(6, segment), ipv4(6, segment, options=bytes(8)), ipv4(6, segment) + bytes(20),
            ipv6(6, segment), ipv6(6, segment, options), ipv6(6, segment, [(44, bytes(8))]),
        ):  # fmt: skip
            read = parse(frame)
            self.assertEqual(
                (read.protocol, read.source_port, read.destination_port), ("tcp", 4000, 80)
            )
            self.assertEqual((read.sequence, read.span, read.fragment), (1000, 7, False))
            self.assertEqual(frame[read.payload : read.payload_end], b"hello")
            self.assertEqual(frame[read.checksum : read.checksum + 2], b"\0\0")
            self.assertIsNotNone(read.flow)
            self.assertTrue(may_open(frame))

    def test_a_padded_acknowledgement_carries_no_data(self):
        read = parse(ipv4(6, tcp(ACK)) + bytes(6))
        self.assertEqual((read.span, read.has_data()), (0, False))

    def test_udp_icmp_and_arp(self):
        read = parse(ipv4(17, udp(b"hi")))
        self.assertEqual((read.protocol, read.destination_port, read.flow), ("udp", 53, None))
        self.assertTrue(read.has_data())
        self.assertFalse(parse(ipv4(17, udp(b""))).has_data())
        read = parse(ipv4(1, bytes(8)))
        self.assertEqual((read.protocol, read.resolves, read.has_data()), ("icmp", False, False))
        read = parse(ethernet(b"\x08\x06", bytes(28)))
        self.assertEqual((read.protocol, read.resolves), ("arp", True))

    def test_of_icmpv6_discovery_resolves_and_an_echo_does_not(self):
        resolving = [
            kind for kind in range(256) if parse(ipv6(58, bytes([kind]) + bytes(7))).resolves
        ]
        self.assertEqual(resolving, [130, 131, 132, 133, 134, 135, 136, 137, 143])
        report = ipv6(58, bytes([143]) + bytes(7), [(0, EXTENSIONS[0])])
        self.assertTrue(parse(report).resolves)

    def test_a_later_fragment_has_a_protocol_and_bytes_but_no_ports(self):
        for frame in (
            ipv4(17, bytes(range(100)), fragment=185),
            ipv6(17, bytes(range(100)), [(44, b"\0\0\x05\xc8\0\0\0\1")]),
        ):
            read = parse(frame)
            self.assertEqual((read.protocol, read.fragment, read.source_port), ("udp", True, None))
            self.assertTrue(read.has_data())
        first = parse(ipv4(6, tcp(ACK, b"x"), fragment=0x2000))
        self.assertEqual((first.source_port, first.fragment, first.flow), (4000, True, None))

    def test_no_bytes_make_it_raise_or_point_outside_of_the_frame(self):
        chance = random.Random(3)
        shapes = [
            ipv4(6, tcp(SYN, b"hello", options=bytes(12)), options=bytes(8)),
            ipv4(17, udp(bytes(30))), ipv4(1, bytes(20)), ethernet(b"\x08\x06", bytes(28)),
            ipv6(6, tcp(ACK, b"x"), [(0, EXTENSIONS[0]), (44, bytes(8)), (60, EXTENSIONS[60])]),
            ipv6(58, bytes(24), [(51, bytes([0, 4]) + bytes(22))]), ipv6(17, udp(b"x")),
        ]  # fmt: skip
        for round_ in range(40_000):
            frame = bytearray(chance.choice(shapes))
            for _ in range(chance.randrange(6)):
                frame[chance.randrange(len(frame))] = chance.randrange(256)
            frame = bytes(frame[: chance.randrange(len(frame) + 1)])
            if round_ % 10 == 0:
                frame = os.urandom(chance.randrange(120))
            read = parse(frame)
            self.assertLessEqual(read.payload, read.payload_end)
            self.assertLessEqual(read.payload_end, max(len(frame), 14))
            if read.checksum is not None:
                self.assertLessEqual(read.checksum + 2, read.payload_end)
            if read.flow is not None and read.flags & SYN:
                self.assertTrue(may_open(frame), frame.hex())


class Numbers(unittest.TestCase):
    def test_places_count_from_the_syn_and_wrap(self):
        streams = Streams()
        streams.note(parse(ipv4(6, tcp(SYN, sequence=2**32 - 2))))
        for sequence, place in ((2**32 - 2, 0), (2**32 - 1, 1), (0, 2), (5, 7)):
            read = parse(ipv4(6, tcp(ACK, b"x", sequence=sequence)))
            streams.note(read)
            self.assertEqual(streams.place(read), place)

    def test_a_new_syn_begins_anew(self):
        streams = Streams()
        for start in (100, 900):
            streams.note(parse(ipv4(6, tcp(SYN, sequence=start))))
            self.assertEqual(streams.place(parse(ipv4(6, tcp(ACK, b"x", sequence=start + 1)))), 1)

    def test_a_stream_that_was_not_seen_to_open_counts_from_its_first_segment(self):
        streams = Streams()
        streams.note(parse(ipv4(6, tcp(ACK, b"x", sequence=500))))
        self.assertEqual(streams.place(parse(ipv4(6, tcp(ACK, b"x", sequence=501)))), 1)


if __name__ == "__main__":
    unittest.main()
