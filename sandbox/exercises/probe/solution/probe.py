# probe.py: what does connect() find at an address?
import socket


def classify(host, port, timeout):
    """'open', 'refused', 'timeout' or 'unreachable'."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
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
