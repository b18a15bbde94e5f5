"""The wire: a process that carries every frame over the links of a box, and tells of each.

It lives in its own network namespace with one port per linked host. A link with more than two
hosts behaves as a switch. The hosts' loopback interfaces are listened to, never interfered with.
"""

from __future__ import annotations

import binascii
import errno
import fcntl
import json
import os
import select
import signal
import socket
import struct
import time

import linux

# <linux/if_ether.h>, <linux/if_packet.h>
ETH_P_ALL = 3
SOL_PACKET = 263
PACKET_QDISC_BYPASS = 20
PACKET_IGNORE_OUTGOING = 23
SO_TIMESTAMPNS = 35  # <asm-generic/socket.h>; a timespec of CLOCK_REALTIME

MAX_FRAMES = 20_000
MAX_BYTES = 32 << 20
LONGEST_FRAME = 70_000  # loopback has an MTU of 65536
CONTROL_SPACE = 64
OLDEST = 1_000_000_000  # ns that a frame may have waited to be read
BURST = 64  # frames read from one port before the others have their turn
RECEIVE_BUFFER = 8 << 20
LOOPBACK = "lo"

# Filled in by hand: json.dumps takes longer than carrying the frame.
SENT = '{"at":%d,"type":"frame","verb":"sent","id":%d,"link":%s,"from":%s,"to":null,"bytes":"%s"}'
DELIVERED = (
    '{"at":%d,"type":"frame","verb":"delivered","id":%d,"link":%s,"from":%s,"to":%s,"bytes":null}'
)
TRUNCATED = '{"at":%d,"type":"truncated","what":"frames","program":null}'


class Port:
    """Where frames of one host come in: its cable, or its own loopback."""

    def __init__(self, sock: socket.socket, host: str, link: str) -> None:
        self.socket = sock
        self.host = host
        self.link = link
        self.name_json = json.dumps(host)
        self.link_json = json.dumps(link)


def open_port(sock: socket.socket, interface: str) -> socket.socket:
    """Binds a packet socket; its options come first, or the first frames would pass unseen."""
    sock.setblocking(False)
    sock.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
    sock.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    if interface != LOOPBACK:
        sock.setsockopt(SOL_PACKET, PACKET_QDISC_BYPASS, 1)
    sock.bind((interface, ETH_P_ALL))
    # A loopback that is not yet up has put ENETDOWN here; its frames come as soon as it is.
    sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    return sock


def open_ports(box_hosts: list) -> list:
    """A port per cable and one per loopback."""
    ports = []
    for host in box_hosts:
        for cable in host.cables:
            sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
            linux.switch_offloads_off(sock, cable.port)
            ports.append(Port(open_port(sock, cable.port), host.name, cable.link))
        sniffer = host.socket(socket.AF_PACKET, socket.SOCK_RAW)
        ports.append(Port(open_port(sniffer, LOOPBACK), host.name, LOOPBACK))
    return ports


class Log:
    """Frame events as JSON lines that begin with their time, for a relay that parses nothing."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._lines = []
        self._frames = 0
        self._bytes = 0
        self._full = False

    def accepts(self, length: int) -> bool:
        """Whether this frame is still told of; when not, the trace says once that it is cut."""
        if self._full:
            return False
        self._frames += 1
        self._bytes += length
        if self._frames > MAX_FRAMES or self._bytes > MAX_BYTES:
            self._full = True
            self._lines.append(TRUNCATED % time.monotonic_ns())
            return False
        return True

    def sent(self, at: int, number: int, port: Port, data: bytes) -> None:
        """The frame came in at this port."""
        text = binascii.b2a_base64(data, newline=False).decode()
        self._lines.append(SENT % (at, number, port.link_json, port.name_json, text))

    def delivered(self, at: int, number: int, port: Port, outlet: Port) -> None:
        """The frame from this port was put on the cable of that one."""
        self._lines.append(
            DELIVERED % (at, number, port.link_json, port.name_json, outlet.name_json)
        )

    def flush(self) -> None:
        if self._lines:
            data = memoryview(("\n".join(self._lines) + "\n").encode())
            self._lines = []
            while data:
                data = data[os.write(self._fd, data) :]


class Wire:
    """The loop of the wire's process."""

    def __init__(self, ports: list, log: Log) -> None:
        self._log = log
        self._ports = {port.socket.fileno(): port for port in ports}
        self._cables = {}  # link: its ports
        for port in ports:
            if port.link != LOOPBACK:
                self._cables.setdefault(port.link, []).append(port)
        self._learned = {}  # (link, hardware address): port
        self._number = 0
        self._poll = select.epoll()
        for fd in self._ports:
            self._poll.register(fd, select.EPOLLIN)

    def run(self) -> None:
        """Carries frames until the process is killed."""
        while True:
            for fd, _ in self._poll.poll():
                self._read(self._ports[fd])
            self._log.flush()

    def _read(self, port: Port) -> None:
        for _ in range(BURST):
            try:
                data, control, _, _ = port.socket.recvmsg(LONGEST_FRAME, CONTROL_SPACE)
            except BlockingIOError:
                return
            except OSError as error:
                if error.errno != errno.ENETDOWN:  # the host is gone
                    raise
                self._poll.unregister(port.socket.fileno())
                return
            self._carry(port, data, sent_at(control))

    def _carry(self, port: Port, data: bytes, at: int) -> None:
        """Decides what becomes of a frame that came in. Here alone could one be held or lost."""
        self._number += 1
        told = self._log.accepts(len(data))
        if told:
            self._log.sent(at, self._number, port, data)
        if port.link == LOOPBACK:
            outlets = [port]
        else:
            self._learned[(port.link, data[6:12])] = port
            outlets = self._outlets(port, data[:6])
        for outlet in outlets:
            # Taken before: the receiving kernel answers within the call that hands the frame over.
            arrives = time.monotonic_ns()
            if port.link != LOOPBACK and not deliver(outlet, data):
                continue
            if told:
                self._log.delivered(arrives, self._number, port, outlet)

    def _outlets(self, port: Port, destination: bytes) -> list:
        """As a switch does it: the port where this address was seen, else every other port."""
        known = self._learned.get((port.link, destination))
        if known is not None:
            return [] if known is port else [known]
        return [other for other in self._cables[port.link] if other is not port]


def sent_at(control: list) -> int:
    """When the kernel saw the frame, in ns of CLOCK_MONOTONIC.

    This process may run a millisecond later, and the call that sent the frame has returned by then.
    """
    now = time.monotonic_ns()
    for level, kind, data in control:
        if level == socket.SOL_SOCKET and kind == SO_TIMESTAMPNS:
            seconds, nanoseconds = struct.unpack("qq", data)
            age = time.clock_gettime_ns(time.CLOCK_REALTIME) - seconds * 10**9 - nanoseconds
            if 0 <= age < OLDEST:  # else the machine's clock was set meanwhile
                return now - age
    return now


def deliver(port: Port, data: bytes) -> bool:
    """Puts a frame on the cable of a port; False when the host is gone or its queue is full."""
    try:
        port.socket.send(data)
        return True
    except OSError as error:
        if error.errno in (errno.ENETDOWN, errno.EAGAIN, errno.ENOBUFS, errno.ENXIO):
            return False
        raise


def start(box_hosts: list, keeper) -> int:
    """Forks the wire; a descriptor with its events. Its ports are open on return."""
    events, report = os.pipe2(os.O_CLOEXEC)
    fcntl.fcntl(report, 1031, 1 << 20)  # F_SETPIPE_SZ: a burst need not wait for the relay
    if keeper.fork() == 0:
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.dup2(os.open("/dev/null", os.O_RDWR), 0)
            os.dup2(0, 1)
            wire = Wire(open_ports(box_hosts), Log(report))
            os.write(report, b"\n")
            wire.run()
        except BaseException as error:
            os.write(2, ("wire: %s\n" % error).encode())
        os._exit(1)
    os.close(report)
    if os.read(events, 1) != b"\n":
        raise OSError(0, "the wire did not start")
    return events
