import enum
from socket import *  # noqa: F403

import socket  # noqa: E402


class Colour(enum.IntEnum):
    RED = 1


class Quiet:
    def __repr__(self):
        raise SystemExit("repr was called")

    @property
    def __class__(self):
        raise SystemExit("__class__ was read")


quiet = Quiet()
colour = Colour.RED
family = socket.AF_INET
closed = socket.socket()
closed.close()
whole = 12345
huge = 10**5000
half = 0.5
nothing = None
word = "소켓"
long_word = "a" * 1000
raw = b"\x00\xff"
inside = [quiet, (1,), {"key": closed}, set(), [[[[1]]]]]
many = list(range(1000))
looped = []
looped.append(looped)
lambda_ = lambda: None  # noqa: E731
print()
