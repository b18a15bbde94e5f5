# probe.py: what does connect() find at an address?
import socket


def classify(host, port, timeout):
    """'open', 'refused', 'timeout' or 'unreachable'."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    return 'unreachable'
