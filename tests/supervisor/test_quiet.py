"""A box in which nothing happens is looked at twice a second at most, by each that looks."""

import time
import unittest

from box_client import PAIR, Box

LOOKERS = 3  # at the tables, at blocked calls, at memory and cpu
A_SECOND = 2
LONG = 2  # s; a look every 50 ms would make four times as many
UNTIL_QUIET = 10


def wakes(pid):
    """How often a process has gone to sleep so far (proc(5))."""
    with open("/proc/%d/status" % pid) as file:
        return int(file.read().split("\nvoluntary_ctxt_switches:")[1].split()[0])


class Quiet(unittest.TestCase):
    def test_a_box_whose_program_waits_becomes_quiet(self):
        listens = "import socket; socket.create_server(('10.0.0.2', 3333)).accept()"
        with Box(PAIR) as box:
            box.start("server", listens, "server")
            box.wait_row("server", state="LISTEN")
            counts = []
            for _ in range(UNTIL_QUIET // LONG):
                before, began = wakes(box.process.pid), time.monotonic()
                time.sleep(LONG)
                seconds = time.monotonic() - began
                counts.append((wakes(box.process.pid) - before) / seconds)
                if counts[-1] <= LOOKERS * A_SECOND + 1:
                    return
            self.fail("wakes a second: %s" % counts)


if __name__ == "__main__":
    unittest.main()
