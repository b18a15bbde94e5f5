"""The wire: a process that carries every frame over the links of a box, and tells of each.

It lives in its own network namespace with one port per linked host. A link with more than two
hosts behaves as a switch. The hosts' loopback interfaces are listened to, never interfered with.
"""

from __future__ import annotations

import errno
import fcntl
import os
import select
import signal
import time

from frame_log import FrameLog
from judge import Judge
from orders import Orders
from ports import Port, open_ports

F_SETPIPE_SZ = 1031  # <linux/fcntl.h>
BURST = 64  # frames read from one port before the others have their turn


class Wire:
    """The loop of the wire's process."""

    def __init__(self, ports: list, log: FrameLog, setting: dict, orders: int) -> None:
        self._log = log
        self._ports = {port.socket.fileno(): port for port in ports}
        self._judge = Judge(ports, log)
        self._judge.replace(setting)
        self._orders_fd = orders
        self._orders = Orders(orders, self._judge, log)
        self._poll = select.epoll()
        for fd in (*self._ports, orders):
            self._poll.register(fd, select.EPOLLIN)

    def run(self) -> None:
        """Carries frames until the process is killed."""
        self._log.flush()  # the setting it was built with
        while True:
            for fd, _ in self._ready():
                if fd != self._orders_fd:
                    self._read(self._ports[fd])
                elif not self._orders.read():
                    self._poll.unregister(fd)
            if not self._judge.all_pass:
                self._judge.settle()
            self._log.flush()

    def _ready(self) -> list:
        """Descriptors that can be read; none when only a frame under way is due.

        epoll_wait(2) counts in milliseconds, select(2) in microseconds, and an epoll descriptor
        can be selected.
        """
        transit = self._judge.transit
        if not transit:
            return self._poll.poll()
        wait = max(0, transit.next_due() - time.monotonic_ns()) / 1e9
        select.select([self._poll], [], [], wait)
        return self._poll.poll(0)

    def _read(self, port: Port) -> None:
        for _ in range(BURST):
            try:
                data, at = port.receive()
            except BlockingIOError:
                return
            except OSError as error:
                if error.errno != errno.ENETDOWN:  # the host is gone
                    raise
                self._poll.unregister(port.socket.fileno())
                return
            self._judge.take(port, data, at)


class Ends:
    """The supervisor's ends of the two pipes to the wire, as descriptors."""

    def __init__(self, events: int, orders: int) -> None:
        self.events = events
        self.orders = orders


def start(box_hosts: list, keeper, setting: dict) -> Ends:
    """Forks the wire. Its ports are open and the setting is in force on return."""
    events, report = os.pipe2(os.O_CLOEXEC)
    hears, orders = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
    fcntl.fcntl(report, F_SETPIPE_SZ, 1 << 20)  # a burst need not wait for the relay
    if keeper.fork() == 0:
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.dup2(os.open("/dev/null", os.O_RDWR), 0)
            os.dup2(0, 1)
            wire = Wire(open_ports(box_hosts), FrameLog(report), setting, hears)
            os.close(orders)
            os.write(report, b"\n")
            wire.run()
        except BaseException as error:
            os.write(2, ("wire: %s\n" % error).encode())
        os._exit(1)
    os.close(report)
    os.close(hears)
    if os.read(events, 1) != b"\n":
        raise OSError(0, "the wire did not start")
    return Ends(events, orders)
