"""The kernel's socket table as rows: states, addresses, queues and owners."""

import unittest

from box_client import PAIR, SOLO, Box


class Table(unittest.TestCase):
    def test_an_empty_table_is_told_when_the_box_opens(self):
        with Box(PAIR) as box:
            tables = box.events("sockets")
            self.assertEqual(
                [(each["host"], each["sockets"]) for each in tables],
                [("client", []), ("server", [])],
            )

    def test_a_socket_is_fresh_then_bound_then_listening(self):
        program = (
            "import socket; s = socket.socket(); input(); s.bind(('10.0.0.2', 3333)); input();"
            "s.listen(5); input()"
        )
        with Box(PAIR) as box:
            helper = box.start("server", program, "server")
            fresh = box.wait_row("server", local=None)
            self.assertEqual((fresh["protocol"], fresh["state"]), ("tcp", "CLOSED"))
            helper.stdin.write(b"\n")
            helper.stdin.flush()
            bound = box.wait_row("server", local="10.0.0.2:3333")
            self.assertEqual((bound["state"], bound["peer"]), ("CLOSED", None))
            helper.stdin.write(b"\n")
            helper.stdin.flush()
            listening = box.wait_row("server", state="LISTEN")
            self.assertEqual((listening["recvQ"], listening["sendQ"]), (0, 5))
            self.assertEqual(
                {each["inode"] for each in (fresh, bound, listening)}, {bound["inode"]}
            )
            for row in (fresh, bound, listening):
                self.assertEqual([each["program"] for each in row["owners"]], ["server"])
                self.assertEqual(row["owners"][0]["fd"], 3)

    def test_the_owner_is_named_as_the_learner_would_see_it(self):
        program = (
            "import os, socket; s = socket.create_server(('', 3333)); print(os.getpid()); input()"
        )
        with Box(SOLO) as box:
            helper = box.start("pc", program, "shop")
            pid = int(helper.stdout.readline())
            row = box.wait_row("pc", state="LISTEN")
            self.assertEqual(row["owners"], [{"program": "shop", "pid": pid, "fd": 3}])
            self.assertEqual(row["local"], "0.0.0.0:3333")

    def test_connections_nobody_accepted_wait_in_the_queue(self):
        with Box(PAIR) as box:
            server = box.start(
                "server",
                "import socket; s = socket.create_server(('10.0.0.2', 3333), backlog=4);"
                "print(1); input()",
                "server",
            )
            server.stdout.readline()
            box.start(
                "client",
                "import socket; a = socket.create_connection(('server', 3333));"
                "b = socket.create_connection(('server', 3333)); input()",
            )
            box.wait_row("server", state="LISTEN", recvQ=2, sendQ=4)
            waiting = [row for row in box.table("server") if row["state"] == "ESTABLISHED"]
            self.assertEqual([row["owners"] for row in waiting], [[], []])
            self.assertEqual([row["inode"] for row in waiting], [0, 0])

    def test_the_side_that_closes_first_waits_and_the_other_is_in_close_wait(self):
        with Box(PAIR) as box:
            server = box.start(
                "server",
                "import socket; s = socket.create_server(('10.0.0.2', 3333)); print(1);"
                "c, _ = s.accept(); input(); c.close(); input()",
                "server",
            )
            server.stdout.readline()
            client = box.start(
                "client",
                "import socket; c = socket.create_connection(('server', 3333)); input(); c.close();"
                "input()",
                "client",
            )
            row = box.wait_row("client", state="ESTABLISHED")
            self.assertEqual(row["peer"], "10.0.0.2:3333")
            box.wait_row("server", state="ESTABLISHED", peer=row["local"])
            client.stdin.write(b"\n")
            client.stdin.flush()
            box.wait_row("server", state="CLOSE-WAIT")
            box.wait_row("client", state="FIN-WAIT-2")
            server.stdin.write(b"\n")
            server.stdin.flush()
            last = box.wait_row("client", state="TIME-WAIT")
            self.assertEqual((last["inode"], last["owners"]), (0, []))

    def test_udp_sockets_have_no_state(self):
        program = (
            "import socket; a = socket.socket(type=socket.SOCK_DGRAM); input();"
            "a.bind(('127.0.0.1', 5000)); b = socket.socket(type=socket.SOCK_DGRAM);"
            "b.connect(('127.0.0.1', 5000)); b.send(b'12345'); input()"
        )
        with Box(SOLO) as box:
            helper = box.start("pc", program, "pc")
            fresh = box.wait_row("pc", protocol="udp", local=None)
            self.assertIsNone(fresh["state"])
            helper.stdin.write(b"\n")
            helper.stdin.flush()
            box.wait_row("pc", protocol="udp", local="127.0.0.1:5000", recvQ=lambda n: n > 0)
            box.wait_row("pc", protocol="udp", peer="127.0.0.1:5000", state=None)

    def test_ipv6_addresses_stand_in_brackets(self):
        program = (
            "import socket; s = socket.create_server(('::', 80), family=socket.AF_INET6); input()"
        )
        with Box(SOLO) as box:
            box.start("pc", program, "pc")
            row = box.wait_row("pc", state="LISTEN")
            self.assertEqual((row["local"], row["family"]), ("[::]:80", "inet6"))

    def test_sockets_of_other_kinds_are_no_rows(self):
        program = "import socket; n = socket.socket(16, 3, 0); print(1); input()"  # AF_NETLINK
        with Box(SOLO) as box:
            box.start("pc", program, "pc").stdout.readline()
            self.assertEqual(box.table("pc"), [])

    def test_a_table_is_written_only_when_it_changed(self):
        with Box(PAIR) as box:
            box.start(
                "server", "import socket; s = socket.create_server(('', 1)); input()", "server"
            )
            box.wait_row("server", state="LISTEN")
            count = len(box.events("sockets"))
            for _ in range(3):
                box.command("sample")
            self.assertEqual(len(box.events("sockets")), count)

    def test_one_socket_held_by_two_processes_names_both(self):
        program = "import os, socket; s = socket.create_server(('', 3333)); os.fork(); input()"
        with Box(SOLO) as box:
            box.start("pc", program, "fork")
            row = box.wait_row("pc", owners=lambda owners: len(owners) == 2)
            self.assertEqual({each["program"] for each in row["owners"]}, {"fork"})
            self.assertEqual(len({each["pid"] for each in row["owners"]}), 2)

    def test_every_descriptor_of_a_socket_is_named(self):
        program = (
            "import os, socket, subprocess; s = socket.create_server(('', 3333));"
            "os.dup(s.fileno()); subprocess.run(['sleep', '1000'], pass_fds=[s.fileno()])"
        )
        with Box(SOLO) as box:
            box.start("pc", program, "shop")
            row = box.wait_row("pc", owners=lambda owners: len(owners) == 3)
            parent = row["owners"][0]["pid"]
            held = [(each["program"], each["pid"] == parent, each["fd"]) for each in row["owners"]]
            self.assertEqual(held, [("shop", True, 3), ("shop", True, 4), ("shop", False, 3)])

    def test_a_socket_made_while_nobody_tells_of_anything_is_seen(self):
        # The main thread sleeps all the time, and is all that the watch for blocked calls looks at.
        program = (
            "import socket, threading, time\n"
            "def later():\n"
            "    time.sleep(1.5); global s; s = socket.create_server(('', 3333))\n"
            "threading.Thread(target=later).start(); time.sleep(1000)"
        )
        with Box(SOLO) as box:
            box.start("pc", program, "pc")
            box.wait_row("pc", state="LISTEN")


if __name__ == "__main__":
    unittest.main()
