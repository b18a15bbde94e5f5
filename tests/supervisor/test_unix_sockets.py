"""Unix sockets in the table: paths, abstract names, who is at the other end, and whose they are."""

import unittest

from box_client import PAIR, SOLO, Box
from test_stepping import HELLO, line
from wire_client import serving

SERVE = (
    "import socket; s = socket.socket(socket.AF_UNIX); s.bind(%r); s.listen(4); print('up');input()"
)
ACCEPT = SERVE.replace("input()", "c, _ = s.accept(); input()")
CONNECT = (
    "import socket; c = socket.socket(socket.AF_UNIX); c.connect(%r); c.sendall(b'hello'); input()"
)


class Unix(unittest.TestCase):
    def test_a_connection_is_two_sockets_that_name_each_other(self):
        with Box(SOLO) as box:
            box.start("pc", ACCEPT % "/tmp/door", "server").stdout.readline()
            box.start("pc", CONNECT % "/tmp/door", "client")
            accepted = box.wait_row("pc", local="/tmp/door", recvQ=5)
            rows = box.table("pc")
            listener, connected = [row for row in rows if row["inode"] != accepted["inode"]][::-1]
            if listener["state"] != "LISTEN":
                listener, connected = connected, listener
            for row in rows:
                self.assertEqual(
                    (row["protocol"], row["family"], row["kind"]), ("unix", "unix", "stream")
                )
            self.assertEqual((listener["state"], listener["sendQ"]), ("LISTEN", 4))
            self.assertEqual((connected["state"], connected["peer"]), ("ESTABLISHED", "/tmp/door"))
            self.assertEqual(connected["peerInode"], accepted["inode"])
            self.assertEqual(accepted["peerInode"], connected["inode"])
            self.assertEqual(
                [row["owners"][0]["program"] for row in (listener, accepted, connected)],
                ["server", "server", "client"],
            )

    def test_connections_nobody_accepted_wait_in_the_queue(self):
        with Box(SOLO) as box:
            box.start("pc", SERVE % "\0door", "server").stdout.readline()
            for _ in range(2):
                box.start("pc", CONNECT % "\0door")
            box.wait_row("pc", local="@door", state="LISTEN", recvQ=2)
            clients = [row for row in box.table("pc") if row["state"] == "ESTABLISHED"]
            self.assertEqual([row["peer"] for row in clients], ["@door", "@door"])
            self.assertEqual([row.get("peerInode") for row in clients], [None, None])
            self.assertEqual([row["sendQ"] > 0 for row in clients], [True, True])

    def test_a_connection_whose_other_end_closes_stays_a_row(self):
        program = "import socket; a, b = socket.socketpair(); input(); b.close(); input()"
        with Box(SOLO) as box:
            helper = box.start("pc", program, "pc")
            row = box.wait_row("pc", peerInode=lambda inode: inode is not None)
            first = len(box.events("sockets")) - 1
            helper.stdin.write(b"\n")
            helper.stdin.flush()
            box.wait_row("pc", state="ESTABLISHED", peerInode=None)
            tables = [event["sockets"] for event in box.events("sockets")[first:]]
            rows = [[each["inode"] for each in table] for table in tables]
            survivor = rows[-1][0]
            self.assertTrue(all(survivor in inodes for inodes in rows), rows)
            self.assertIn(row["inode"], rows[0])

    def test_one_whose_other_end_closed_before_anybody_looked_is_a_row(self):
        program = "import socket; a, b = socket.socketpair(); b.close(); input()"
        with Box(SOLO) as box:
            box.start("pc", program, "pc")
            box.wait_row("pc", state="ESTABLISHED", peerInode=None)

    def test_datagrams_and_records_are_told_apart(self):
        program = (
            "import socket; a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM);"
            "c, d = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET); a.send(b'four');"
            "input()"
        )
        with Box(SOLO) as box:
            box.start("pc", program, "pc")
            filled = box.wait_row("pc", kind="dgram", recvQ=4)
            self.assertEqual((filled["state"], filled["local"]), (None, None))
            rows = {row["inode"]: row for row in box.table("pc")}
            self.assertEqual(rows[filled["peerInode"]]["kind"], "dgram")
            records = [row["state"] for row in rows.values() if row["kind"] == "seqpacket"]
            self.assertEqual(records, ["ESTABLISHED", "ESTABLISHED"])

    def test_each_host_has_its_own(self):
        with Box(PAIR) as box:
            box.start("server", ACCEPT % "\0door", "server").stdout.readline()
            box.wait_row("server", state="LISTEN")
            self.assertEqual(box.table("client"), [])

    def test_a_pair_shared_with_a_child_has_two_owners(self):
        program = (
            "import os, socket, time; a, b = socket.socketpair(); child = os.fork();"
            "(b if child else a).close(); time.sleep(1000)"
        )
        with Box(SOLO) as box:
            box.start("pc", program, "family")
            box.wait_for(lambda _line: _held(box.events("sockets")[-1]["sockets"]) == [(3,), (4,)])
            mine, its = box.events("sockets")[-1]["sockets"]
            self.assertNotEqual(mine["owners"][0]["pid"], its["owners"][0]["pid"])

    def test_the_stepper_s_channel_is_not_the_learner_s(self):
        with Box(SOLO) as box:
            serving(box, SERVE % "/tmp/door", "pc")
            script = ["python3", "/opt/sockscope/stepper/fake.py", HELLO, line(), "wait"]
            box.start("pc", script, "stepped")
            box.wait_event("line")
            self.assertEqual([row["local"] for row in box.table("pc")], ["/tmp/door"])
            channels = [row for row in box.events("sockets") if len(row["sockets"]) > 1]
            self.assertEqual(channels, [])


def _held(rows):
    """Descriptors of each socket that is held, in order."""
    return sorted(tuple(sorted(owner["fd"] for owner in row["owners"])) for row in rows)


if __name__ == "__main__":
    unittest.main()
