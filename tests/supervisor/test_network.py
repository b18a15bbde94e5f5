"""Frames on the wire and on loopback, and the checker's own connections."""

import base64
import unittest

from box_client import PAIR, SOLO, TRIO, Box

SERVE = (
    "import socket; s = socket.create_server((%r, 3333)); print('up');"
    "c, _ = s.accept(); data = c.recv(100); c.sendall(data); c.recv(1); c.close()"
)
ASK = (
    "import socket; c = socket.create_connection((%r, 3333)); c.sendall(b'hello');"
    "print(c.recv(100)); c.close()"
)
SYN, ACK, RST, FIN = 0x02, 0x10, 0x04, 0x01


def packet(event):
    return base64.b64decode(event["bytes"])


def tcp_flags(event):
    """Flags of an IPv4 TCP frame, None for any other frame."""
    data = packet(event)
    if data[12:14] != b"\x08\x00" or data[23] != 6:
        return None
    return data[14 + (data[14] & 15) * 4 + 13] & 0x17


def checksum_is_right(data):
    """Of the TCP segment in an Ethernet frame (RFC 9293, section 3.1)."""
    length = int.from_bytes(data[16:18], "big") - 20
    words = data[26:34] + bytes([0, 6]) + length.to_bytes(2, "big") + data[34 : 34 + length]
    words += b"\0" * (len(words) % 2)
    total = sum(int.from_bytes(words[i : i + 2], "big") for i in range(0, len(words), 2))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total == 0xFFFF


class Wire(unittest.TestCase):
    def test_a_connection_is_syn_syn_ack_ack_and_each_frame_is_delivered_once(self):
        with Box(PAIR) as box:
            server = box.start("server", SERVE % "10.0.0.2")
            self.assertEqual(server.stdout.readline(), b"up\n")
            self.assertEqual(box.run("client", ASK % "10.0.0.2"), (0, "b'hello'\n"))
            server.wait(5)
            box.command("sample")
            sent = box.events("frame", verb="sent")
            tcp = [each for each in sent if tcp_flags(each) is not None]
            opening = [(each["from"], tcp_flags(each)) for each in tcp[:3]]
            self.assertEqual(opening, [("client", SYN), ("server", SYN | ACK), ("client", ACK)])
            delivered = box.events("frame", verb="delivered")
            self.assertEqual([each["id"] for each in sent], [each["id"] for each in delivered])
            ends = {"client": "server", "server": "client"}
            for before, after in zip(sent, delivered):
                self.assertEqual(after["to"], ends[before["from"]])
                self.assertGreaterEqual(after["at"], before["at"])
                self.assertEqual(
                    (before["link"], before["to"], after["bytes"]), ("lan", None, None)
                )

    def test_checksums_are_finished_and_frames_are_no_longer_than_the_mtu(self):
        with Box(PAIR) as box:
            sink = (
                "import socket; s = socket.create_server(('10.0.0.2', 3333)); print('up');"
                "c, _ = s.accept(); n = 0\nwhile True:\n d = c.recv(65536); n += len(d)\n"
                " if not d: break\nprint(n)"
            )
            server = box.start("server", sink)
            server.stdout.readline()
            source = (
                "import socket; c = socket.create_connection(('server', 3333));"
                "c.sendall(bytes(100000)); c.close()"
            )
            self.assertEqual(box.run("client", source)[0], 0)
            self.assertEqual(server.stdout.readline(), b"100000\n")
            box.command("sample")
            tcp = [packet(f) for f in box.events("frame", verb="sent") if tcp_flags(f) is not None]
            self.assertGreater(len(tcp), 70)
            self.assertLessEqual(max(map(len, tcp)), 1514)
            self.assertTrue(all(map(checksum_is_right, tcp)))

    def test_a_closed_port_answers_with_rst(self):
        with Box(PAIR) as box:
            code, output = box.run("client", ASK % "10.0.0.2")
            self.assertEqual(code, 1)
            self.assertIn("ConnectionRefusedError", output)
            box.command("sample")
            flags = [tcp_flags(each) for each in box.events("frame", verb="sent")]
            self.assertEqual([each for each in flags if each is not None], [SYN, RST | ACK])

    def test_nothing_is_on_the_wire_that_no_program_sent(self):
        with Box(PAIR) as box:
            box.start("client", "import time; time.sleep(1.2)").wait(10)
            box.command("sample")
            self.assertEqual(box.events("frame"), [])

    def test_hardware_addresses_are_the_same_in_every_box(self):
        with Box(PAIR) as box:
            box.run("client", ASK % "10.0.0.2")
            box.command("sample")
            question = packet(box.events("frame", verb="sent")[0])
            self.assertEqual(question[6:12].hex(), "020000000001")
            self.assertEqual(question[:6].hex(), "ffffffffffff")

    def test_a_third_host_gets_broadcasts_but_not_the_conversation_of_others(self):
        with Box(TRIO) as box:
            server = box.start("server", SERVE % "10.0.0.2")
            server.stdout.readline()
            box.run("client", ASK % "server")
            box.command("sample")
            sent = {each["id"]: each for each in box.events("frame", verb="sent")}
            heard = box.events("frame", verb="delivered", to="other")
            self.assertGreater(len(heard), 0)
            for each in heard:
                self.assertEqual(packet(sent[each["id"]])[:6], b"\xff" * 6)

    def test_loopback_frames_are_seen_once_and_come_back_to_their_host(self):
        with Box(SOLO) as box:
            server = box.start("pc", SERVE % "127.0.0.1")
            server.stdout.readline()
            self.assertEqual(box.run("pc", ASK % "127.0.0.1"), (0, "b'hello'\n"))
            server.wait(5)
            box.command("sample")
            sent = box.events("frame", verb="sent", link="lo")
            flags = [tcp_flags(each) for each in sent]
            self.assertEqual(flags[:3], [SYN, SYN | ACK, ACK])
            self.assertEqual(flags.count(SYN), 1)
            delivered = box.events("frame", verb="delivered", link="lo")
            self.assertEqual([each["id"] for each in sent], [each["id"] for each in delivered])
            self.assertEqual({(each["from"], each["to"]) for each in delivered}, {("pc", "pc")})

    def test_a_flood_is_carried_on_when_the_trace_is_full(self):
        flood = (
            "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
            "while True: s.sendto(b'x', ('10.0.0.2', 9))\n"
        )
        with Box(PAIR) as box:
            quiet = "import socket; s=socket.socket(2,2); s.bind(('10.0.0.2',9)); print(1); input()"
            sink = box.start("server", quiet)
            sink.stdout.readline()
            box.start("client", flood, "flood")
            box.wait_event("truncated", what="frames")
            box.command("stop", program="flood")
            server = box.start("server", SERVE % "10.0.0.2")
            server.stdout.readline()
            self.assertEqual(box.run("client", ASK % "10.0.0.2"), (0, "b'hello'\n"))
            box.command("sample")
            self.assertEqual(len(box.events("frame", verb="sent")), 20000)
            self.assertEqual(len(box.events("truncated")), 1)


class Dial(unittest.TestCase):
    def test_a_dialled_connection_talks_to_a_program_and_hears_its_end(self):
        with Box(PAIR) as box:
            server = box.start("server", SERVE % "10.0.0.2")
            server.stdout.readline()
            where = {"peer": "p1", "host": "client", "address": "10.0.0.2", "port": 3333}
            self.assertIsNone(box.command("dial", **where)["error"])
            text = base64.b64encode(b"knock").decode()
            self.assertIsNone(box.command("dial-send", peer="p1", bytes=text)["error"])
            data = box.wait_event("peer", peer="p1", what="data")
            self.assertEqual(base64.b64decode(data["bytes"]), b"knock")
            box.command("dial-end", peer="p1")
            box.wait_event("peer", peer="p1", what="eof")
            self.assertIsNone(box.command("dial-close", peer="p1", reset=False)["error"])

    def test_a_refused_dial_gives_the_errno(self):
        with Box(PAIR) as box:
            where = {"peer": "p1", "host": "client", "address": "10.0.0.2", "port": 3333}
            self.assertEqual(box.command("dial", **where)["errno"], 111)

    def test_a_reset_reaches_the_program(self):
        with Box(PAIR) as box:
            server = box.start(
                "server",
                "import socket; s = socket.create_server(('10.0.0.2', 3333)); print('up');"
                "c, _ = s.accept(); print('in'); c.recv(9); c.recv(9)",
            )
            server.stdout.readline()
            where = {"peer": "p1", "host": "client", "address": "10.0.0.2", "port": 3333}
            box.command("dial", **where)
            self.assertEqual(server.stdout.readline(), b"in\n")
            box.command("dial-close", peer="p1", reset=True)
            self.assertIn(b"ConnectionResetError", server.stdout.read())

    def test_an_idle_dialled_connection_costs_no_cpu(self):
        with Box(PAIR) as box:
            server = box.start(
                "server",
                "import socket; s = socket.create_server(('10.0.0.2', 3333)); print('up');"
                "c, _ = s.accept(); c.close(); input()",
            )
            server.stdout.readline()
            where = {"peer": "p1", "host": "client", "address": "10.0.0.2", "port": 3333}
            box.command("dial", **where)
            box.wait_event("peer", peer="p1", what="eof")
            box.command("dial-end", peer="p1")

            def ticks():
                with open("/proc/%d/stat" % box.process.pid) as stat:
                    return sum(map(int, stat.read().rpartition(")")[2].split()[11:13]))

            before = ticks()
            box.run("client", "import time; time.sleep(1)")
            self.assertLess(ticks() - before, 50)  # a spinning loop takes 100 in this second


if __name__ == "__main__":
    unittest.main()
