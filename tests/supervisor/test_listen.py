"""A checker's listener: programs of a box connect to it, and what it accepts is a peer."""

import base64
import errno
import unittest

from box_client import PAIR, SOLO, Box

HERE = {"listener": "l1", "host": "server", "port": 3333}
CONNECT = "import socket; c = socket.create_connection(('server', 3333)); "


def heard(box, peer):
    """All bytes that a peer has received so far."""
    data = [each["bytes"] for each in box.events("peer", peer=peer, what="data")]
    return b"".join(map(base64.b64decode, data))


class Listen(unittest.TestCase):
    def test_an_accepted_connection_behaves_as_a_dialled_one(self):
        with Box(PAIR) as box:
            self.assertIsNone(box.command("listen", **HERE)["error"])
            client = box.start(
                "client",
                CONNECT + "c.sendall(b'hello'); c.shutdown(socket.SHUT_WR);"
                "print(c.recv(100)); print(c.recv(100))",
            )
            box.wait_event("peer", peer="l1-1", what="eof")
            self.assertEqual(heard(box, "l1-1"), b"hello")
            box.command("dial-send", peer="l1-1", bytes=base64.b64encode(b"welcome").decode())
            self.assertEqual(client.stdout.readline(), b"b'welcome'\n")
            box.command("dial-end", peer="l1-1")
            self.assertEqual(client.stdout.readline(), b"b''\n")
            self.assertIsNone(box.command("dial-close", peer="l1-1", reset=False)["error"])

    def test_what_was_queued_is_sent_before_a_close(self):
        # It was lost: an answer of 100,000 bytes came cut after what one send had taken.
        with Box(PAIR) as box:
            box.command("listen", **HERE)
            slow = "n = 0\nwhile data := c.recv(4096): n += len(data)\nprint(n)"
            client = box.start("client", CONNECT + "input()\n" + slow)
            box.wait_event("accepted", peer="l1-1")
            data = base64.b64encode(b"x" * 3_000_000).decode()
            box.command("dial-send", peer="l1-1", bytes=data)
            box.command("dial-close", peer="l1-1", reset=False)
            client.stdin.write(b"\n")
            client.stdin.flush()
            self.assertEqual(client.stdout.readline(), b"3000000\n")

    def test_it_is_told_before_its_data_with_the_address_of_its_other_end(self):
        with Box(PAIR) as box:
            box.command("listen", **HERE)
            _, own = box.run("client", CONNECT + "c.sendall(b'x'); print(c.getsockname()[1])")
            told = box.wait_event("accepted", peer="l1-1")
            data = box.wait_event("peer", peer="l1-1", what="data")
            self.assertEqual(told["listener"], "l1")
            self.assertEqual(told["address"], "10.0.0.1:%s" % own.strip())
            self.assertLess(box.lines.index(told), box.lines.index(data))

    def test_all_connections_are_accepted_while_the_first_is_open(self):
        with Box(PAIR) as box:
            box.command("listen", **HERE)
            many = (
                "import socket\n"
                "all = [socket.create_connection(('server', 3333)) for _ in range(40)]\n"
                "for n, each in enumerate(all): each.sendall(b'%d' % n)\n"
            )
            self.assertEqual(box.run("client", many), (0, ""))
            for n in range(40):
                box.wait_event("peer", peer="l1-%d" % (n + 1), what="eof")
                self.assertEqual(heard(box, "l1-%d" % (n + 1)), b"%d" % n)

    def test_the_table_shows_the_listener_and_it_is_reached_on_every_address(self):
        with Box(SOLO) as box:
            box.command("listen", listener="l1", host="pc", port=3333)
            rows = [row for row in box.table("pc") if row["state"] == "LISTEN"]
            self.assertEqual(
                [(row["local"], row["sendQ"]) for row in rows], [("0.0.0.0:3333", 128)]
            )
            reach = "import socket; print(socket.create_connection((%r, 3333)).getpeername()[0])"
            for address in ("127.0.0.1", "127.0.0.9"):
                self.assertEqual(box.run("pc", reach % address), (0, address + "\n"))

    def test_a_taken_port_is_refused_with_the_errno_of_the_kernel(self):
        with Box(PAIR) as box:
            serve = "import socket; s = socket.create_server(('10.0.0.2', 3333)); print(1); input()"
            server = box.start("server", serve)
            server.stdout.readline()
            self.assertEqual(box.command("listen", **HERE)["errno"], errno.EADDRINUSE)
            other_host = dict(HERE, host="client")
            self.assertIsNone(box.command("listen", **other_host)["error"])

    def test_of_two_that_share_a_port_the_one_with_the_exact_address_is_called(self):
        with Box(PAIR) as box:
            box.command("listen", **dict(HERE, shared=True))
            exact = dict(HERE, listener="l2", address="10.0.0.2", shared=True)
            self.assertIsNone(box.command("listen", **exact)["error"])
            there = {"host": "client", "address": "10.0.0.2", "port": 3333}
            box.command("dial", peer="p1", ownPort=40001, **there)
            told = box.wait_event("accepted")
            self.assertEqual((told["listener"], told["address"]), ("l2", "10.0.0.1:40001"))
            taken = box.command("dial", peer="p2", ownPort=40001, **there)
            self.assertIn(taken["errno"], (errno.EADDRINUSE, errno.EADDRNOTAVAIL))

    def test_unlisten_frees_the_port_and_leaves_what_was_accepted(self):
        with Box(PAIR) as box:
            box.command("listen", **HERE)
            talk = "print(c.recv(100).decode()); input()"
            first = box.start("client", CONNECT + talk)
            box.wait_event("accepted", peer="l1-1")
            box.command("unlisten", listener="l1")
            code, output = box.run("client", CONNECT)
            self.assertEqual(code, 1)
            self.assertIn("ConnectionRefusedError", output)
            box.command("dial-send", peer="l1-1", bytes=base64.b64encode(b"still here").decode())
            self.assertEqual(first.stdout.readline(), b"still here\n")
            again = box.command("listen", **dict(HERE, listener="l2"))
            self.assertIsNone(again["error"])

    def test_a_program_that_ends_with_unread_bytes_resets_and_that_is_told(self):
        with Box(PAIR) as box:
            box.command("listen", **HERE)
            client = box.start("client", CONNECT + "print(1); input()")
            client.stdout.readline()
            box.wait_event("accepted", peer="l1-1")
            box.command("dial-send", peer="l1-1", bytes=base64.b64encode(b"unread").decode())
            box.wait_row("client", state="ESTABLISHED", recvQ=6)
            client.stdin.close()
            told = box.wait_event("peer", peer="l1-1", what="error")
            self.assertEqual(told["errno"], errno.ECONNRESET)

    def test_an_unknown_host_is_refused_and_an_unknown_listener_is_none(self):
        with Box(PAIR) as box:
            self.assertIn("no host", box.command("listen", **dict(HERE, host="nope"))["error"])
            self.assertIsNone(box.command("unlisten", listener="never")["error"])

    def test_of_a_flood_the_rest_stays_in_the_queue_and_the_box_in_order(self):
        with Box(PAIR) as box:
            box.command("listen", **HERE)
            flood = (
                CONNECT + "\nfor _ in range(300 - 1): socket.create_connection(('server', 3333))"
            )
            self.assertEqual(box.run("client", flood), (0, ""))
            box.wait_event("accepted", peer="l1-256")
            box.command("sample")
            self.assertEqual(len(box.events("accepted")), 256)
            listener = [row for row in box.table("server") if row["state"] == "LISTEN"]
            self.assertEqual(len(listener), 1)
            self.assertEqual(box.events("fault"), [])


if __name__ == "__main__":
    unittest.main()
