# udp_ping.py: counts what is lost on the way to a server and back.
import socket
import time


def ping(host, port, count, timeout):
    """{'sent': …, 'received': …, 'lost': …, 'rtts': {number: seconds}}"""
    sent = {}  # number: when it was sent
    rtts = {}  # number: how long its answer took

    # 1. A UDP socket. For each number from 1 to count: note the time, send the number.

    # 2. Wait for its answer, until timeout seconds are over. Whatever comes: whose answer is it?

    return {'sent': len(sent), 'received': len(rtts), 'lost': len(sent) - len(rtts), 'rtts': rtts}
