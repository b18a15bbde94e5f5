"""In a plain box: what is beyond loopback is refused before the call, in words; the rest is not."""

import unittest

from .harness import HERE, on_every_python
from .stepped import Stepped

SCENE = HERE / "scenes" / "beyond_loopback.py"
HERE_IS = "here is 127.0.0.0/8 and nothing else (a plain box of Sockscope)"
NO_ADDRESS = "OSError [Errno 99] Cannot assign requested address: " + HERE_IS
NO_WAY = "OSError [Errno 101] Network is unreachable: " + HERE_IS
NO_NAME = "gaierror [Errno -2] Name or service not known: " + HERE_IS

SAID = {
    "bind 127.0.0.2": "done",
    "bind ''": "done",
    "bind '0.0.0.0'": "done",
    "bind 'localhost'": "done",
    "bind 10.0.0.1": NO_ADDRESS,
    "bind 8.8.8.8": NO_ADDRESS,
    "bind 192.0.2.7": NO_ADDRESS,
    "bind 2001:db8::1": NO_ADDRESS,
    "connect 127.0.0.2": "done",
    "connect 127.2": "done",
    "connect 10.0.0.1": NO_WAY,
    "connect 8.8.8.8": NO_WAY,
    "connect_ex 10.0.0.1": NO_WAY,
    "connect ::ffff:8.8.8.8": NO_WAY,
    "sendto 127.0.0.1": "done",
    "sendto 8.8.8.8": NO_WAY,
    "sendto group": NO_WAY,
    "getaddrinfo number": "done",
    "getaddrinfo localhost": "done",
    "getaddrinfo name": NO_NAME,
    "create_connection name": NO_NAME,
    "gethostbyname name": NO_NAME,
    "gethostbyaddr 127.0.0.1": "done",
    "gethostbyaddr 8.8.8.8": "herror [Errno 1] Unknown host: " + HERE_IS,
    "unix": "done",
    "unix abstract": "done",
}


def said(output):
    """What the scene said of each thing it tried."""
    lines = [line for line in output.splitlines() if line]
    words = ("done", "OSError", "PermissionError", "gaierror", "herror")
    found = {}
    for line in lines:
        start = min(line.index(" " + word) for word in words if " " + word in line)
        found[line[:start]] = line[start + 1 :]
    return found


class Loopback(unittest.TestCase):
    maxDiff = None

    def outcome(self, *only, **variables):
        with Stepped(self.python, SCENE, *only, start="run", variables=variables) as program:
            ended = program.outcome()
        self.assertEqual((ended.err, ended.code), ("", 0))
        return said(ended.out), program.events

    @on_every_python
    def test_a_call_that_would_lead_out_is_refused_in_words_and_told_with_its_errno(self):
        found, events = self.outcome(SOCKSCOPE_LOOPBACK="only")
        message = found.pop("sendmsg 127.0.0.1")
        self.assertRegex(message, r"PermissionError \[Errno 1\] .*no sendmsg\(\)")
        found.pop("bind ::1")  # a machine may be without IPv6
        self.assertEqual(found, SAID)
        told = [(e["call"], e["errno"]) for e in events if e["type"] == "return" and e["errno"]]
        self.assertEqual(told.count(("bind", 99)), 4)
        self.assertIn(("connect", 101), told)

    @on_every_python
    def test_in_another_box_the_kernel_alone_judges(self):
        found, _ = self.outcome("sendmsg 127.0.0.1", "bind 192.0.2.7")
        refused = "OSError [Errno 99] Cannot assign requested address"
        self.assertEqual(found, {"sendmsg 127.0.0.1": "done", "bind 192.0.2.7": refused})


if __name__ == "__main__":
    unittest.main()
