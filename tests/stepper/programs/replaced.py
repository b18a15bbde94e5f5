"""os.exec: the program becomes another one, which keeps the socket that it was given."""

import os
import socket
import sys

left, right = socket.socketpair()
right.sendall(b"from before")
right.set_inheritable(True)
left.set_inheritable(True)
code = f"import socket; print(socket.socket(fileno={left.fileno()}).recv(100))"
sys.stdout.flush()
os.execv(sys.executable, [sys.executable, "-c", code])
