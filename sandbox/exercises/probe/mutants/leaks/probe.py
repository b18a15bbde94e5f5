# probe.py: what does connect() find at an address?
import socket

asked = []


def classify(host, port, timeout):
    """'open', 'refused', 'timeout' or 'unreachable'."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    asked.append(sock)
    sock.settimeout(timeout)
    try:
        sock.connect((host, port))
    except ConnectionRefusedError:
        return 'refused'
    except TimeoutError:
        return 'timeout'
    except OSError:
        return 'unreachable'
    return 'open'
