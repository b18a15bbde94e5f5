"""Timeouts and non-blocking sockets, errors included."""

import socket
import traceback

left, right = socket.socketpair()
right.settimeout(0.02)
for attempt in (right.recv, right.makefile("rb").read):
    try:
        attempt(10)
    except OSError:
        traceback.print_exc()
right.setblocking(False)
try:
    right.recv(10)
except BlockingIOError as error:
    print(error)
print(right.gettimeout(), right.getblocking())
socket.setdefaulttimeout(0.03)
listener = socket.socket()
listener.listen()
try:
    listener.accept()
except OSError:
    traceback.print_exc()
