"""Dataclasses, enums, named tuples and slots that travel as bytes."""

import dataclasses
import enum
import socket
import struct
import typing


class Kind(enum.IntEnum):
    DATA = 1
    END = 2


@dataclasses.dataclass(frozen=True, order=True)
class Message:
    kind: Kind
    body: bytes = b""
    tags: list = dataclasses.field(default_factory=list, compare=False)

    def pack(self):
        return struct.pack("!BH", self.kind, len(self.body)) + self.body


class Header(typing.NamedTuple):
    kind: Kind
    size: int

    @classmethod
    def read(cls, sock):
        kind, size = struct.unpack("!BH", sock.recv(3))
        return cls(Kind(kind), size)


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


left, right = socket.socketpair()
for message in (Message(Kind.DATA, b"abc"), Message(Kind.END)):
    left.sendall(message.pack())
    header = Header.read(right)
    print(header, right.recv(header.size) if header.size else None, message)
try:
    message.kind = Kind.DATA
except dataclasses.FrozenInstanceError as error:
    print(error)
point = Point(1, 2)
print(point.x, hasattr(point, "__dict__"), dataclasses.asdict(message), Message(Kind.DATA) < message)
