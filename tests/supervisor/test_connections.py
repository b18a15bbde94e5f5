"""What TCP keeps of a connection: windows, times, what was sent again, and timers that run."""

import time
import unittest

from box_client import PAIR, Box
from wire_client import OPEN, rule, serving, setting, wait_frames

SECOND = 1_000_000_000
SERVE = (
    "import socket; s = socket.create_server(('10.0.0.2', 3333)); print('up');"
    "c, _ = s.accept(); input()"
)
CONNECT = "import socket; c = socket.create_connection(('10.0.0.2', 3333)); input();"
DROP_DATA = rule("data", "drop", protocol="tcp", data=True)


def tell(program):
    """Lets a program's input() return."""
    program.stdin.write(b"\n")
    program.stdin.flush()


class Connection(unittest.TestCase):
    def test_a_fresh_connection_has_the_textbook_s_figures(self):
        with Box(PAIR) as box:
            serving(box, SERVE)
            box.start("client", CONNECT)
            row = box.wait_row("client", state="ESTABLISHED")
            tcp = row["tcp"]
            self.assertEqual((tcp["cwnd"], tcp["ssthresh"]), (10, None))  # RFC 6928
            self.assertEqual(tcp["mss"], 1448)  # 1500 less both headers and the time stamp
            self.assertEqual((tcp["unacked"], tcp["retransmits"]), (0, 0))
            self.assertTrue(0 < tcp["rttUs"] < SECOND // 1000)
            self.assertTrue(200 <= tcp["rtoMs"] < 1000)
            self.assertIsInstance(tcp["sndWscale"], int)
            self.assertNotIn("timer", row)
            listener = box.wait_row("server", state="LISTEN")
            self.assertNotIn("tcp", listener)

    def test_a_lost_segment_is_sent_again_and_the_window_shrinks(self):
        with Box(PAIR) as box:
            serving(box, SERVE)
            client = box.start("client", CONNECT + "c.sendall(b'hello'); input()")
            box.wait_row("client", state="ESTABLISHED")
            box.command("wire-set", **setting(DROP_DATA))
            tell(client)
            row = box.wait_row("client", timer=lambda timer: timer and timer["count"] >= 2)
            tcp = row["tcp"]
            self.assertEqual(row["timer"]["kind"], "retransmit")
            self.assertEqual((tcp["cwnd"], tcp["unacked"]), (1, 1))
            self.assertIsNotNone(tcp["ssthresh"])
            self.assertGreaterEqual(tcp["retransmits"], 2)
            self.assertGreaterEqual(tcp["totalRetransmits"], 2)
            self.assertGreaterEqual(tcp["rtoMs"], 800)  # 200 doubled twice
            at = box.events("sockets", host="client")[-1]["at"]
            self.assertGreater(row["timer"]["expiresAt"], at - 2 * SECOND)
            box.command("wire-set", **OPEN)
            done = box.wait_row("client", after=len(box.lines), sendQ=0, state="ESTABLISHED")
            self.assertEqual((done["tcp"]["retransmits"], done["tcp"]["unacked"]), (0, 0))
            self.assertNotIn("timer", done)

    def test_a_syn_that_nobody_answers_is_sent_again_by_a_timer(self):
        hold = rule("syn", "hold", protocol="tcp", flags=["SYN"])
        with Box(PAIR, wire=setting(hold)) as box:
            box.start("client", CONNECT)
            row = box.wait_row("client", state="SYN-SENT", timer=lambda timer: timer is not None)
            self.assertEqual((row["timer"]["kind"], row["timer"]["count"]), ("retransmit", 0))
            box.wait_row("client", tcp=lambda tcp: tcp and tcp["retransmits"] == 1)

    def test_a_connection_half_open_belongs_to_nobody(self):
        hold = rule("ack", "hold", protocol="tcp", flags=["ACK"])
        with Box(PAIR, wire=setting(hold)) as box:
            serving(box, SERVE)
            box.start("client", CONNECT)
            wait_frames(box, "held")
            row = box.wait_row("server", state="SYN-RECEIVED")
            self.assertEqual((row["inode"], row["owners"]), (0, []))
            self.assertEqual(row["timer"]["kind"], "retransmit")
            self.assertNotIn("tcp", row)

    def test_time_wait_ends_at_one_time_at_every_look(self):
        with Box(PAIR) as box:
            server = serving(box, SERVE.replace("input()", "c.recv(1)"))
            client = box.start("client", CONNECT + "c.close(); input()")
            box.wait_row("client", state="ESTABLISHED")
            tell(client)
            row = box.wait_row("client", state="TIME-WAIT")
            server.wait()
            self.assertEqual(row["timer"]["kind"], "time-wait")
            left = row["timer"]["expiresAt"] - time.monotonic_ns()
            self.assertTrue(50 * SECOND < left <= 61 * SECOND, left)
            box.table("client")
            seen = len(box.events("sockets"))
            for _ in range(5):
                time.sleep(0.05)  # the kernel's ticks have to pass for the test to mean something
                box.table("client")
            self.assertEqual(len(box.events("sockets")), seen)

    def test_a_silent_connection_may_be_asked_after(self):
        with Box(PAIR) as box:
            serving(box, SERVE)
            keep = "c.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1); input()"
            tell(box.start("client", CONNECT + keep))
            row = box.wait_row("client", timer=lambda timer: timer is not None)
            self.assertEqual(row["timer"]["kind"], "keepalive")

    def test_a_closed_window_is_probed(self):
        with Box(PAIR) as box:
            serving(box, SERVE)
            tell(box.start("client", CONNECT + "c.sendall(bytes(8 << 20))"))
            row = box.wait_row("client", timer=lambda timer: timer and timer["kind"] == "probe")
            self.assertGreater(row["sendQ"], 0)


class Idle(unittest.TestCase):
    def test_connections_at_rest_are_told_of_once(self):
        with Box(PAIR) as box:
            serving(box, SERVE)
            tell(box.start("client", CONNECT + "c.sendall(b'hello'); input()"))
            box.wait_row("server", recvQ=5, state="ESTABLISHED")
            box.wait_row("client", sendQ=0, state="ESTABLISHED", tcp=lambda tcp: not tcp["unacked"])
            box.table("client")
            seen = len(box.events("sockets"))
            for _ in range(5):
                box.table("client")
            self.assertEqual(len(box.events("sockets")), seen)


if __name__ == "__main__":
    unittest.main()
