"""Holds what a process sends on the interface lo, by the kernel's word, without any namespace.

A filter stops every socket(2) of the internet's families and asks here (seccomp_unotify(2)). The
socket is made in this process, bound to lo for good (SO_BINDTODEVICE of socket(7): nobody without
CAP_NET_RAW can undo it), and laid into the process that asked. Only numbers are judged, no memory
that another thread could change meanwhile.

Two calls get past such a binding, so they are refused: the control data of a datagram can name
another interface (IP_PKTINFO of ip(7)), and joining a group has the kernel itself report it.
"""

from __future__ import annotations

import errno
import fcntl
import os
import select
import socket
import struct

import linux
import seccomp

LOOPBACK = b"lo\0"
PROTOCOLS: dict = {
    socket.SOCK_STREAM: (0, socket.IPPROTO_TCP),
    # ICMP without privileges: what ping sends (icmp(7)).
    socket.SOCK_DGRAM: (0, socket.IPPROTO_UDP, socket.IPPROTO_ICMP, socket.IPPROTO_ICMPV6),
}
KIND = 0xF  # of socket(2)'s type; the rest are SOCK_CLOEXEC and SOCK_NONBLOCK

# <linux/seccomp.h>
NOTIF_RECV, NOTIF_SEND, NOTIF_ADDFD = 0xC0502100, 0xC0182101, 0x40182103
ADDFD_FLAG_SEND = 0x2
QUESTION = struct.Struct("=QII iIQ6Q")  # id, pid, flags; call, architecture, place, arguments
ANSWER = struct.Struct("=QqiI")  # id, value, error, flags
DESCRIPTOR = struct.Struct("=QIIII")  # id, flags, ours, its number, O_CLOEXEC or 0

TRIED = b"tried"


class NotHeld(OSError):
    """This kernel cannot hold a program's sockets on the loopback."""


def make(family: int, kind: int, protocol: int) -> socket.socket:
    """A socket that nothing but lo will carry; OSError as the kernel would for this user."""
    if kind & KIND == socket.SOCK_RAW:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))
    if protocol not in PROTOCOLS.get(kind & KIND, ()):
        # Among others MPTCP, which opens sockets of its own.
        raise OSError(errno.EPROTONOSUPPORT, os.strerror(errno.EPROTONOSUPPORT))
    sock = socket.socket(family, kind & KIND, protocol)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, LOOPBACK)
    except OSError:
        sock.close()
        raise
    sock.setblocking(not kind & socket.SOCK_NONBLOCK)
    return sock


def confine(hand_over) -> None:
    """Puts this process and all that will descend from it under the filters.

    `hand_over(fd)` is given the descriptor that `Sockets` answers on, before sendmsg(2) is refused.
    """
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    listener = linux.install_notifying_seccomp(seccomp.socket_filter())
    hand_over(listener)
    os.close(listener)
    linux.install_seccomp(seccomp.packet_filter())


class Sockets:
    """Answers the processes that wait for a socket. `made` are the sockets given out, by inode."""

    def __init__(self, loop) -> None:
        self._loop = loop
        self.made = {}  # inode: (family, protocol)

    def listen(self, listener: int) -> None:
        """Takes the questions of one filter, until the last process under it is gone."""
        self._loop.add(listener, lambda events: self._ready(listener, events))

    def _ready(self, listener: int, events: int) -> None:
        if events & select.EPOLLIN:
            answer(listener, self._make)
        else:  # EPOLLHUP
            self._loop.remove(listener)
            os.close(listener)

    def _make(self, family: int, kind: int, protocol: int) -> socket.socket:
        sock = make(family, kind, protocol)
        chosen = sock.getsockopt(socket.SOL_SOCKET, socket.SO_PROTOCOL)  # where 0 was asked for
        self.made[os.fstat(sock.fileno()).st_ino] = (family, chosen)
        return sock


def answer(listener: int, make_socket=make) -> None:
    """Answers one question; one that was withdrawn meanwhile (a signal, a kill) needs no answer."""
    question = bytearray(QUESTION.size)
    try:
        fcntl.ioctl(listener, NOTIF_RECV, question)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.EINTR):
            return
        raise
    number, _, _, _, _, _, family, kind, protocol, *_ = QUESTION.unpack(question)
    family, kind, protocol = (each & 0xFFFFFFFF for each in (family, kind, protocol))
    try:
        with make_socket(family, kind, protocol) as sock:
            _give(listener, number, sock, kind)
    except OSError as error:
        _tell(listener, number, ANSWER.pack(number, 0, -(error.errno or errno.EIO), 0))


def _give(listener: int, number: int, sock: socket.socket, kind: int) -> None:
    """Lays it into the process and lets that one go on, in one act: it is there or not at all."""
    flags = os.O_CLOEXEC if kind & socket.SOCK_CLOEXEC else 0
    gift = DESCRIPTOR.pack(number, ADDFD_FLAG_SEND, sock.fileno(), 0, flags)
    fcntl.ioctl(listener, NOTIF_ADDFD, gift)


def _tell(listener: int, number: int, answered: bytes) -> None:
    try:
        fcntl.ioctl(listener, NOTIF_SEND, answered)
    except FileNotFoundError:
        pass  # it waits no more


def try_out() -> None:
    """Does all of it once with a child of this process; NotHeld where the kernel refuses."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    child = os.fork()
    if child == 0:
        ours.close()
        _try(its)
    its.close()
    with ours:
        said, listeners = _heard(ours)
        for listener in listeners:
            if select.select([listener], [], [], 1)[0]:
                answer(listener)
            os.close(listener)
        said = said and ours.recv(2000)
    os.waitpid(child, 0)
    if said != TRIED:
        why = said.decode("utf-8", "replace") or "its filter was refused"
        raise NotHeld(0, "a program's sockets cannot be held on lo, which needs Linux 5.14: " + why)


def _heard(sock: socket.socket) -> tuple:
    """(bytes, descriptors) of one message."""
    said, ancillary, _, _ = sock.recvmsg(2000, socket.CMSG_SPACE(4))
    found = [struct.unpack_from("i", data)[0] for _, _, data in ancillary if len(data) >= 4]
    return said, found


def hand_to(sock: socket.socket):
    """What `confine` wants: sends the descriptor over this socket."""

    def hand_over(listener: int) -> None:
        held = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, struct.pack("i", listener))]
        sock.sendmsg([b"l"], held)

    return hand_over


def received(sock: socket.socket) -> int | None:
    """The descriptor that was handed over; None when the other end ended without."""
    return next(iter(_heard(sock)[1]), None)


def _try(sock: socket.socket) -> None:
    """In a child: does not return."""
    try:
        confine(hand_to(sock))
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as held:
            bound = held.getsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, 16)
        sock.send(TRIED if bound == LOOPBACK else b"it was bound to %r" % bound)
    except BaseException as error:
        sock.send(str(error).encode())
    finally:
        os._exit(0)
