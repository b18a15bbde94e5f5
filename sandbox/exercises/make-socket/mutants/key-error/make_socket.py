# make_socket.py: one socket of each kind
import socket

KINDS = {
    'tcp4': (socket.AF_INET, socket.SOCK_STREAM),
    'udp4': (socket.AF_INET, socket.SOCK_DGRAM),
    'tcp6': (socket.AF_INET6, socket.SOCK_STREAM),
    'udp6': (socket.AF_INET6, socket.SOCK_DGRAM),
    'unix': (socket.AF_UNIX, socket.SOCK_STREAM),
}


def make(kind):
    """A new socket: kind is 'tcp4', 'udp4', 'tcp6', 'udp6' or 'unix'."""
    family, type_ = KINDS[kind]
    return socket.socket(family, type_)
