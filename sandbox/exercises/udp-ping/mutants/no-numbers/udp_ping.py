# udp_ping.py: counts what is lost on the way to a server and back.
import socket
import time


def ping(host, port, count, timeout):
    """{'sent': …, 'received': …, 'lost': …, 'rtts': {number: seconds}}"""
    sent = {}  # number: when it was sent
    rtts = {}  # number: how long its answer took
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        for number in range(1, count + 1):
            sent[number] = time.monotonic()
            sock.sendto(b'ping', (host, port))
            deadline = sent[number] + timeout
            while number not in rtts and time.monotonic() < deadline:
                sock.settimeout(max(deadline - time.monotonic(), 0.001))
                try:
                    data, sender = sock.recvfrom(1024)
                except TimeoutError:
                    break
                if sender == (host, port) and data == b'ping':
                    rtts[number] = time.monotonic() - sent[number]
    return {'sent': len(sent), 'received': len(rtts), 'lost': len(sent) - len(rtts), 'rtts': rtts}
