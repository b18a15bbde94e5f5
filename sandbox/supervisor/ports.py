"""The wire's ends: a packet socket for each cable of each host, and one to watch each loopback.

Offloads are off on both ends of a cable, or checksums of frames would be unfinished (packet(7)).
"""

from __future__ import annotations

import errno
import json
import socket

import linux
from impairments import Direction
from kernel_clock import SO_TIMESTAMPNS, KernelClock

# <linux/if_ether.h>, <linux/if_packet.h>
ETH_P_ALL = 3
SOL_PACKET = 263
PACKET_QDISC_BYPASS = 20
PACKET_IGNORE_OUTGOING = 23

LONGEST_FRAME = 70_000  # loopback has an MTU of 65536
CONTROL_SPACE = 64
RECEIVE_BUFFER = 8 << 20
LOOPBACK = "lo"


class Port:
    """Where frames of one host come in: its cable, or its own loopback."""

    def __init__(self, sock: socket.socket, host: str, link: str, clock: KernelClock) -> None:
        self._clock = clock
        self.socket = sock
        self.host = host
        self.link = link
        self.direction = Direction(link, host)
        self.name_json = json.dumps(host)
        self.link_json = json.dumps(link)

    def receive(self) -> tuple:
        """A frame and when the kernel saw it; raises BlockingIOError when there is none."""
        data, control, _, _ = self.socket.recvmsg(LONGEST_FRAME, CONTROL_SPACE)
        return data, self._clock.sent_at(control)

    def deliver(self, data: bytes) -> bool:
        """Puts a frame on the cable; False when the host is gone or its queue is full."""
        try:
            self.socket.send(data)
            return True
        except OSError as error:
            if error.errno in (errno.ENETDOWN, errno.EAGAIN, errno.ENOBUFS, errno.ENXIO):
                return False
            raise


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
    clock = KernelClock()
    ports = []
    for host in box_hosts:
        for cable in host.cables:
            sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
            linux.switch_offloads_off(sock, cable.port)
            ports.append(Port(open_port(sock, cable.port), host.name, cable.link, clock))
        sniffer = host.socket(socket.AF_PACKET, socket.SOCK_RAW)
        ports.append(Port(open_port(sniffer, LOOPBACK), host.name, LOOPBACK, clock))
    return ports
