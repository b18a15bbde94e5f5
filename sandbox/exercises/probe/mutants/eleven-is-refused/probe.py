# probe.py: what does connect() find at an address?
import errno
import socket


def classify(host, port, timeout):
    """'open', 'refused', 'timeout' or 'unreachable'."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
        sock.settimeout(timeout)
        code = sock.connect_ex((host, port))
        if code == 0:
            return 'open'
        if code in (errno.ENETUNREACH, errno.EHOSTUNREACH):
            return 'unreachable'
        return 'refused'
