"""Daemon threads are where they are when the program ends: in a call, asleep, in a loop."""

import socket
import sys
import threading
import time

left, right = socket.socketpair()
ready = threading.Barrier(4)


def receive():
    ready.wait()
    right.recv(1)


def doze():
    ready.wait()
    time.sleep(999)


def spin():
    ready.wait()
    while True:
        time.sleep(0.001)


for target in (receive, doze, spin):
    threading.Thread(target=target, daemon=True).start()
ready.wait()
print(threading.active_count())
sys.exit(6)
