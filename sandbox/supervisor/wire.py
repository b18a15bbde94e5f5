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
READY = b"\n"
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
            asked = False
            for fd, _ in self._ready():
                if fd == self._orders_fd:
                    asked = True
                else:
                    self._read(self._ports[fd])
            # Last: an answer says that all that had come before the order is told.
            if asked and not self._orders.read():
                self._poll.unregister(self._orders_fd)
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


class WireProcess:
    """The wire as the supervisor has it: two pipes, which are open before it is forked."""

    def __init__(self, hosts: list, setting: dict) -> None:
        self._hosts = hosts
        self._setting = setting
        self.events, self._report = os.pipe2(os.O_CLOEXEC)
        self._hears, self.orders = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        fcntl.fcntl(self._report, F_SETPIPE_SZ, 1 << 20)  # a burst need not wait for the relay

    def live(self) -> None:
        """In a child of the keeper: carries frames until it is killed."""
        for host in self._hosts:
            host.let_go()  # or a host that ends would not be seen to
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.dup2(os.open("/dev/null", os.O_RDWR), 0)
            os.dup2(0, 1)
            ports = open_ports(self._hosts)
            wire = Wire(ports, FrameLog(self._report), self._setting, self._hears)
            os.close(self.orders)
            os.write(self._report, READY)
            wire.run()
        except BaseException as error:
            os.write(2, ("wire: %s\n" % error).encode())

    def forked(self, _pid: int) -> None:
        """Its ends of the pipes are its own from now on, so that they end with it."""
        os.close(self._report)
        os.close(self._hears)

    def expect(self) -> None:
        """Waits until its ports are open and the setting is in force."""
        if os.read(self.events, len(READY)) != READY:
            raise OSError(0, "the wire did not start")
